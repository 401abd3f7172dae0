import type { Diagnostic, SourceFacts, Task, TaskGraph } from '@vodflow/core'
import type { WrappedKey } from './encryption.ts'
import type { Plan } from './plan.ts'
import type { PublishOutcome } from './publish.ts'
import type { PulledSource } from './pull-source.ts'
import type { RunRequest } from './run-request.ts'
import type { Problem, TaskState } from './run-state.ts'

/** How a run ended. Everything that `result.json` is made of. */
export interface RunReport {
  readonly run: string
  /** Nothing failed, nothing was cancelled and nothing is left to do. */
  readonly ok: boolean
  /** Stopped by the user; the same request goes on where it was. */
  readonly cancelled: boolean
  /** For a person's word on what a review is in doubt about; `reviewRun` goes on. */
  readonly waiting: boolean
  readonly request: RunRequest
  /** What the URL of the source became; absent for other sources, and where it became nothing. */
  readonly pulled?: PulledSource
  /** Absent where the source could not be read. */
  readonly facts?: SourceFacts
  /** Why the source was refused; empty where it was not. */
  readonly problems: readonly Problem[]
  /** For a source that was refused: compiled without facts, and absent where the procedure needs them. */
  readonly graph?: TaskGraph
  /** Absent where the source was refused or the run was cancelled before there was a plan. */
  readonly plan?: Plan
  /** Present where the run encrypts. */
  readonly key?: WrappedKey
  /** Absent where nothing was published, or nothing was to be. */
  readonly published?: PublishOutcome
  /** One for each task of the graph, in its order; empty without a graph. */
  readonly tasks: readonly TaskReport[]
  /** RFC 3339, UTC. Of the first sitting. */
  readonly startedAt: string
  readonly finishedAt: string
  /** Why the run's own records could not be written (a full disk); absent where they were. */
  readonly unrecorded?: Diagnostic
}

export interface TaskReport {
  readonly task: Task
  /** Never `running`, and `pending` only while the run waits. */
  readonly state: TaskState
}
