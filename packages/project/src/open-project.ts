import { hasErrors, ok, withEarlier, type Result, type SourceFile } from '@vodflow/core'
import { readBuiltInProcedures } from './built-in-procedures.ts'
import { findProjectFolder } from './config/project-folder.ts'
import { readConfig } from './config/read-config.ts'
import { defaultFrontEnds } from './default-front-ends.ts'
import { createFrontEnds } from './front-ends.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { OpenedProject, type ProjectParts } from './opened-project.ts'
import type { OpenProjectOptions, Project } from './project.ts'

/** Finds the project and reads its config and templates. Errors: `config/…`, `template/…`, all at once. */
export async function openProject(options: OpenProjectOptions): Promise<Result<Project>> {
  const from = options.from ?? process.cwd()
  const folder = await findProjectFolder(options.directory, from)
  if (!folder.ok) return folder
  const [config, builtIns] = await Promise.all([readConfig(folder.value, from), builtInFiles(options.builtInProcedures)])
  if (!config.ok) return config
  const { config: settings, file, procedureFolders, templateFolders } = config.value
  const templates = await loadCatalogue(templateFolders, folder.value, from)
  const diagnostics = [...config.diagnostics, ...templates.diagnostics]
  if (!templates.ok || hasErrors(diagnostics)) return { ok: false, diagnostics }
  const lookUp = { root: folder.value, folders: procedureFolders, builtIns, from }
  const project = openedProject(options, { folder: folder.value, ...(file && { configFile: file }), config: settings, templates: templates.value, lookUp })
  return withEarlier(diagnostics, ok(project))
}

export function openedProject(options: OpenProjectOptions, parts: Omit<ProjectParts, 'allowPaths' | 'frontEnds'>): Project {
  const frontEnds = createFrontEnds(options.frontEnds ?? defaultFrontEnds)
  return new OpenedProject({ ...parts, allowPaths: options.allowPaths !== false, frontEnds })
}

export async function builtInFiles(given: OpenProjectOptions['builtInProcedures']): Promise<readonly SourceFile[]> {
  return 'folder' in given ? readBuiltInProcedures(given.folder) : given
}
