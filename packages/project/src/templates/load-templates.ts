import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createCatalogue, type ProjectTemplate } from '@vodflow/compiler'
import { fail, withEarlier, type Diagnostic, type Result, type TemplateCatalogue } from '@vodflow/core'
import { ioProblem } from './bounded-read.ts'
import { templateFileDiagnostics } from './diagnostics.ts'
import { readTemplate } from './read-template.ts'
import { shownPath, templateFiles } from './template-files.ts'

export interface LoadTemplatesRequest {
  /** Folders of template files, relative to the root or absolute; one that is missing holds none. */
  readonly folders: readonly string[]
  /** The project's folder: no file and no image outside it is read. */
  readonly root: string
}

/** The built-in templates and those of a project. Errors: `template/…`, all of all files at once. */
export async function loadTemplates({ folders, root }: LoadTemplatesRequest): Promise<Result<TemplateCatalogue>> {
  const templates: ProjectTemplate[] = []
  const diagnostics: Diagnostic[] = []
  const paths: string[] = []
  for (const folder of new Set(folders.map((name) => resolve(root, name)))) {
    const found = await templateFiles(folder)
    diagnostics.push(...found.diagnostics)
    if (found.ok) paths.push(...found.value)
  }
  const distinct = new Set(paths)
  if (distinct.size > 0) {
    const realRoot = await realRootOf(root)
    if (!realRoot.ok) return realRoot
    for (const path of distinct) {
      const read = await readTemplate(path, realRoot.value)
      diagnostics.push(...read.diagnostics)
      if (read.ok) templates.push(read.value)
    }
  }
  const isWhole = !diagnostics.some(({ severity }) => severity === 'error')
  const catalogue = createCatalogue(templates)
  if (isWhole) return withEarlier(diagnostics, catalogue)
  // A base that could not be read is the reason why others do not find it, and has been reported.
  const own = catalogue.diagnostics.filter(({ code }) => code !== 'template/unknown-base')
  return fail(...diagnostics, ...own)
}

async function realRootOf(root: string): Promise<Result<string>> {
  try {
    return { ok: true, value: await realpath(root), diagnostics: [] }
  } catch (error) {
    return fail(templateFileDiagnostics.create('unreadable-file', undefined, { path: shownPath(root), problem: ioProblem(error) }))
  }
}
