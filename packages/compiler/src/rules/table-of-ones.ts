import { plainValue } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** `({1,1,1,1})` is printed in the vendor's own pages as if it were four arguments (presets.md §3.1). */
export const tableOfOnes: Rule = (_procedure, { builtIn, call, strict }) => {
  const [first] = call.arguments
  if (!builtIn || first?.kind !== 'table' || first.entries.length < 2) return []
  if (!first.entries.every(({ value }) => plainValue(value) === 1)) return []
  const diagnostic = checkDiagnostics.create('table-of-ones', first.span ?? call.span, undefined)
  return [strict ? { ...diagnostic, severity: 'error' } : diagnostic]
}
