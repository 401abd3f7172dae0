import type { OptimiserPass, SourceFacts, Suggestion, TaskId } from '@vodflow/core'
import type { Artifact } from './artifact.ts'
import type { CachedResult } from './cache/artifact-cache.ts'
import type { Recipes } from './cache/look-up.ts'
import type { PlanEstimate } from './estimate.ts'
import type { ReviewFindings } from './review.ts'

/** Why a back end chose what it chose, with the numbers it chose by. */
export interface Reason {
  /** copy, fuse, share, reuse, seek, scan, cascade, separate, … */
  readonly choice: string
  /** One lower-case sentence without a full stop. */
  readonly because: string
  /** The tasks of the step that it is about; absent: all of them. */
  readonly tasks?: readonly TaskId[]
}

/** `work` is plain JSON (argvs, a request body), so a plan can be printed, saved and kept as a golden file. */
export interface PlanStep<Work = unknown> {
  /** Unique in the plan and safe as a file name. */
  readonly id: string
  /** ffmpeg: often several; a remote job: perhaps the whole graph. */
  readonly covers: readonly TaskId[]
  /** Ids of earlier steps that must have ended well. */
  readonly needs: readonly string[]
  readonly reasons: readonly Reason[]
  /** Present where this back end cannot do the step: what is missing. `plan` prints it, `run` refuses before any work. */
  readonly unavailable?: string
  /** Present where the result of the one task is in a cache: the engine takes it from there. `work` makes it, should it have gone. */
  readonly reuse?: { readonly cache: string; readonly result: CachedResult }
  readonly work: Work
}

/** A task that this source cannot give, known before anything runs: it fails, its siblings run. */
export interface DoomedTask {
  readonly task: TaskId
  readonly failure: StepFailure
}

export interface Plan<Work = unknown> {
  readonly backend: string
  /** Digest of the graph that was planned. */
  readonly graph: string
  readonly source: SourceFacts
  /** Passes of the optimiser that were left out; absent: none. */
  readonly without?: readonly OptimiserPass[]
  readonly steps: readonly PlanStep<Work>[]
  readonly doomed: readonly DoomedTask[]
  /** Absent where the back end has no model. */
  readonly estimate?: PlanEstimate
  /** What the results are known by in a cache; absent where the plan was made without one. */
  readonly recipes?: Recipes
}

export type TaskOutcome =
  /** `suggestion` and what it rests on: of a review, and only there. `reused`: from a cache. */
  | { readonly task: TaskId; readonly ok: true; readonly artifacts: readonly Artifact[]; readonly reused?: true; readonly suggestion?: Suggestion; readonly findings?: ReviewFindings }
  | { readonly task: TaskId; readonly ok: false; readonly failure: StepFailure }

/** One outcome for each task that the step covers. */
export interface StepOutcome {
  readonly tasks: readonly TaskOutcome[]
}

/** Everything that is foreseen has a name; `crashed` is our bug. */
export type StepFailure =
  /** The source is at fault: errCode 30009. */
  | { readonly reason: 'source-damaged'; readonly detail: string }
  | { readonly reason: 'source-unreadable'; readonly detail: string }
  | { readonly reason: 'source-vanished'; readonly detail: string }
  | { readonly reason: 'source-lacks-stream'; readonly stream: 'video' | 'audio' }
  | { readonly reason: 'source-unsuitable'; readonly detail: string }
  /** We or this machine are at fault: errCode 30010. */
  | { readonly reason: 'tool-incapable'; readonly detail: string }
  | { readonly reason: 'exit-non-zero'; readonly status: number; readonly lastLines: readonly string[] }
  | { readonly reason: 'output-mismatch'; readonly expected: string; readonly found: string }
  /** It is whole, but its mean structural similarity to the source is below what the procedure asks for. `frame` counts from 0. */
  | { readonly reason: 'below-quality'; readonly ssim: number; readonly wanted: number; readonly worst: { readonly frame: number; readonly ssim: number } }
  /** A program of the house or of an optional package said what cannot be understood. */
  | { readonly reason: 'bad-answer'; readonly program: string; readonly detail: string }
  | { readonly reason: 'disk-full'; readonly detail: string }
  /** A folder of the run was taken away or closed to us while it went on. */
  | { readonly reason: 'not-kept'; readonly detail: string }
  | { readonly reason: 'remote-rejected'; readonly httpStatus: number; readonly remoteCode: string }
  | { readonly reason: 'timed-out'; readonly afterMs: number }
  /** It was ended for using more memory, or filling its folder with more, than the run allows. */
  | { readonly reason: 'over-limit'; readonly limit: 'memory' | 'files'; readonly bytes: number; readonly limitBytes: number }
  | { readonly reason: 'needs-failed'; readonly step: string }
  | { readonly reason: 'cancelled' }
  | { readonly reason: 'crashed'; readonly error: string }
