import type { StepFailure } from './plan.ts'
import type { ChildRecord } from './backend.ts'
import type { RunReport } from './run-report.ts'

/** How the last stage of a run ended, where there is one. */
export type PublishOutcome =
  /** `answer`: what was said of it, as JSON. */
  | { readonly ok: true; readonly answer?: { readonly [member: string]: unknown } }
  | { readonly ok: false; readonly failure: StepFailure }

/** Hands a run whose every task is done to wherever it is to be seen. Never rejects; may be asked again after a kill. */
export type Publish = (report: RunReport, context: PublishContext) => Promise<PublishOutcome>

export interface PublishContext {
  readonly signal: AbortSignal
  readonly onProcess: (child: ChildRecord) => void
}
