import type { Diagnostic } from '@vodflow/core'
import type { ResolvedProcedure } from '../resolved.ts'
import type { Rule, RuleContext } from './rule.ts'

/** In the order their diagnostics are shown. */
const rules: readonly Rule[] = []

export function checkRules(procedure: ResolvedProcedure, context: RuleContext): readonly Diagnostic[] {
  return rules.flatMap((rule) => rule(procedure, context))
}
