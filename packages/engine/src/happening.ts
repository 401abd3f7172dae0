import type { SourceFacts, TaskGraph, TaskId } from '@vodflow/core'
import type { WrappedKey } from './encryption.ts'
import type { Plan, PlanStep, StepOutcome } from './plan.ts'
import type { PublishOutcome } from './publish.ts'
import type { PulledSource } from './pull-source.ts'
import type { Problem, Ruling } from './run-state.ts'

/** What can happen to a run. Plain JSON: a run is stored as these, in order, and its state is their fold. */
export type Happening =
  /** It was asked for; the header says what for. */
  | {
      readonly type: 'created'
      /** Its source is a URL, which has to become a file first. */
      readonly pulls?: true
    }
  /** The source is a file now: whole, on the disk, and what was asked for. */
  | { readonly type: 'pulled'; readonly file: PulledSource }
  /** It did not become one. The graph is compiled without facts, and absent where that is not possible. */
  | { readonly type: 'pull-failed'; readonly problems: readonly Problem[]; readonly graph?: TaskGraph }
  /** The source graph ended: the source is there and this is what is known of it. */
  | { readonly type: 'inspected'; readonly facts: SourceFacts }
  /** The source could not be read, or is damaged. The graph is compiled without facts, and absent where that is not possible. */
  | { readonly type: 'inspect-failed'; readonly problems: readonly Problem[]; readonly graph?: TaskGraph }
  /** The process graph, and what the back end will do about it. `manual`: a person decides on what a review is in doubt about; `publishes`: what is made is published; `key`: of what is encrypted. */
  | { readonly type: 'compiled'; readonly graph: TaskGraph; readonly plan: Plan; readonly manual?: true; readonly publishes?: true; readonly key?: WrappedKey }
  | { readonly type: 'step-started'; readonly step: string; readonly attempt: number }
  | { readonly type: 'step-finished'; readonly step: string; readonly outcome: StepOutcome }
  /** The answer to a `split` command: nothing in `into` means that the step cannot be split. */
  | { readonly type: 'step-split'; readonly step: string; readonly into: readonly PlanStep[] }
  /** A person has decided on what this review is in doubt about. */
  | { readonly type: 'reviewed'; readonly task: TaskId; readonly ruling: Ruling }
  /** The last stage ended. */
  | { readonly type: 'published'; readonly outcome: PublishOutcome }
  /** The user wants it to stop. */
  | { readonly type: 'cancelled' }
  /** It goes on in another process, or once more. `lost`: done tasks whose files are not there any more. */
  | {
      readonly type: 'resumed'
      readonly lost: readonly TaskId[]
      /** The file that was pulled is not there any more, or is another one. */
      readonly lostSource?: true
    }
  /** Nothing is left to do. RFC 3339, UTC. */
  | { readonly type: 'finished'; readonly at: string }

export const happeningTypes: readonly Happening['type'][] = [
  'created', 'pulled', 'pull-failed', 'inspected', 'inspect-failed', 'compiled', 'step-started', 'step-finished', 'step-split', 'reviewed', 'published', 'cancelled', 'resumed', 'finished',
]
