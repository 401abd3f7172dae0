import type { Result, TemplateCatalogue } from '@vodflow/core'
import type { LoadedTemplates } from './templates/index.ts'

/** The built-in templates and the project's; the reader of template files is loaded only where there is a folder of them. */
export async function loadCatalogue(folders: readonly string[], root: string, from: string): Promise<Result<TemplateCatalogue>> {
  return (await loadTemplateFiles(folders, root, from)).catalogue
}

/** Likewise, with each template that could be read. */
export async function loadTemplateFiles(folders: readonly string[], root: string, from: string): Promise<LoadedTemplates> {
  if (folders.length > 0) return (await import('./templates/index.ts')).loadEachTemplate({ folders, root, from })
  return { catalogue: (await import('@vodflow/compiler')).createCatalogue([]), templates: [], refused: [] }
}
