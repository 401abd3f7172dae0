import { realpath } from 'node:fs/promises'
import type { Diagnostic, ToolBuild } from '@vodflow/core'
import type { ProjectTemplate } from '@vodflow/compiler'
import { readConfig, readConfigDespiteErrors } from '../config/read-config.ts'
import { loadTemplateFiles } from '../load-catalogue.ts'
import { builtInFiles, openedProject } from '../open-project.ts'
import type { OpenProjectOptions, Project } from '../project.ts'
import { unknownDefaults } from './default-templates.ts'

/** A project that is open whatever is wrong with its config and its templates. */
export interface CheckedProject {
  readonly project: Project
  /** Links followed. */
  readonly root: string
  /** What is wrong with the config and the templates. */
  readonly diagnostics: readonly Diagnostic[]
  readonly templates: readonly ProjectTemplate[]
  /** The files of templates that could not be read, absolute. */
  readonly refusedTemplates: readonly string[]
  readonly procedureFolders: readonly string[]
  readonly templateFolders: readonly string[]
  /** Whether there are templates that could not be read. */
  readonly hasStandIns: boolean
  /** Whether a template that could not be read has been asked for since this was last asked. */
  takeStandInUse(): boolean
  /** With the same config and templates, and every procedure read again when it is needed. */
  renewed(): CheckedProject
}

export async function openForChecking(folder: string, from: string, options: OpenProjectOptions, build?: ToolBuild): Promise<CheckedProject | undefined> {
  const [config, builtIns, root] = await Promise.all([readConfig(folder, from), builtInFiles(options.builtInProcedures), realpath(folder)])
  const usable = config.ok ? config : await readConfigDespiteErrors(folder)
  if (!usable.ok) return undefined
  const { config: settings, file, procedureFolders, templateFolders } = usable.value
  const loaded = await loadTemplateFiles(templateFolders, folder, from)
  const withStandIns = loaded.catalogue.ok ? undefined : await (await import('../templates/index.ts')).catalogueDespiteErrors(loaded)
  const templates = loaded.catalogue.ok ? loaded.catalogue.value : withStandIns
  if (templates === undefined) return undefined
  const lookUp = { root: folder, folders: procedureFolders, builtIns, from }
  const newProject = () => openedProject(options, { folder, ...(file && { configFile: file }), config: settings, templates, lookUp })
  const defaults = config.ok && file ? await unknownDefaults(file, settings, templates) : []
  const beyond = build && loaded.templates.length > 0 ? (await import('@vodflow/compiler')).templatesBeyond(build, loaded.templates, templates) : []
  // What was looked up here is no use of a procedure.
  withStandIns?.takeUse()
  const checked = (): CheckedProject => ({
    project: newProject(), root, procedureFolders, templateFolders,
    diagnostics: [...config.diagnostics, ...loaded.catalogue.diagnostics, ...defaults, ...beyond],
    templates: loaded.templates, refusedTemplates: loaded.refused,
    hasStandIns: withStandIns !== undefined,
    takeStandInUse: () => withStandIns?.takeUse() === true,
    renewed: checked,
  })
  return checked()
}
