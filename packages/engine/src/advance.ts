import { assertNever, type TaskGraph } from '@vodflow/core'
import type { Advanced } from './command.ts'
import { draftOf, type Draft, reviewsInDoubt, settle } from './draft.ts'
import { mayBeOneTasksFault } from './failure.ts'
import type { Happening } from './happening.ts'
import type { Plan, PlanStep, StepFailure, StepOutcome } from './plan.ts'
import type { PulledSource } from './pull-source.ts'
import { newRun, type Problem, type Ruling, type RunState, type StepState, type TaskState } from './run-state.ts'
import { isSmaller } from './split-step.ts'

/**
 * The one place that decides what a run does next: pure, so that a command line, a server and many workers agree. What does not
 * fit the state (a step that finishes twice) changes nothing.
 */
export function advance(state: RunState, happened: Happening): Advanced {
  switch (happened.type) {
    case 'created':
      if (state.phase !== 'new') return { state, commands: [] }
      return happened.pulls ? pulling({ ...state, pulls: true }) : inspecting(state)
    case 'pulled':
      return state.phase === 'pulling' ? pulled(state, happened.file) : { state, commands: [] }
    case 'pull-failed':
      return state.phase === 'pulling' ? refused(state, happened.problems, happened.graph) : { state, commands: [] }
    case 'inspected':
      return state.phase === 'inspecting'
        ? { state: { ...state, phase: 'compiling', facts: happened.facts }, commands: [{ type: 'compile' }] }
        : { state, commands: [] }
    case 'inspect-failed':
      return state.phase === 'inspecting' ? refused(state, happened.problems, happened.graph) : { state, commands: [] }
    case 'compiled':
      return state.phase === 'compiling' ? compiled({ ...state, ...(happened.manual && { manual: true }), ...(happened.publishes && { publishes: true }) }, happened) : { state, commands: [] }
    case 'step-started':
      return changeStep(state, happened.step, 'ready', (draft, step) => started(draft, step, happened.attempt))
    case 'step-finished':
      return changeStep(state, happened.step, 'running', (draft, step) => stepFinished(draft, step, happened.outcome))
    case 'step-split':
      return changeStep(state, happened.step, 'splitting', (draft, step) => stepSplit(draft, step, happened.into))
    case 'reviewed':
      return reviewed(state, happened.task, happened.ruling)
    case 'published':
      return state.phase === 'publishing'
        ? { state: { ...state, phase: 'finishing', published: happened.outcome }, commands: [{ type: 'finish' }] }
        : { state, commands: [] }
    case 'cancelled':
      return cancelled(state)
    case 'resumed':
      return resumed(state, happened.lost, happened.lostSource === true)
    case 'finished':
      return state.phase === 'finishing'
        ? { state: { ...state, phase: 'finished', finishedAt: happened.at }, commands: [] }
        : { state, commands: [] }
    default:
      return assertNever(happened)
  }
}

/** The state after all of these; what they would have commanded has been done or is lost. */
export function fold(happenings: readonly Happening[]): RunState {
  return happenings.reduce((state, happened) => advance(state, happened).state, newRun)
}

function pulling(state: RunState): Advanced {
  return { state: { ...state, phase: 'pulling' }, commands: [{ type: 'pull' }] }
}

/** A run that had lost its source goes on with its plan, if what came is the same once more, and where the plan names it. */
function pulled(state: RunState, file: PulledSource): Advanced {
  if (state.plan !== undefined && state.pulled?.md5 === file.md5 && state.pulled.path === file.path) return settle(draftOf({ ...state, phase: 'running', pulled: file }))
  const { facts: _facts, graph: _graph, plan: _plan, manual: _manual, rulings: _rulings, ...rest } = state
  return inspecting({ ...rest, pulled: file, tasks: {}, steps: {} })
}

function inspecting(state: RunState): Advanced {
  return { state: { ...state, phase: 'inspecting' }, commands: [{ type: 'inspect' }] }
}

function refused(state: RunState, problems: readonly Problem[], graph: TaskGraph | undefined): Advanced {
  const failure = failureOf(problems)
  const known = graph ?? state.graph
  const done = (id: string): TaskState | undefined => (state.tasks[id]?.status === 'done' ? state.tasks[id] : undefined)
  const tasks = Object.fromEntries((known?.tasks ?? []).map(({ id }) => [id, done(id) ?? ({ status: 'failed', failure } satisfies TaskState)]))
  return { state: { ...state, phase: 'finishing', problems, tasks, ...(known && { graph: known }) }, commands: [{ type: 'finish' }] }
}

