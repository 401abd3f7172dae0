import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createCatalogue, type ProjectTemplate } from '@vodflow/compiler'
import { fail, hasErrors, withEarlier, type Diagnostic, type Result, type TemplateCatalogue } from '@vodflow/core'
import { ioProblem } from './bounded-read.ts'
import { claimIn } from './claims.ts'
import { templateFileDiagnostics } from './diagnostics.ts'
import { readTemplate } from './read-template.ts'
import { problemsOfRests, type RestOfTemplate } from './rest-of-template.ts'
import { templateFiles } from './template-files.ts'
import { shownPath } from '../text-file.ts'

export interface LoadTemplatesRequest {
  /** Folders of template files, relative to the root or absolute; one that is missing holds none. */
  readonly folders: readonly string[]
  /** The project's folder: no file and no image outside it is read. */
  readonly root: string
  /** Where the user is, absolute: messages name paths from there. */
  readonly from: string
}

/** What a project's folders of templates gave. */
export interface LoadedTemplates {
  readonly catalogue: Result<TemplateCatalogue>
  /** Those whose files could be read. */
  readonly templates: readonly ProjectTemplate[]
  /** The paths of the others, absolute. */
  readonly refused: readonly string[]
}

/** The built-in templates and those of a project. Errors: `template/…`, all of all files at once. */
export async function loadTemplates(request: LoadTemplatesRequest): Promise<Result<TemplateCatalogue>> {
  return (await loadEachTemplate(request)).catalogue
}

export async function loadEachTemplate({ folders, root, from }: LoadTemplatesRequest): Promise<LoadedTemplates> {
  const templates: ProjectTemplate[] = []
  const diagnostics: Diagnostic[] = []
  const paths: string[] = []
  const refused: string[] = []
  const rests: RestOfTemplate[] = []
  for (const folder of new Set(folders.map((name) => resolve(root, name)))) {
    const found = await templateFiles(folder, from)
    diagnostics.push(...found.diagnostics)
    if (found.ok) paths.push(...found.value)
  }
  const distinct = new Set(paths)
  if (distinct.size > 0) {
    const realRoot = await realRootOf(root, from)
    if (!realRoot.ok) return { catalogue: realRoot, templates, refused: [...distinct] }
    for (const path of distinct) {
      const read = await readTemplate(path, realRoot.value, from)
      diagnostics.push(...read.diagnostics)
      if (read.ok) templates.push(read.value)
      else refused.push(path)
      if (!read.ok && read.rest) rests.push(read.rest)
    }
  }
  diagnostics.push(...problemsOfRests(rests, templates))
  return { catalogue: await catalogueOf(templates, diagnostics, refused), templates, refused }
}

const isBase = ({ code }: Diagnostic) => code === 'template/unknown-base'

async function catalogueOf(templates: readonly ProjectTemplate[], diagnostics: readonly Diagnostic[], refused: readonly string[]): Promise<Result<TemplateCatalogue>> {
  const catalogue = createCatalogue(templates)
  if (!catalogue.diagnostics.some(isBase)) return hasErrors(diagnostics) ? fail(...diagnostics, ...catalogue.diagnostics) : withEarlier(diagnostics, catalogue)
  // A base that could not be used is the reason why others do not find it, and has been reported.
  const faulty = new Set(catalogue.diagnostics.flatMap((one) => (isBase(one) || !one.span ? [] : [one.span.file.path])))
  const claims = await Promise.all(refused.map(claimIn))
  // A file that does not even tell its number may be anybody's base.
  const isAny = claims.some((found) => found.length === 0)
  const numbers = new Set([...templates.filter(({ path }) => faulty.has(path)), ...claims.flat()].map(({ definition }) => definition))
  const baseOf = (path: string | undefined) => templates.find((template) => template.path === path)?.extends ?? 0
  const own = catalogue.diagnostics.filter((one) => !isBase(one) || !(isAny || numbers.has(baseOf(one.span?.file.path))))
  return fail(...diagnostics, ...own)
}

async function realRootOf(root: string, from: string): Promise<Result<string>> {
  try {
    return { ok: true, value: await realpath(root), diagnostics: [] }
  } catch (error) {
    return fail(templateFileDiagnostics.create('unreadable-file', undefined, { path: shownPath(from, root), problem: ioProblem(error) }))
  }
}
