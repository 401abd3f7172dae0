import type { Task, TaskId } from '@vodflow/core'
import type { Advanced, Command } from './command.ts'
import type { PlanStep, StepFailure } from './plan.ts'
import type { RunState, StepState, TaskState } from './run-state.ts'

/** A state while the reducer works on it: its own copy, which nobody else sees. */
export interface Draft {
  readonly state: RunState
  readonly cancelled: boolean
  readonly tasks: Record<string, TaskState>
  steps: Record<string, StepState>
  readonly commands: Command[]
  readonly taskOf: (id: string) => Task | undefined
  readonly stepOf: (id: string) => StepState
  /** The order of steps is the order in which ready ones are started. */
  readonly insertAfter: (id: string, steps: readonly PlanStep[]) => void
}

export function draftOf(state: RunState): Draft {
  const byId = new Map<string, Task>((state.graph?.tasks ?? []).map((task) => [task.id, task]))
  const draft: Draft = {
    state,
    cancelled: state.cancelled,
    tasks: { ...state.tasks },
    steps: { ...state.steps },
    commands: [],
    taskOf: (id) => byId.get(id),
    stepOf: (id) => {
      const step = draft.steps[id]
      if (step === undefined) throw new Error(`no step is named '${id}'`)
      return step
    },
    insertAfter: (id, steps) => {
      const fresh = steps.map((step): [string, StepState] => [step.id, { step, status: 'pending', attempts: 0 }])
      draft.steps = Object.fromEntries(Object.entries(draft.steps).flatMap((entry) => (entry[0] === id ? [entry, ...fresh] : [entry])))
    },
  }
  return draft
}

/** Decides everything that can be decided now, then says what is to be done. */
export function settle(draft: Draft): Advanced {
  while (decideSteps(draft)) {
    // Each round decides at least one task or step, so there are no more rounds than both together.
  }
  const steps = Object.values(draft.steps)
  const busy = steps.some(({ status }) => status === 'ready' || status === 'running' || status === 'splitting')
  const waits = !busy && reviewsInDoubt({ ...draft.state, tasks: draft.tasks }).length > 0
  if (!busy && !waits) failTheStuck(draft)
  const ended = isToBePublished(draft) ? 'publishing' : 'finishing'
  if (!busy && !waits) draft.commands.push({ type: ended === 'publishing' ? 'publish' : 'finish' })
  const phase = busy ? 'running' : waits ? 'waiting' : ended
  return { state: { ...draft.state, phase, tasks: draft.tasks, steps: draft.steps }, commands: draft.commands }
}

/** What a review or a person has left out, or what failed in part, is for nobody to see. */
function isToBePublished({ state, tasks }: Draft): boolean {
  return state.publishes === true && !state.cancelled && state.published?.ok !== true && Object.values(tasks).every(({ status }) => status === 'done')
}

/** The reviews that tasks still to be done wait for a person's word on. */
export function reviewsInDoubt(state: RunState): readonly TaskId[] {
  const pending = (state.graph?.tasks ?? []).filter(({ id }) => state.tasks[id]?.status === 'pending')
  const reviews = pending.flatMap(({ runsIf }) => (runsIf && runsIf.suggestion.includes('review') && isInDoubt(state, runsIf.task) ? [runsIf.task] : []))
  return [...new Set(reviews)]
}

function isInDoubt({ manual, rulings, tasks }: Pick<RunState, 'manual' | 'rulings' | 'tasks'>, review: string): boolean {
  const state = tasks[review]
  return manual === true && state?.status === 'done' && state.suggestion === 'review' && rulings?.[review] === undefined
}

/** A plan whose steps wait for one another would never end: that is a bug, and it ends as one. */
function failTheStuck(draft: Draft): void {
  for (const [task, { status }] of Object.entries(draft.tasks)) {
    if (status === 'pending') draft.tasks[task] = crashed(`the plan never lets task '${task}' start`)
  }
  for (const [id, step] of Object.entries(draft.steps)) if (step.status === 'pending') draft.steps[id] = { ...step, status: 'ended' }
}

function decideSteps(draft: Draft): boolean {
  let changed = false
  for (const step of Object.values(draft.steps)) if (step.status === 'pending' && decideStep(draft, step)) changed = true
  return changed
}

function decideStep(draft: Draft, state: StepState): boolean {
  const { step } = state
  const pending = step.covers.filter((task) => draft.tasks[task]?.status === 'pending')
  const verdicts = pending.map((task) => ({ task, verdict: verdictOn(draft, step, task) }))
  let changed = false
  for (const { task, verdict } of verdicts) {
    if (typeof verdict === 'string') continue
    draft.tasks[task] = verdict
    changed = true
  }
  if (verdicts.some(({ verdict }) => verdict === 'wait')) return changed
  const go = verdicts.filter(({ verdict }) => verdict === 'go').map(({ task }) => task)
  launch(draft, state, go)
  return true
}

