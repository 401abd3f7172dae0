import type { Diagnostic } from '@vodflow/core'
import { advance } from '../advance.ts'
import type { Artifact } from '../artifact.ts'
import type { Backend, Inspection } from '../backend.ts'
import { type Clock, timestamp } from '../clock.ts'
import type { Command } from '../command.ts'
import { estimateOfStep } from '../estimate.ts'
import { openEncryption, type KeySource } from '../encryption.ts'
import type { EventBody } from '../event.ts'
import type { Happening } from '../happening.ts'
import type { Plan, PlanStep } from '../plan.ts'
import type { PublishOutcome } from '../publish.ts'
import type { RunState } from '../run-state.ts'
import type { RunStore, Version } from '../store/run-store.ts'
import { Inbox } from './inbox.ts'
import { throttleProgress } from './progress.ts'
import { eventsOf } from './show.ts'
import { runStep, type StepRunner } from './step-runner.ts'

export interface Sitting<Work, I extends Inspection> {
  readonly run: string
  readonly backend: Backend<Work, I>
  readonly store: RunStore
  readonly runner: StepRunner<Work, I>
  readonly keys: KeySource | undefined
  readonly emit: (body: EventBody) => void
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly maxParallel: number
  /** Never rejects. */
  readonly publish: (state: RunState) => Promise<PublishOutcome>
}

export interface Point {
  readonly state: RunState
  readonly version: Version
  /** Not done yet. */
  readonly commands: readonly Command[]
}

export interface Ended {
  readonly state: RunState
  /** The store gave up, and this is why; the state is the last that it took. */
  readonly unrecorded?: Diagnostic
}

/** Does what the reducer commands until the run has finished. What happens is recorded first, then shown and acted on. */
export function interpret<Work, I extends Inspection>(sitting: Sitting<Work, I>, from: Point): Promise<Ended> {
  return new Interpreter(sitting, from).run()
}

type StartCommand = Extract<Command, { type: 'start' }>

class Interpreter<Work, I extends Inspection> {
  readonly #sitting: Sitting<Work, I>
  readonly #inbox = new Inbox<Happening>()
  readonly #waiting: StartCommand[] = []
  /** By step id, from the moment a start is posted until the step has settled. */
  readonly #places = new Map<string, { readonly start: StartCommand; readonly abort: AbortController }>()
  readonly #jobs = new Set<Promise<void>>()
  #point: Point

  constructor(sitting: Sitting<Work, I>, from: Point) {
    this.#sitting = sitting
    this.#point = from
  }

  async run(): Promise<Ended> {
    const { signal } = this.#sitting
    const onAbort = (): void => this.#inbox.post({ type: 'cancelled' })
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    try {
      while (!isAtRest(this.#point.state)) {
        this.#performAll()
        const unrecorded = await this.#record(await this.#inbox.take())
        if (unrecorded !== undefined) return { state: this.#point.state, unrecorded }
      }
      return { state: this.#point.state }
    } finally {
      signal.removeEventListener('abort', onAbort)
      for (const { abort } of this.#places.values()) abort.abort()
      await Promise.all(this.#jobs)
    }
  }

  #performAll(): void {
    const { commands } = this.#point
    this.#point = { ...this.#point, commands: [] }
    for (const command of commands) this.#perform(command)
    while (this.#places.size < this.#sitting.maxParallel) {
      const start = this.#waiting.shift()
      if (start === undefined) return
      this.#places.set(start.step.id, { start, abort: new AbortController() })
      this.#inbox.post({ type: 'step-started', step: start.step.id, attempt: start.attempt })
    }
  }

  #perform(command: Command): void {
    switch (command.type) {
      case 'start':
        this.#waiting.push(command)
        return
      case 'split':
        this.#inbox.post({ type: 'step-split', step: command.step.id, into: this.#split(command.step) })
        return
      case 'abort':
        this.#places.get(command.step)?.abort.abort()
        return
      case 'publish':
        this.#publish()
        return
      case 'finish':
        this.#inbox.post({ type: 'finished', at: timestamp(this.#sitting.clock) })
        return
      default:
        throw new Error(`'${command.type}' comes before the first step, and so before the interpreter`)
    }
  }

  /** What changes nothing (a start that a cancellation overtook) is not recorded, and never was. */
  async #record(posted: readonly Happening[]): Promise<Diagnostic | undefined> {
    const before = this.#point.state
    const happenings: Happening[] = []
    const commands: Command[] = []
    let state = before
    for (const happened of posted) {
      const advanced = advance(state, happened)
      if (advanced.state !== state) happenings.push(happened)
      else if (happened.type === 'step-started') this.#places.delete(happened.step)
      state = advanced.state
      commands.push(...advanced.commands)
    }
    if (happenings.length === 0) return undefined
    const appended = await this.#sitting.store.append(this.#sitting.run, this.#point.version, happenings)
    if (!appended.ok) return appended.diagnostics[0]
    this.#point = { state, version: appended.value, commands }
    for (const body of eventsOf(happenings, before, state)) this.#sitting.emit(body)
    for (const happened of happenings) if (happened.type === 'step-started') this.#launch(happened.step)
    return undefined
  }

  #launch(step: string): void {
    const place = this.#places.get(step)
    if (place === undefined) throw new Error(`step '${step}' started without a place`)
    const job = this.#execute(place.start, place.abort.signal)
    this.#jobs.add(job)
    void job.finally(() => this.#jobs.delete(job))
  }

  async #execute({ step, attempt }: StartCommand, signal: AbortSignal): Promise<void> {
    const { runner, clock, emit, keys } = this.#sitting
    const { graph, key } = this.#point.state
    const encryption = openEncryption(graph, key, keys)
    const outcome = await runStep(runner, {
      // The plan was made by this very back end, or by one of the same name before a restart: its work is its own.
      step: step as PlanStep<Work>,
      attempt,
      signal,
      artifacts: artifactsOf(this.#point.state),
      expected: estimateOfStep(this.#point.state.plan?.estimate, step.id),
      ...(encryption && { encryption }),
      onProgress: throttleProgress(clock, (progress) => {
        if (this.#places.has(step.id)) emit({ type: 'step-progress', step: step.id, covers: step.covers, ...progress })
      }),
    })
    this.#places.delete(step.id)
    this.#inbox.post({ type: 'step-finished', step: step.id, outcome })
  }

  #publish(): void {
    const job = this.#sitting.publish(this.#point.state).then((outcome) => this.#inbox.post({ type: 'published', outcome }))
    this.#jobs.add(job)
    void job.finally(() => this.#jobs.delete(job))
  }

  #split(step: PlanStep): readonly PlanStep[] {
    const { plan } = this.#point.state
    if (plan === undefined) throw new Error(`step '${step.id}' without a plan`)
    // As above: the plan is this back end's own.
    return this.#sitting.backend.split(plan as Plan<Work>, step as PlanStep<Work>)
  }
}

/** A run that waits for a person holds no process: it goes on in another one. */
function isAtRest({ phase }: RunState): boolean {
  return phase === 'finished' || phase === 'waiting'
}

function artifactsOf(state: RunState): readonly Artifact[] {
  return Object.values(state.tasks).flatMap((task) => (task.status === 'done' ? task.artifacts : []))
}
