import { type Suggestion, taskId } from '@vodflow/core'
import { advance, type Command, fold, type Happening, newRun, type Plan, type PlanStep, type PulledSource, type Ruling, type RunState, type StepFailure, type StepOutcome } from '@vodflow/engine'
import { fakeFacts, fakeGraph, type FakeTask } from '@vodflow/testing'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

/** A procedure of any shape: tasks with inputs among the earlier ones, gates, steps that group neighbours, and how each task goes. */
interface World {
  /** Its source is a URL. */
  readonly pulls: boolean
  readonly tasks: readonly FakeTask[]
  readonly steps: readonly PlanStep[]
  readonly fates: Readonly<Record<string, Fate>>
}

type Fate = 'well' | 'fails' | 'fails-together' | 'full'

const suggestions: readonly Suggestion[] = ['pass', 'review', 'block']

const world: fc.Arbitrary<World> = fc
  .tuple(fc.boolean(), fc.array(
    fc.record({
      inputs: fc.array(fc.nat(30), { maxLength: 3 }),
      gate: fc.option(fc.subarray([...suggestions], { minLength: 1 })),
      fate: fc.constantFrom<Fate>('well', 'well', 'well', 'fails', 'fails-together', 'full'),
      joins: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  ))
  .map(([pulls, seeds]) => {
    const tasks = seeds.map(({ inputs, gate }, at): FakeTask => {
      const earlier = at === 0 ? [] : [...new Set(inputs.map((input) => `t${input % at}`))]
      return { id: `t${at}`, inputs: earlier, ...(gate && { runsIf: { task: 'review', suggestion: gate } }) }
    })
    const steps: PlanStep[] = [stepOf('look', ['review'])]
    for (const [at, task] of tasks.entries()) {
      const last = steps.at(-1)
      const gate = (id: string): string => JSON.stringify(tasks.find((candidate) => candidate.id === id)?.runsIf)
      const mayJoin = last !== undefined && last.id !== 'look' && seeds[at]?.joins === true && gate(last.covers[0] ?? '') === gate(task.id)
      const independent = mayJoin && !task.inputs?.some((input) => last.covers.some((own) => own === input || reaches(tasks, own, input)))
      if (mayJoin && independent) steps[steps.length - 1] = stepOf(last.id, [...last.covers, task.id])
      else steps.push(stepOf(`s${at}`, [task.id]))
    }
    return { pulls, tasks: [{ id: 'review', kind: 'review' }, ...tasks], steps: steps.map((step) => withNeeds(step, tasks, steps)), fates: Object.fromEntries(seeds.map(({ fate }, at) => [`t${at}`, fate])) }
  })

function reaches(tasks: readonly FakeTask[], from: string, to: string): boolean {
  const task = tasks.find(({ id }) => id === to)
  return task?.inputs?.some((input) => input === from || reaches(tasks, from, input)) ?? false
}

function stepOf(id: string, covers: readonly string[]): PlanStep {
  return { id, covers: covers.map(taskId), needs: [], reasons: [], work: {} }
}

function withNeeds(step: PlanStep, tasks: readonly FakeTask[], steps: readonly PlanStep[]): PlanStep {
  const inputs = tasks.filter(({ id }) => step.covers.some((own) => own === id)).flatMap((task) => task.inputs ?? [])
  const needs = steps.filter(({ id, covers }) => id !== step.id && covers.some((task) => inputs.includes(task))).map(({ id }) => id)
  return { ...step, needs }
}

function outcomeOf(step: PlanStep, { fates }: World, suggestion: Suggestion): StepOutcome {
  return {
    tasks: step.covers.map((task) => {
      const fate = fates[task] ?? 'well'
      const failed = fate === 'fails' || fate === 'full' || (fate === 'fails-together' && step.covers.length > 1)
      const failure: StepFailure = fate === 'full' ? { reason: 'disk-full', detail: '' } : { reason: 'exit-non-zero', status: 1, lastLines: [] }
      if (failed) return { task, ok: false, failure }
      return task === 'review' ? { task, ok: true, artifacts: [], suggestion } : { task, ok: true, artifacts: [] }
    }),
  }
}

interface Played {
  readonly state: RunState
  readonly told: readonly Happening[]
  /** Step ids in the order in which they were started. */
  readonly started: readonly string[]
  /** The states at those moments. */
  readonly before: readonly RunState[]
}

/** Plays a world to its end; `pick` chooses which of the possible things happens next. */
function play(world: World, suggestion: Suggestion, pick: (among: number) => number, cancelAt = Infinity, ruling?: Ruling): Played {
  const told: Happening[] = []
  const started: string[] = []
  const before: RunState[] = []
  let state = newRun
  let open: Command[] = []
  let running: PlanStep[] = []
  const tell = (happened: Happening): void => {
    told.push(happened)
    const advanced = advance(state, happened)
    state = advanced.state
    open.push(...advanced.commands)
  }
  tell(world.pulls ? { type: 'created', pulls: true } : { type: 'created' })
  for (let turn = 0; state.phase !== 'finished'; turn += 1) {
    if (turn > 400) throw new Error('it does not end')
    if (turn === cancelAt) tell({ type: 'cancelled' })
    if (state.phase === 'waiting') {
      expect([open, running]).toEqual([[], []])
      if (ruling === undefined) throw new Error('it waits, and nobody was to be asked')
      tell({ type: 'reviewed', task: taskId('review'), ruling })
      continue
    }
    const choice = pick(open.length + running.length)
    const command = open[choice]
    if (command !== undefined) {
      open = open.toSpliced(choice, 1)
      before.push(state)
      answer(command)
      continue
    }
    const step = running[choice - open.length]
    if (step === undefined) throw new Error('nothing is left to happen, and it has not ended')
    running = running.toSpliced(choice - open.length, 1)
    tell({ type: 'step-finished', step: step.id, outcome: outcomeOf(step, world, suggestion) })
  }
  return { state, told, started, before }

  function answer(command: Command): void {
    switch (command.type) {
      case 'pull':
      case 'inspect':
      case 'compile':
        return tell(beforeSteps(command.type, world, ruling))
      case 'start':
        tell({ type: 'step-started', step: command.step.id, attempt: command.attempt })
        if (state.steps[command.step.id]?.status === 'running') {
          started.push(command.step.id)
          running.push(command.step)
        }
        return undefined
      case 'split':
        return tell({ type: 'step-split', step: command.step.id, into: command.step.covers.map((task, at) => ({ ...stepOf(`${command.step.id}.${at}`, [task]), needs: command.step.needs })) })
      case 'publish':
        return tell({ type: 'published', outcome: { ok: true } })
      case 'finish':
        return tell({ type: 'finished', at: '2026-01-01T00:00:00.000Z' })
      case 'abort':
        return undefined
    }
  }
}

/** What comes before the first step, and goes well. */
function beforeSteps(command: 'pull' | 'inspect' | 'compile', { tasks, steps }: World, ruling?: Ruling): Happening {
  if (command === 'pull') return { type: 'pulled', file: film }
  if (command === 'inspect') return { type: 'inspected', facts: fakeFacts() }
  const plan: Plan = { backend: 'fake', graph: '', source: fakeFacts(), steps, doomed: [] }
  return { type: 'compiled', graph: fakeGraph(tasks), plan, publishes: true, ...(ruling && { manual: true }) }
}

const film: PulledSource = { path: '.vodflow/source/film.mp4', md5: 'a', identity: { sizeBytes: 1, mtimeMs: 1, sha256OfEnds: 'a' } }

const picks = fc.infiniteStream(fc.nat(1000))

function picker(stream: Iterator<number>): (among: number) => number {
  return (among) => Number(stream.next().value ?? 0) % Math.max(1, among)
}

const anything = [world, fc.constantFrom(...suggestions), picks] as const

test('any acyclic procedure ends, with every task decided', () => {
  fc.assert(
    fc.property(...anything, (world, suggestion, stream) => {
      const { state } = play(world, suggestion, picker(stream))
      for (const { id } of world.tasks) expect(['done', 'failed', 'skipped']).toContain(state.tasks[id]?.status)
      for (const { status } of Object.values(state.steps)) expect(['ended', 'replaced']).toContain(status)
    }),
  )
})

test('no step starts before the inputs of its tasks are done', () => {
  fc.assert(
    fc.property(...anything, (world, suggestion, stream) => {
      const { told } = play(world, suggestion, picker(stream))
      for (const [at, happened] of told.entries()) {
        if (happened.type !== 'step-started') continue
        const state = fold(told.slice(0, at))
        const covers = state.steps[happened.step]?.step.covers ?? []
        const inputs = world.tasks.filter(({ id }) => covers.some((task) => task === id)).flatMap((task) => task.inputs ?? [])
        for (const input of inputs) expect(state.tasks[input]?.status).toBe('done')
      }
    }),
    { numRuns: 60 },
  )
})

test('the order in which steps end does not change how the tasks end', () => {
  fc.assert(
    fc.property(...anything, picks, (world, suggestion, one, other) => {
      const first = play(world, suggestion, picker(one)).state
      const second = play(world, suggestion, picker(other)).state
      expect(second.tasks).toEqual(first.tasks)
    }),
    { numRuns: 400 },
  )
})

test('a gated task runs if, and only if, the review suggested what it runs on', () => {
  fc.assert(
    fc.property(...anything, (world, suggestion, stream) => {
      const { state } = play(world, suggestion, picker(stream))
      for (const { id, runsIf } of world.tasks) {
        const shut = runsIf !== undefined && !runsIf.suggestion.includes(suggestion)
        const found = state.tasks[id]
        expect(found?.status === 'skipped' && found.because === 'review').toBe(shut)
      }
    }),
  )
})

test('a person passes or rejects what is in doubt, and nothing else', () => {
  fc.assert(
    fc.property(...anything, fc.constantFrom<Ruling>('pass', 'reject'), (world, suggestion, stream, ruling) => {
      const { state } = play(world, suggestion, picker(stream), Infinity, ruling)
      const alone = play(world, suggestion, () => 0).state
      if (ruling === 'pass' || suggestion !== 'review') expect(state.tasks).toEqual(alone.tasks)
      for (const { id, runsIf } of world.tasks) {
        const rejected = ruling === 'reject' && suggestion === 'review' && runsIf?.suggestion.includes('review') === true
        const found = state.tasks[id]
        expect(found?.status === 'skipped' && found.because === 'person').toBe(rejected)
      }
    }),
    { numRuns: 200 },
  )
})

test('killed before or after a person has decided, it goes on to the same end, and asks nobody twice', () => {
  fc.assert(
    fc.property(...anything, fc.constantFrom<Ruling>('pass', 'reject'), fc.nat(1000), (world, suggestion, stream, ruling, cut) => {
      const { told, state } = play(world, suggestion, picker(stream), Infinity, ruling)
      const kept = told.slice(0, 1 + (cut % told.length))
      const asked = kept.some(({ type }) => type === 'reviewed')
      expect(statuses(goOn(world, suggestion, kept, asked ? undefined : ruling))).toEqual(statuses(state))
    }),
    { numRuns: 200 },
  )
})

test('a run is published once, if and only if every task of it is done', () => {
  fc.assert(
    fc.property(...anything, fc.nat(1000), (world, suggestion, stream, cut) => {
      const { told, state } = play(world, suggestion, picker(stream))
      const isWhole = Object.values(state.tasks).every(({ status }) => status === 'done')
      expect(told.filter(({ type }) => type === 'published')).toHaveLength(isWhole ? 1 : 0)
      expect(goOn(world, suggestion, told.slice(0, 3 + (cut % (told.length - 2)))).published?.ok).toBe(isWhole ? true : undefined)
    }),
    { numRuns: 200 },
  )
})

test('folding the same happenings gives the same state, also from JSON', () => {
  fc.assert(
    fc.property(...anything, (world, suggestion, stream) => {
      const { state, told } = play(world, suggestion, picker(stream))
      expect(fold(told)).toEqual(state)
      expect(fold(JSON.parse(JSON.stringify(told)))).toEqual(state)
    }),
    { numRuns: 60 },
  )
})

test('cancelled at any moment it ends, and resumed it ends as if nothing had been', () => {
  fc.assert(
    fc.property(...anything, fc.integer({ min: 0, max: 40 }), (world, suggestion, stream, cancelAt) => {
      const straight = play(world, suggestion, () => 0).state
      const { told } = play(world, suggestion, picker(stream), cancelAt)
      const resumed = goOn(world, suggestion, told)
      expect(statuses(resumed)).toEqual(statuses(straight))
    }),
  )
})

test('killed after any commit, it goes on to the same end', () => {
  fc.assert(
    fc.property(...anything, fc.nat(1000), (world, suggestion, stream, cut) => {
      const { told, state } = play(world, suggestion, picker(stream))
      const resumed = goOn(world, suggestion, told.slice(0, 1 + (cut % told.length)), undefined, cut % 3 === 0)
      expect(statuses(resumed)).toEqual(statuses(state))
    }),
  )
})

test('no sequence of happenings, however strange, throws or changes what is done', () => {
  const strange = fc.oneof(
    fc.constantFrom<Happening>({ type: 'created' }, { type: 'created', pulls: true }, { type: 'pulled', file: film }, { type: 'pull-failed', problems: [] }, { type: 'cancelled' }, { type: 'finished', at: '' }, { type: 'inspected', facts: fakeFacts() }),
    fc.record({ type: fc.constant('step-started'), step: fc.constantFrom('look', 's0', 's1', 'x'), attempt: fc.nat(3) }),
    fc.record({ type: fc.constant('step-finished'), step: fc.constantFrom('look', 's0', 's1', 'x'), outcome: fc.constant({ tasks: [] }) }),
    fc.constantFrom<Happening>({ type: 'published', outcome: { ok: true } }),
    fc.record({ type: fc.constant('reviewed'), task: fc.constantFrom(taskId('review'), taskId('x')), ruling: fc.constantFrom<Ruling>('pass', 'reject') }),
    fc.record({ type: fc.constant('step-split'), step: fc.constantFrom('look', 's0', 's1', 'x'), into: fc.constant([]) }),
  )
  fc.assert(
    fc.property(world, fc.array(strange, { maxLength: 30 }), (world, happenings) => {
      const plan: Plan = { backend: 'fake', graph: '', source: fakeFacts(), steps: world.steps, doomed: [] }
      let state = fold([{ type: 'created' }, { type: 'inspected', facts: fakeFacts() }, { type: 'compiled', graph: fakeGraph(world.tasks), plan }])
      for (const happened of happenings) {
        const done = Object.entries(state.tasks).filter(([, { status }]) => status === 'done')
        state = advance(state, happened).state
        for (const [task, before] of done) expect(state.tasks[task]).toEqual(before)
      }
    }),
  )
})

/** Goes on from these happenings, the first possible thing first. */
function goOn(world: World, suggestion: Suggestion, told: readonly Happening[], ruling?: Ruling, lostSource = false): RunState {
  let { state, commands } = advance(fold(told), { type: 'resumed', lost: [], ...(lostSource && { lostSource: true }) })
  const open = [...commands]
  for (let turn = 0; state.phase !== 'finished'; turn += 1) {
    if (state.phase === 'waiting' && ruling !== undefined) {
      ;({ state, commands } = advance(state, { type: 'reviewed', task: taskId('review'), ruling }))
      open.push(...commands)
    }
    const command = open.shift()
    if (command === undefined || turn > 400) throw new Error('it does not end')
    for (const happened of answers(command)) {
      ;({ state, commands } = advance(state, happened))
      open.push(...commands)
    }
  }
  return state

  function answers(command: Command): readonly Happening[] {
    if (command.type === 'pull' || command.type === 'inspect' || command.type === 'compile') return [beforeSteps(command.type, world, ruling)]
    if (command.type === 'publish') return [{ type: 'published', outcome: { ok: true } }]
    if (command.type === 'finish') return [{ type: 'finished', at: '' }]
    if (command.type === 'split') {
      return [{ type: 'step-split', step: command.step.id, into: command.step.covers.map((task, at) => ({ ...stepOf(`${command.step.id}.${at}`, [task]), needs: command.step.needs })) }]
    }
    if (command.type !== 'start') throw new Error(command.type)
    const { step, attempt } = command
    return [{ type: 'step-started', step: step.id, attempt }, { type: 'step-finished', step: step.id, outcome: outcomeOf(step, world, suggestion) }]
  }
}

function statuses(state: RunState): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(state.tasks).map(([task, { status }]) => [task, status]))
}
