import type { Result, TemplateCatalogue } from '@vodflow/core'

/** The built-in templates and the project's; the reader of template files is loaded only where there is a folder of them. */
export async function loadCatalogue(folders: readonly string[], root: string): Promise<Result<TemplateCatalogue>> {
  if (folders.length > 0) return (await import('./templates/index.ts')).loadTemplates({ folders, root })
  return (await import('@vodflow/compiler')).createCatalogue([])
}
