import type { SourceFacts, Suggestion, TaskGraph, TaskId } from '@vodflow/core'
import type { Artifact } from './artifact.ts'
import type { WrappedKey } from './encryption.ts'
import type { Plan, PlanStep, StepFailure } from './plan.ts'
import type { PublishOutcome } from './publish.ts'
import type { PulledSource } from './pull-source.ts'
import type { ReviewFindings } from './review.ts'

/** What a person decides on a source that a review is in doubt about. */
export type Ruling = 'pass' | 'reject'

/** Where a task stands. */
export type TaskState =
  | { readonly status: 'pending' }
  | { readonly status: 'running'; readonly step: string }
  /** A review that is done carries what it suggested. `reused`: from a cache. */
  | { readonly status: 'done'; readonly artifacts: readonly Artifact[]; readonly reused?: true; readonly suggestion?: Suggestion; readonly findings?: ReviewFindings }
  | { readonly status: 'failed'; readonly failure: StepFailure }
  /**
   * `review`: that review suggested something that this task does not run on; `person`: a person rejected what that review was in
   * doubt about; `input`: that task was skipped.
   */
  | { readonly status: 'skipped'; readonly because: 'review' | 'person' | 'input'; readonly task: TaskId }
  | { readonly status: 'cancelled' }

/**
 * Where a step stands. `ready`: asked to start, which waits only for a free place; `splitting`: asked to be split;
 * `ended`: nothing more to do, well or not; `replaced`: smaller steps do its work.
 */
export interface StepState {
  readonly step: PlanStep
  readonly status: 'pending' | 'ready' | 'running' | 'splitting' | 'ended' | 'replaced'
  /** How often it was started. */
  readonly attempts: number
  /** The back end has no smaller steps for it. */
  readonly whole?: true
  /** While `splitting`: what these tasks failed with, should there be no smaller steps. */
  readonly failures?: { readonly [task: string]: StepFailure }
  /** Once `replaced`: the smaller steps. */
  readonly into?: readonly string[]
}

/** A diagnostic without its place: what a run keeps of why its source was refused. */
export interface Problem {
  readonly code: string
  readonly message: string
}

/** The whole of a run, folded from what happened in it. Plain JSON. */
export interface RunState {
  /**
   * `waiting`: nothing can be done before a person has decided, and nobody needs to stay for it.
   * `finishing`: all that was asked for has ended, which is still to be recorded.
   */
  readonly phase: 'new' | 'pulling' | 'inspecting' | 'compiling' | 'running' | 'waiting' | 'publishing' | 'finishing' | 'finished'
  readonly cancelled: boolean
  /** The source is a URL. */
  readonly pulls?: true
  /** What it became. While `pulling`: what it was before, should it be the same again. */
  readonly pulled?: PulledSource
  readonly facts?: SourceFacts
  /** Why the source was refused, where it was. */
  readonly problems?: readonly Problem[]
  readonly graph?: TaskGraph
  readonly plan?: Plan
  /** Of what the plan encrypts: the same one in every sitting, so that no output mixes keys. */
  readonly key?: WrappedKey
  /** By task id, in the graph's order. */
  readonly tasks: { readonly [task: string]: TaskState }
  /** By step id, in the plan's order, smaller steps after those they replace. */
  readonly steps: { readonly [step: string]: StepState }
  /** A person decides on what a review is in doubt about. */
  readonly manual?: true
  /** What a person decided, by the review's id. */
  readonly rulings?: { readonly [review: string]: Ruling }
  /** What it makes is published where all of it is made. */
  readonly publishes?: true
  readonly published?: PublishOutcome
  readonly finishedAt?: string
}

export const newRun: RunState = { phase: 'new', cancelled: false, tasks: {}, steps: {} }