/** Starts the step if it does just what is to be done, or whole where it cannot be split and does nothing forbidden. */
function launch(draft: Draft, state: StepState, go: readonly string[]): void {
  const { step } = state
  const others = step.covers.filter((task) => !go.includes(task))
  const set = (status: StepState['status'], command?: Command): void => {
    draft.steps[step.id] = { ...state, status }
    if (command !== undefined) draft.commands.push(command)
  }
  if (go.length === 0) return set('ended')
  const mayStart = others.length === 0 || (state.whole === true && others.every((task) => draft.tasks[task]?.status === 'done'))
  if (mayStart) return set('ready', { type: 'start', step, attempt: state.attempts + 1 })
  if (state.whole !== true) return set('splitting', { type: 'split', step })
  for (const task of go) draft.tasks[task] = crashed(`step '${step.id}' cannot do task '${task}' without ${others.join(', ')}`)
  set('ended')
}

type Verdict = 'wait' | 'go' | TaskState

/**
 * `runsIf` comes first and alone decides what is skipped by a review. After that nothing is decided before all is known, so
 * that the order in which steps happen to end cannot show in the result.
 */
function verdictOn(draft: Draft, step: PlanStep, task: string): Verdict {
  const node = draft.taskOf(task)
  if (node === undefined) return crashed(`the plan covers task '${task}', which is not in the graph`)
  if (node.runsIf !== undefined) {
    const verdict = verdictByReview(draft, node.runsIf.task, node.runsIf.suggestion)
    if (verdict !== 'go') return verdict
  }
  const before: readonly string[] = [...node.inputs, ...step.needs.flatMap((need) => neededTasks(draft, node, need))]
  const verdicts = before.filter((id) => !step.covers.some((own) => own === id)).map((id) => verdictByInput(draft, id))
  if (verdicts.includes('wait')) return 'wait'
  return verdicts.find((verdict) => verdict !== 'go') ?? 'go'
}

function verdictByReview(draft: Draft, review: string, wanted: readonly string[]): Verdict {
  const state = draft.tasks[review]
  if (state?.status !== 'done') return verdictByInput(draft, review)
  const met = state.suggestion !== undefined && wanted.includes(state.suggestion)
  if (!met) return { status: 'skipped', because: 'review', task: taskIn(draft, review) }
  if (isInDoubt({ ...draft.state, tasks: draft.tasks }, review)) return 'wait'
  const rejected = state.suggestion === 'review' && draft.state.manual === true && draft.state.rulings?.[review] === 'reject'
  return rejected ? { status: 'skipped', because: 'person', task: taskIn(draft, review) } : 'go'
}

/** Of a needed step only what this task reads counts; a step that makes none of its inputs must end well as a whole. */
function neededTasks(draft: Draft, node: Task, need: string): readonly string[] {
  const covers: readonly string[] = draft.steps[need]?.step.covers ?? [need]
  const read = covers.filter((task) => node.inputs.some((input) => input === task))
  return read.length > 0 ? read : covers
}

function verdictByInput(draft: Draft, id: string): Verdict {
  const state = draft.tasks[id]
  switch (state?.status) {
    case 'done':
      return 'go'
    case 'pending':
    case 'running':
      return 'wait'
    case 'skipped':
      return { status: 'skipped', because: 'input', task: taskIn(draft, id) }
    case 'cancelled':
      return { status: 'cancelled' }
    case 'failed':
      return { status: 'failed', failure: { reason: 'needs-failed', step: stepThatMakes(draft, id) } }
    default:
      return crashed(`the plan needs '${id}', which is neither a step nor a task`)
  }
}

/**
 * As the plan names it: what a split made of the step depends on when one looks. A task that was given up before anything ran
 * has no step: then its own name says what was needed.
 */
function stepThatMakes(draft: Draft, task: string): string {
  return draft.state.plan?.steps.find(({ covers }) => covers.some((own) => own === task))?.id ?? task
}

function taskIn(draft: Draft, id: string): Task['id'] {
  const task = draft.taskOf(id)
  if (task === undefined) throw new Error(`no task is named '${id}'`)
  return task.id
}

function crashed(error: string): { readonly status: 'failed'; readonly failure: StepFailure } {
  return { status: 'failed', failure: { reason: 'crashed', error } }
}
