import type { PlanStep } from './plan.ts'
import type { RunState } from './run-state.ts'

/** What the reducer wants done next. Whoever does it answers with a happening. */
export type Command =
  /** Answer: `pulled` or `pull-failed`. */
  | { readonly type: 'pull' }
  /** Answer: `inspected` or `inspect-failed`. */
  | { readonly type: 'inspect' }
  /** Answer: `compiled`. */
  | { readonly type: 'compile' }
  /** Answer: `step-started` once there is a place for it, then `step-finished`. */
  | { readonly type: 'start'; readonly step: PlanStep; readonly attempt: number }
  /** Answer: `step-split`. */
  | { readonly type: 'split'; readonly step: PlanStep }
  /** End this running step soon. Answer: its `step-finished`. */
  | { readonly type: 'abort'; readonly step: string }
  /** Answer: `published`. */
  | { readonly type: 'publish' }
  /** Answer: `finished`. */
  | { readonly type: 'finish' }

/** What the reducer gives. */
export interface Advanced {
  readonly state: RunState
  readonly commands: readonly Command[]
}
