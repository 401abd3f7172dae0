import type { Compiled, Result, SourceFacts } from '@vodflow/core'
import type { Backend, ChildRecord, Inspection } from './backend.ts'
import type { Clock } from './clock.ts'
import type { Event } from './event.ts'
import type { RunReport } from './run-report.ts'
import type { RunRequest } from './run-request.ts'
import type { RunStore } from './run-store.ts'

export interface RunDependencies<Work, I extends Inspection> {
  readonly backend: Backend<Work, I>
  readonly store: RunStore
  /** Absolute; see `openOutput`, which gives this and the store. */
  readonly outputFolder: string
  /** Must read nothing but the request. 'unknown' facts only after the source was refused, to name the tasks that fail. */
  readonly compile: (request: RunRequest, facts: SourceFacts | 'unknown') => Promise<Result<Compiled>>
  /** Ends a process that a killed sitting left behind, if it still is that process. */
  readonly endOrphan: (child: ChildRecord) => Promise<void>
  readonly onEvent?: (event: Event) => void
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** Steps at a time. */
  readonly maxParallel?: number
}

/**
 * Runs a request to its end, or goes on with the run of the same request that is in the store.
 * A failed result means: refused before any work (exit 2). A source that is at fault is a report that is not `ok` (exit 1).
 */
export async function runProcedure<Work, I extends Inspection>(
  request: RunRequest,
  dependencies: RunDependencies<Work, I>,
): Promise<Result<RunReport>> {
  throw new Error(`not written yet: ${request.call} on ${dependencies.backend.name}`)
}
