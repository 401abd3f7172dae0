import type { SourceFacts, Suggestion, TaskGraph, TaskId } from '@vodflow/core'
import type { Artifact } from './artifact.ts'
import type { Plan, PlanStep, StepFailure } from './plan.ts'

/** Where a task stands. */
export type TaskState =
  | { readonly status: 'pending' }
  | { readonly status: 'running'; readonly step: string }
  /** A review that is done carries what it suggested. */
  | { readonly status: 'done'; readonly artifacts: readonly Artifact[]; readonly suggestion?: Suggestion }
  | { readonly status: 'failed'; readonly failure: StepFailure }
  /** `review`: that review suggested something that this task does not run on; `input`: that task was skipped. */
  | { readonly status: 'skipped'; readonly because: 'review' | 'input'; readonly task: TaskId }
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
  /** `finishing`: all that was asked for has ended, which is still to be recorded. */
  readonly phase: 'new' | 'inspecting' | 'compiling' | 'running' | 'finishing' | 'finished'
  readonly cancelled: boolean
  readonly facts?: SourceFacts
  /** Why the source was refused, where it was. */
  readonly problems?: readonly Problem[]
  readonly graph?: TaskGraph
  readonly plan?: Plan
  /** By task id, in the graph's order. */
  readonly tasks: { readonly [task: string]: TaskState }
  /** By step id, in the plan's order, smaller steps after those they replace. */
  readonly steps: { readonly [step: string]: StepState }
  readonly finishedAt?: string
}

export const newRun: RunState = { phase: 'new', cancelled: false, tasks: {}, steps: {} }
