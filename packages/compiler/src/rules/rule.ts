import type { Diagnostic } from '@vodflow/core'
import type { BlameFor } from '../blame.ts'
import type { CompileContext } from '../context.ts'
import type { ResolvedProcedure } from '../resolved.ts'

export interface RuleContext extends CompileContext {
  readonly blame: BlameFor
}

/** One rule of meaning: pure, independent of the others, and silent about what it does not find. */
export type Rule = (procedure: ResolvedProcedure, context: RuleContext) => readonly Diagnostic[]
