import type { SourceFacts, TaskGraph, TaskId } from '@vodflow/core'
import type { Plan, PlanStep, StepOutcome } from './plan.ts'
import type { PublishOutcome } from './publish.ts'
import type { Problem, Ruling, TaskState } from './run-state.ts'

/** All that reporters, the server and the page ever see of a run; also the lines of `events.jsonl`. */
export type Event = EventBody & {
  /** RFC 3339, UTC. */
  readonly time: string
  /** The run's id. */
  readonly run: string
}

export type EventBody =
  | RunStarted
  | SourcePulling
  | SourceProgressed
  | SourceRetrying
  | SourcePulled
  | SourceInspected
  | SourceRefused
  | RunPlanned
  | StepStarted
  | StepProgressed
  | StepFinished
  | StepSplit
  | TaskChanged
  | RunWaiting
  | RunReviewed
  | RunPublished
  | RunCancelled
  | RunFinished

/** The first event of every sitting; `continued` when an earlier sitting was killed, cancelled or failed in part. */
export interface RunStarted {
  readonly type: 'run-started'
  readonly call: string
  readonly source: string
  readonly backend: string
  readonly continued: boolean
}

/** The source is a URL, which becomes a file now: the graph's task `source`. */
export interface SourcePulling {
  readonly type: 'source-pulling'
  readonly task: TaskId
  /** Without its query, which may hold a signature. */
  readonly url: string
}

/** At most five a second. */
export interface SourceProgressed {
  readonly type: 'source-progress'
  readonly task: TaskId
  /** Of the whole file, those of an earlier sitting included. */
  readonly receivedBytes: number
  /** Absent while the server does not say. */
  readonly totalBytes?: number
}

/** What came to an end too early, or did not begin, is asked for once more. */
export interface SourceRetrying {
  readonly type: 'source-retrying'
  readonly task: TaskId
  /** In words, without the URL. */
  readonly why: string
  readonly afterMs: number
}

/** It is a file: whole, on the disk, and what was asked for. */
export interface SourcePulled {
  readonly type: 'source-pulled'
  readonly task: TaskId
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly md5: string
}

/** The source is there, and this is what is known of it. */
export interface SourceInspected {
  readonly type: 'source-inspected'
  readonly facts: SourceFacts
}

/** The source could not be read, or is damaged: no step will run. */
export interface SourceRefused {
  readonly type: 'source-refused'
  readonly problems: readonly Problem[]
}

/** What will be done. A run that goes on repeats the plan that it goes on with. */
export interface RunPlanned {
  readonly type: 'run-planned'
  readonly graph: TaskGraph
  readonly plan: Plan
}

export interface StepStarted {
  readonly type: 'step-started'
  readonly step: string
  /** From 1; more than 1 when an earlier sitting was killed. */
  readonly attempt: number
  readonly covers: readonly TaskId[]
}

/** At most five a second for a step. All tasks of a step advance together. */
export interface StepProgressed {
  readonly type: 'step-progress'
  readonly step: string
  readonly covers: readonly TaskId[]
  /** [0, 1]. */
  readonly fraction: number
  /** Media seconds made in a second of wall clock; absent while unknown. */
  readonly speed?: number
}

export interface StepFinished {
  readonly type: 'step-finished'
  readonly step: string
  readonly outcome: StepOutcome
}

/** A step that failed goes on as smaller ones, so that one failing task leaves its siblings. */
export interface StepSplit {
  readonly type: 'step-split'
  readonly step: string
  readonly into: readonly PlanStep[]
}

/** A task went from one state to another, for whatever reason. */
export interface TaskChanged {
  readonly type: 'task-changed'
  readonly task: TaskId
  readonly state: TaskState
}

/** The last event of a sitting whose run waits for a person to decide on these reviews. */
export interface RunWaiting {
  readonly type: 'run-waiting'
  readonly reviews: readonly TaskId[]
}

/** A person has decided on what this review is in doubt about. */
export interface RunReviewed {
  readonly type: 'run-reviewed'
  readonly review: TaskId
  readonly ruling: Ruling
}

/** The last stage ended, well or not. */
export interface RunPublished {
  readonly type: 'run-published'
  readonly outcome: PublishOutcome
}

/** The user wants the run to stop; running steps are being ended. */
export interface RunCancelled {
  readonly type: 'run-cancelled'
}

/** The last event of a sitting, unless it was killed. `ok`: nothing failed and nothing was cancelled. */
export interface RunFinished {
  readonly type: 'run-finished'
  readonly ok: boolean
  readonly cancelled: boolean
}
