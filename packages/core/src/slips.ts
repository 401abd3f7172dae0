import type { Diagnostic } from './diagnostic.ts'

/**
 * What the documents themselves get wrong here and there (api.md §3), and procedures after them: a name or a word that is read as
 * the one that is meant. A warning with a fix; under `--strict` nothing is read for another.
 */
export function isSlip({ code }: Pick<Diagnostic, 'code'>): boolean {
  return /\/slip-[a-z]+$/u.test(code)
}

export function withStrictSlips(diagnostics: readonly Diagnostic[], strict: boolean | undefined): readonly Diagnostic[] {
  if (strict !== true || !diagnostics.some(isSlip)) return diagnostics
  return diagnostics.map((diagnostic) => (isSlip(diagnostic) ? { ...diagnostic, severity: 'error' as const } : diagnostic))
}
