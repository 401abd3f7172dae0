import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** presets.md §5; the procedure keeps no place for it, so the call is named. */
export const priority: Rule = ({ priority: found }, { call }) =>
  Number.isInteger(found) && found >= -10 && found <= 10 ? [] : [checkDiagnostics.create('bad-priority', call.span, { found })]
