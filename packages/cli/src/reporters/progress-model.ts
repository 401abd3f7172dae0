import { isProcessTask, type TaskId } from '@vodflow/core'
import { sentenceOf, type Event, type TaskState } from '@vodflow/engine'

/** What progress shows: folded from the events alone, so it can be tested without a run or a terminal. */
export interface ProgressModel {
  readonly call: string
  readonly source: string
  readonly continued: boolean
  /** In the graph's order; empty before there is a plan. */
  readonly tasks: readonly TaskProgress[]
  readonly cancelling: boolean
}

export interface TaskProgress {
  readonly id: TaskId
  readonly status: TaskState['status']
  /** [0, 1]. */
  readonly fraction: number
  readonly speed?: number
  /** Milliseconds since 1970, of the events. */
  readonly startedAt?: number
  readonly endedAt?: number
  /** At the last sign of life; the time left is reckoned from there. */
  readonly seenAt?: number
  /** Of a source that is pulled: what is here of the file. */
  readonly receivedBytes?: number
  /** Why it failed, in one sentence. */
  readonly failure?: string
}

export const noProgress: ProgressModel = { call: '', source: '', continued: false, tasks: [], cancelling: false }

export function progressed(model: ProgressModel, event: Event): ProgressModel {
  const at = Date.parse(event.time)
  switch (event.type) {
    case 'run-started':
      return { ...model, call: event.call, source: event.source, continued: event.continued }
    case 'source-pulling':
      return { ...model, tasks: [{ id: event.task, status: 'running', fraction: 0, startedAt: at, seenAt: at }] }
    case 'source-progress':
      return withTasks(model, [event.task], (task) => ({ ...advancedTask(task, { fraction: event.totalBytes ? event.receivedBytes / event.totalBytes : 0 }, at), receivedBytes: event.receivedBytes }))
    case 'source-pulled':
      return withTasks(model, [event.task], (task) => ({ ...task, status: 'done', fraction: 1, endedAt: at, receivedBytes: event.sizeBytes }))
    case 'source-refused':
      return { ...model, tasks: model.tasks.map((task) => (task.status === 'running' ? { ...task, status: 'failed', endedAt: at, failure: event.problems[0]?.message ?? '' } : task)) }
    case 'run-planned':
      return { ...model, tasks: [...model.tasks.filter(({ receivedBytes }) => receivedBytes !== undefined), ...event.graph.tasks.filter((task) => isProcessTask(task) || task.kind === 'review' || (task.kind === 'source' && task.keep === true)).map(({ id }) => ({ id, status: 'pending', fraction: 0 } as const))] }
    case 'step-started':
      return withTasks(model, event.covers, (task) => (isOver(task) ? task : { ...task, fraction: 0, startedAt: task.startedAt ?? at, seenAt: at }))
    case 'step-progress':
      return withTasks(model, event.covers, (task) => (isOver(task) ? task : advancedTask(task, event, at)))
    case 'task-changed':
      return withTasks(model, [event.task], (task) => changedTask(task, event.state, at))
    case 'run-cancelled':
      return { ...model, cancelling: true }
    default:
      return model
  }
}

function withTasks(model: ProgressModel, ids: readonly TaskId[], change: (task: TaskProgress) => TaskProgress): ProgressModel {
  return { ...model, tasks: model.tasks.map((task) => (ids.includes(task.id) ? change(task) : task)) }
}

function advancedTask(task: TaskProgress, event: { readonly fraction: number; readonly speed?: number }, at: number): TaskProgress {
  const { speed: _, ...rest } = task
  return { ...rest, fraction: Math.min(1, Math.max(0, event.fraction)), seenAt: at, ...(event.speed !== undefined && { speed: event.speed }) }
}

function changedTask(task: TaskProgress, state: TaskState, at: number): TaskProgress {
  const changed = { ...task, status: state.status, seenAt: at }
  switch (state.status) {
    case 'running':
      return { ...changed, startedAt: task.startedAt ?? at }
    case 'done':
      return { ...changed, fraction: 1, endedAt: at }
    case 'failed':
      return { ...changed, endedAt: at, failure: sentenceOf(state.failure) }
    default:
      return changed
  }
}

export function isOver({ status }: TaskProgress): boolean {
  return status !== 'pending' && status !== 'running'
}

/** Seconds, by what was done in the time so far; unknown in the first second and while nothing moves. */
export function secondsLeft({ fraction, startedAt, seenAt }: TaskProgress): number | undefined {
  if (startedAt === undefined || seenAt === undefined || fraction <= 0) return undefined
  const elapsed = (seenAt - startedAt) / 1000
  return elapsed < 1 ? undefined : (elapsed * (1 - fraction)) / fraction
}

/** How long a task took; undefined where it never ran. */
export function secondsTaken({ startedAt, endedAt }: TaskProgress): number | undefined {
  return startedAt === undefined || endedAt === undefined ? undefined : (endedAt - startedAt) / 1000
}
