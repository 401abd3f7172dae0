import type { Diagnostic, SourceFacts } from '@vodflow/core'

/** Rules that say nothing while the source is unknown: an ignore of one may well be of use. */
export const ofSource: ReadonlySet<string> = new Set(['check/all-templates-dropped', 'check/beyond-end', 'check/upscaling'])

/** What needs a source is no mistake where nobody gave one: it cannot be checked, and that is all. */
export function softened(diagnostic: Diagnostic, facts: SourceFacts | 'unknown'): Diagnostic {
  return facts === 'unknown' && diagnostic.code.endsWith('/needs-facts') ? { ...diagnostic, severity: 'info' } : diagnostic
}

/** By file and place, and as they came where a script printed in a loop; what was found twice, through two files or two calls, stands once. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyed = diagnostics.map((diagnostic) => {
    const { code, message, span } = diagnostic
    const sort = [span?.file.path ?? '', span?.start ?? 0, span?.end ?? 0, code] as const
    return { diagnostic, sort, key: JSON.stringify([...sort, message]) }
  })
  const once = new Map<string, (typeof keyed)[number]>()
  for (const one of keyed) if (!once.has(one.key)) once.set(one.key, one)
  return [...once.values()].toSorted((a, b) => compare(a.sort, b.sort)).map(({ diagnostic }) => diagnostic)
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index]
    if (right !== undefined && left !== right) return left < right ? -1 : 1
  }
  return 0
}
