import type { Severity } from '@vodflow/core'

/** Every code that a text of a project can be told, with the severity it has by itself: `--strict` raises some. */
export async function knownCodes(): Promise<ReadonlyMap<string, Severity>> {
  const [call, json, lua, compiler, project, templates, core] = await Promise.all([
    import('@vodflow/frontend-call'), import('@vodflow/frontend-json'), import('@vodflow/frontend-lua'), import('@vodflow/compiler'),
    import('../diagnostics.ts'), import('../templates/diagnostics.ts'), import('@vodflow/core'),
  ])
  const modules: readonly object[] = [call, json, lua, compiler, project, templates, core]
  const catalogues = [...modules.flatMap((module) => Object.values(module)).filter(isCatalogue), ...['json', 'config', 'template'].map(json.documentDiagnostics)]
  const codes = catalogues.flatMap(({ prefix, catalogue }) => Object.entries(catalogue).map(([name, { severity }]) => [`${prefix}/${name}`, severity] as const))
  return new Map(codes)
}

interface AnyCatalogue {
  readonly prefix: string
  readonly catalogue: { readonly [name: string]: { readonly severity: Severity } }
}

function isCatalogue(value: unknown): value is AnyCatalogue {
  return typeof value === 'object' && value !== null && 'prefix' in value && 'catalogue' in value
}