function failureOf(problems: readonly Problem[]): StepFailure {
  const detail = problems.map((problem) => problem.message).join('; ')
  // What a pull meets on this machine; all else is a `check/…`.
  const ours = problems.find((problem) => problem.code.startsWith('run/'))
  if (ours !== undefined) return ours.code === 'run/no-room-for-source' ? { reason: 'disk-full', detail } : { reason: 'tool-incapable', detail }
  const damaged = problems.some((problem) => problem.code.includes('damaged'))
  return { reason: damaged ? 'source-damaged' : 'source-unreadable', detail }
}

function compiled(state: RunState, { graph, plan, key }: Extract<Happening, { type: 'compiled' }>): Advanced {
  const steps = Object.fromEntries(plan.steps.map((step) => [step.id, { step, status: 'pending', attempts: 0 } satisfies StepState]))
  const tasks = tasksBefore(graph, plan)
  return settle(draftOf({ ...state, phase: 'running', graph, plan, ...(key && { key }), tasks, steps }))
}

/** Source and probe are behind us; what the plan gives up, or forgets, has failed before anything starts. */
function tasksBefore(graph: TaskGraph, plan: Plan): RunState['tasks'] {
  const doomed = new Map(plan.doomed.map(({ task, failure }) => [task, failure]))
  const covered = new Set(plan.steps.flatMap((step) => step.covers))
  const before = (task: TaskGraph['tasks'][number]): TaskState => {
    if (task.kind === 'probe' || (task.kind === 'source' && task.keep !== true)) return { status: 'done', artifacts: [] }
    const failure = doomed.get(task.id)
    if (failure !== undefined) return { status: 'failed', failure }
    if (covered.has(task.id)) return { status: 'pending' }
    return { status: 'failed', failure: { reason: 'crashed', error: `no step of the plan covers task '${task.id}'` } }
  }
  return Object.fromEntries(graph.tasks.map((task) => [task.id, before(task)]))
}

function changeStep(
  state: RunState,
  id: string,
  status: StepState['status'],
  change: (draft: Draft, step: StepState) => void,
): Advanced {
  const step = state.steps[id]
  if (step?.status !== status || state.phase !== 'running') return { state, commands: [] }
  const draft = draftOf(state)
  change(draft, step)
  return settle(draft)
}

function started(draft: Draft, { step }: StepState, attempt: number): void {
  draft.steps[step.id] = { ...draft.stepOf(step.id), status: 'running', attempts: attempt }
  for (const task of step.covers) draft.tasks[task] = { status: 'running', step: step.id }
}

function stepFinished(draft: Draft, state: StepState, outcome: StepOutcome): void {
  const { step } = state
  const retried: Record<string, StepFailure> = {}
  for (const task of step.covers) {
    const after = taskAfter(draft, task, outcome)
    const again = after.status === 'failed' && mayBeOneTasksFault(after.failure) && !draft.cancelled && step.covers.length > 1 && !state.whole
    if (again) retried[task] = after.failure
    draft.tasks[task] = again ? { status: 'pending' } : after
  }
  if (Object.keys(retried).length === 0) {
    draft.steps[step.id] = { ...state, status: 'ended' }
    return
  }
  draft.steps[step.id] = { ...state, status: 'splitting', failures: retried }
  draft.commands.push({ type: 'split', step })
}

function taskAfter(draft: Draft, task: string, outcome: StepOutcome): TaskState {
  const found = outcome.tasks.find((candidate) => candidate.task === task)
  if (found === undefined) return failed({ reason: 'crashed', error: `the step gave no outcome for task '${task}'` })
  if (!found.ok) {
    // Only a run that was cancelled has cancelled tasks; a back end that says so on its own has failed.
    return found.failure.reason === 'cancelled' && draft.cancelled ? { status: 'cancelled' } : failed(found.failure)
  }
  if (draft.taskOf(task)?.kind !== 'review') return { status: 'done', artifacts: found.artifacts, ...(found.reused && { reused: true }) }
  return found.suggestion === undefined
    ? failed({ reason: 'crashed', error: `review '${task}' ended without a suggestion` })
    : { status: 'done', artifacts: found.artifacts, suggestion: found.suggestion, ...(found.findings && { findings: found.findings }) }
}

function failed(failure: StepFailure): TaskState {
  return { status: 'failed', failure }
}

function stepSplit(draft: Draft, state: StepState, into: readonly PlanStep[]): void {
  const { failures, ...rest } = state
  const pending = state.step.covers.filter((task) => draft.tasks[task]?.status === 'pending')
  if (isSmaller(state.step, into, pending, draft.steps)) {
    draft.steps[state.step.id] = { ...rest, status: 'replaced', into: into.map((step) => step.id) }
    draft.insertAfter(state.step.id, into)
    return
  }
  for (const [task, failure] of Object.entries(failures ?? {})) draft.tasks[task] = failed(failure)
  draft.steps[state.step.id] = { ...rest, status: failures === undefined ? 'pending' : 'ended', whole: true }
}

/** Only the first ruling counts: the rest of the run already goes by it. */
function reviewed(state: RunState, review: string, ruling: Ruling): Advanced {
  if (state.phase !== 'waiting' || !reviewsInDoubt(state).some((id) => id === review)) return { state, commands: [] }
  return settle(draftOf({ ...state, phase: 'running', rulings: { ...state.rulings, [review]: ruling } }))
}

/** What runs is asked to end and says itself how it ended; all else ends here. */
function cancelled(state: RunState): Advanced {
  if (state.cancelled || state.phase === 'new' || state.phase === 'finishing' || state.phase === 'finished') return { state, commands: [] }
  // Who publishes has been told as well, and says how that ended.
  if (state.phase === 'publishing') return { state: { ...state, cancelled: true }, commands: [] }
  const draft = draftOf({ ...state, phase: 'running', cancelled: true })
  for (const [task, { status }] of Object.entries(draft.tasks)) if (status === 'pending') draft.tasks[task] = { status: 'cancelled' }
  for (const step of Object.values(draft.steps)) {
    if (step.status === 'running') draft.commands.push({ type: 'abort', step: step.step.id })
    else if (step.status !== 'replaced') draft.steps[step.step.id] = { ...step, status: 'ended' }
  }
  return settle(draft)
}

/** Done tasks whose files are still there are kept; all else is decided anew. */
function resumed(state: RunState, lost: readonly string[], lostSource: boolean): Advanced {
  const { problems: _problems, finishedAt: _finishedAt, published, ...kept } = state
  // What is published once stays so.
  const again: RunState = { ...kept, cancelled: false, ...(published?.ok && { published }) }
  if (state.phase === 'new') return { state, commands: [] }
  // What was refused may have been mended where it comes from.
  const pullsAgain = state.pulls === true && (state.pulled === undefined || lostSource || state.problems !== undefined)
  if (again.plan === undefined || again.graph === undefined) return restarted(again, pullsAgain)
  const before = tasksBefore(again.graph, again.plan)
  const stays = (task: string): boolean => state.tasks[task]?.status === 'done' && !lost.includes(task)
  // A master playlist tells the sizes of what it lists, so it is written again with any of them.
  const keeps = (id: string): boolean => stays(id) && (again.graph?.tasks.find((task) => task.id === id && task.kind === 'hlsMasterPlaylist')?.inputs ?? []).every(stays)
  const tasks = Object.fromEntries(Object.entries(before).map(([task, fresh]) => [task, (keeps(task) ? state.tasks[task] : undefined) ?? fresh]))
  const steps = Object.fromEntries(Object.entries(state.steps).map(([id, step]) => [id, stepAgain(step)]))
  return pullsAgain ? pulling({ ...again, tasks, steps }) : settle(draftOf({ ...again, phase: 'running', tasks, steps }))
}

function restarted({ graph: _graph, facts, ...state }: RunState, pullsAgain: boolean): Advanced {
  if (pullsAgain) return pulling({ ...state, tasks: {} })
  if (facts === undefined) return inspecting({ ...state, tasks: {} })
  return { state: { ...state, facts, phase: 'compiling' }, commands: [{ type: 'compile' }] }
}

function stepAgain({ failures: _failures, ...step }: StepState): StepState {
  return step.status === 'replaced' ? step : { ...step, status: 'pending' }
}
