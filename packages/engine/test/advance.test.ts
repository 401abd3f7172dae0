import { type Suggestion, taskId } from '@vodflow/core'
import {
  advance, type Advanced, type Command, fold, type Happening, newRun, type Plan, type PlanStep, type RunState, type StepFailure, type StepOutcome,
} from '@vodflow/engine'
import { fakeFacts, fakeGraph, type FakeTask } from '@vodflow/testing'
import { expect, test } from 'vitest'

const broken: StepFailure = { reason: 'exit-non-zero', status: 1, lastLines: ['no'] }

interface Step {
  readonly id: string
  readonly covers: readonly string[]
  readonly needs?: readonly string[]
}

function stepOf({ id, covers, needs = [] }: Step): PlanStep {
  return { id, covers: covers.map(taskId), needs, reasons: [], work: {} }
}

function planOf(steps: readonly Step[], doomed: Plan['doomed'] = []): Plan {
  return { backend: 'fake', graph: '', source: fakeFacts(), steps: steps.map(stepOf), doomed }
}

/** A run up to its first steps, and then whatever is told. */
function begin(tasks: readonly FakeTask[], steps: readonly Step[], doomed?: Plan['doomed'], manual = false): Driver {
  const driver = new Driver()
  driver.tell({ type: 'created' })
  driver.tell({ type: 'inspected', facts: fakeFacts() })
  driver.tell({ type: 'compiled', graph: fakeGraph(tasks), plan: planOf(steps, doomed), ...(manual && { manual: true }) })
  return driver
}

class Driver {
  state: RunState = newRun
  commands: readonly Command[] = []
  readonly told: Happening[] = []

  tell(happened: Happening): this {
    this.told.push(happened)
    const advanced: Advanced = advance(this.state, happened)
    this.state = advanced.state
    this.commands = advanced.commands
    return this
  }

  start(step: string): this {
    return this.tell({ type: 'step-started', step, attempt: 1 })
  }

  end(step: string, tasks: readonly (string | readonly [string, StepFailure | Suggestion])[]): this {
    const outcome: StepOutcome = {
      tasks: tasks.map((entry) => {
        if (typeof entry === 'string') return { task: taskId(entry), ok: true, artifacts: [] }
        const [task, how] = entry
        return typeof how === 'string'
          ? { task: taskId(task), ok: true, artifacts: [], suggestion: how }
          : { task: taskId(task), ok: false, failure: how }
      }),
    }
    return this.tell({ type: 'step-finished', step, outcome })
  }

  /** What is asked for, as `start a`, `split b`, `finish`. */
  get asked(): readonly string[] {
    return this.commands.map((command) => {
      if (command.type === 'abort') return `abort ${command.step}`
      return 'step' in command ? `${command.type} ${command.step.id}` : command.type
    })
  }

  statusOf(task: string): string | undefined {
    return this.state.tasks[task]?.status
  }
}

test('the source comes before the graph, and the graph before the steps', () => {
  const driver = new Driver()
  expect(driver.tell({ type: 'created' }).asked).toEqual(['inspect'])
  expect(driver.tell({ type: 'inspected', facts: fakeFacts() }).asked).toEqual(['compile'])
  expect(driver.tell({ type: 'compiled', graph: fakeGraph([{ id: 'a' }]), plan: planOf([{ id: 's', covers: ['a'] }]) }).asked).toEqual(['start s'])
  expect(driver.statusOf('probe')).toBe('done')
})

test('a step waits for what it needs', () => {
  const driver = begin([{ id: 'a' }, { id: 'b', inputs: ['a'] }], [{ id: 'one', covers: ['a'] }, { id: 'two', covers: ['b'], needs: ['one'] }])
  expect(driver.asked).toEqual(['start one'])
  expect(driver.start('one').asked).toEqual([])
  expect(driver.end('one', ['a']).asked).toEqual(['start two'])
  driver.start('two')
  expect(driver.end('two', ['b']).asked).toEqual(['finish'])
  expect(driver.tell({ type: 'finished', at: '2026-01-01T00:00:00.000Z' }).state.phase).toBe('finished')
})

test('an input that no step names is waited for as well', () => {
  const driver = begin([{ id: 'a' }, { id: 'b', inputs: ['a'] }], [{ id: 'one', covers: ['a'] }, { id: 'two', covers: ['b'] }])
  expect(driver.asked).toEqual(['start one'])
})

test('what was needed and failed fails its dependents and theirs; siblings go on', () => {
  const driver = begin(
    [{ id: 'a' }, { id: 'b', inputs: ['a'] }, { id: 'c', inputs: ['b'] }, { id: 'd' }],
    [{ id: 'sa', covers: ['a'] }, { id: 'sb', covers: ['b'], needs: ['sa'] }, { id: 'sc', covers: ['c'], needs: ['sb'] }, { id: 'sd', covers: ['d'] }],
  )
  driver.start('sa').start('sd').end('sa', [['a', broken]])
  expect(driver.state.tasks['b']).toEqual({ status: 'failed', failure: { reason: 'needs-failed', step: 'sa' } })
  expect(driver.state.tasks['c']).toEqual({ status: 'failed', failure: { reason: 'needs-failed', step: 'sb' } })
  expect(driver.statusOf('d')).toBe('running')
  expect(driver.end('sd', ['d']).asked).toEqual(['finish'])
})

test('of a fused step only what is read must have ended well', () => {
  const driver = begin(
    [{ id: 'a' }, { id: 'b' }, { id: 'list', inputs: ['a'] }],
    [{ id: 'fused', covers: ['a', 'b'] }, { id: 'master', covers: ['list'], needs: ['fused'] }],
  )
  driver.start('fused').end('fused', ['a', ['b', { reason: 'disk-full', detail: 'here' }]])
  expect(driver.asked).toEqual(['start master'])
})

test('a step of which nothing is read must have ended well as a whole', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [{ id: 'first', covers: ['a', 'b'] }, { id: 'second', covers: ['c'], needs: ['first'] }])
  driver.start('first').end('first', ['a', ['b', { reason: 'disk-full', detail: 'here' }]])
  expect(driver.state.tasks['c']).toMatchObject({ status: 'failed', failure: { reason: 'needs-failed', step: 'first' } })
})

test('a fused step that failed goes on as its pieces, and only what did not end well is done again', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [{ id: 'fused', covers: ['a', 'b', 'c'] }])
  expect(driver.start('fused').end('fused', ['a', ['b', broken], ['c', broken]]).asked).toEqual(['split fused'])
  expect([driver.statusOf('a'), driver.statusOf('b')]).toEqual(['done', 'pending'])
  const into = ['a', 'b', 'c'].map((task) => stepOf({ id: `fused.${task}`, covers: [task] }))
  expect(driver.tell({ type: 'step-split', step: 'fused', into }).asked).toEqual(['start fused.b', 'start fused.c'])
  driver.start('fused.b').start('fused.c').end('fused.b', [['b', broken]]).end('fused.c', ['c'])
  expect(driver.asked).toEqual(['finish'])
  expect([driver.statusOf('a'), driver.statusOf('b'), driver.statusOf('c')]).toEqual(['done', 'failed', 'done'])
})

test('what cannot be split has failed with its own failure', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }], [{ id: 'fused', covers: ['a', 'b'] }])
  driver.start('fused').end('fused', ['a', ['b', broken]])
  expect(driver.tell({ type: 'step-split', step: 'fused', into: [] }).asked).toEqual(['finish'])
  expect(driver.state.tasks['b']).toEqual({ status: 'failed', failure: broken })
})

test('pieces that are no smaller, or leave something out, are no pieces', () => {
  for (const into of [[stepOf({ id: 'again', covers: ['a', 'b'] })], [stepOf({ id: 'half', covers: ['a'] })], [stepOf({ id: 'fused', covers: ['b'] })]]) {
    const driver = begin([{ id: 'a' }, { id: 'b' }], [{ id: 'fused', covers: ['a', 'b'] }])
    driver.start('fused').end('fused', [['a', broken], ['b', broken]])
    expect(driver.tell({ type: 'step-split', step: 'fused', into }).asked).toEqual(['finish'])
  }
})

test('what is no one task\'s fault is not tried again', () => {
  const failures: readonly StepFailure[] = [
    { reason: 'disk-full', detail: '' }, { reason: 'source-damaged', detail: '' }, { reason: 'source-vanished', detail: '' }, { reason: 'cancelled' },
  ]
  for (const failure of failures) {
    const driver = begin([{ id: 'a' }, { id: 'b' }], [{ id: 'fused', covers: ['a', 'b'] }])
    driver.start('fused').end('fused', [['a', failure], ['b', failure]])
    expect(driver.asked).toEqual(['finish'])
    expect(driver.state.tasks['a']).toEqual({ status: 'failed', failure })
  }
})

const gated = [
  { id: 'review', kind: 'review' },
  { id: 'a', runsIf: { task: 'review', suggestion: ['pass'] } },
  { id: 'b', inputs: ['a'] },
  { id: 'c', runsIf: { task: 'review', suggestion: ['review', 'block'] } },
] as const
const gatedSteps = [{ id: 'look', covers: ['review'] }, { id: 'sa', covers: ['a'] }, { id: 'sb', covers: ['b'], needs: ['sa'] }, { id: 'sc', covers: ['c'] }]

test('a review decides what runs and what is skipped', () => {
  const pass = begin(gated, gatedSteps)
  expect(pass.asked).toEqual(['start look'])
  expect(pass.start('look').end('look', [['review', 'pass']]).asked).toEqual(['start sa'])
  expect(pass.state.tasks['c']).toEqual({ status: 'skipped', because: 'review', task: 'review' })
  const block = begin(gated, gatedSteps)
  expect(block.start('look').end('look', [['review', 'block']]).asked).toEqual(['start sc'])
  expect(block.state.tasks['b']).toEqual({ status: 'skipped', because: 'input', task: 'a' })
})

test('a review that failed, or suggested nothing, fails what hangs on it', () => {
  for (const how of [broken, undefined]) {
    const driver = begin(gated, gatedSteps)
    driver.start('look').end('look', how === undefined ? ['review'] : [['review', how]])
    expect(driver.statusOf('review')).toBe('failed')
    expect(driver.state.tasks['a']).toMatchObject({ status: 'failed', failure: { reason: 'needs-failed', step: 'look' } })
    expect(driver.asked).toEqual(['finish'])
  }
})

test('a doomed task fails at once, its dependents too, its siblings run', () => {
  const failure: StepFailure = { reason: 'source-lacks-stream', stream: 'audio' }
  const driver = begin([{ id: 'a' }, { id: 'b', inputs: ['a'] }, { id: 'c' }], [{ id: 'sb', covers: ['b'] }, { id: 'sc', covers: ['c'] }], [{ task: taskId('a'), failure }])
  expect(driver.asked).toEqual(['start sc'])
  expect(driver.state.tasks['a']).toEqual({ status: 'failed', failure })
  expect(driver.state.tasks['b']).toMatchObject({ failure: { reason: 'needs-failed', step: 'a' } })
})

test('a cancelled run ends what runs and starts nothing more; what was done stays done', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }, { id: 'c', inputs: ['b'] }], [{ id: 'sa', covers: ['a'] }, { id: 'sb', covers: ['b'] }, { id: 'sc', covers: ['c'], needs: ['sb'] }])
  driver.start('sa').start('sb').end('sa', ['a'])
  expect(driver.tell({ type: 'cancelled' }).asked).toEqual(['abort sb'])
  expect(driver.end('sb', [['b', { reason: 'cancelled' }]]).asked).toEqual(['finish'])
  expect(['a', 'b', 'c'].map((task) => driver.statusOf(task))).toEqual(['done', 'cancelled', 'cancelled'])
  expect(driver.tell({ type: 'finished', at: '' }).tell({ type: 'resumed', lost: [] }).asked).toEqual(['start sb'])
})

test('a start that a cancellation overtook changes nothing', () => {
  const driver = begin([{ id: 'a' }], [{ id: 'sa', covers: ['a'] }])
  expect(driver.tell({ type: 'cancelled' }).asked).toEqual(['finish'])
  const { state } = driver
  expect(driver.start('sa').state).toBe(state)
})

test('a run that goes on keeps what is done and there, and does the rest anew', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [{ id: 'sa', covers: ['a'] }, { id: 'sb', covers: ['b'] }, { id: 'sc', covers: ['c'] }])
  driver.start('sa').start('sb').start('sc').end('sa', ['a']).end('sb', ['b'])
  expect(driver.tell({ type: 'resumed', lost: [taskId('b')] }).asked).toEqual(['start sb', 'start sc'])
  expect(driver.commands).toMatchObject([{ attempt: 2 }, { attempt: 2 }])
})

test('a fused step of which a part is done is split before it is done again', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }], [{ id: 'fused', covers: ['a', 'b'] }])
  driver.start('fused').end('fused', ['a', 'b'])
  expect(driver.tell({ type: 'resumed', lost: [taskId('b')] }).asked).toEqual(['split fused'])
  const into = ['a', 'b'].map((task) => stepOf({ id: `fused.${task}`, covers: [task] }))
  expect(driver.tell({ type: 'step-split', step: 'fused', into }).asked).toEqual(['start fused.b'])
})

test('a fused step of which a part is done and that cannot be split is done again as a whole', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }], [{ id: 'fused', covers: ['a', 'b'] }])
  driver.start('fused').end('fused', ['a', 'b']).tell({ type: 'resumed', lost: [taskId('b')] })
  expect(driver.tell({ type: 'step-split', step: 'fused', into: [] }).asked).toEqual(['start fused'])
  driver.start('fused')
  expect(driver.statusOf('a')).toBe('running')
})

test('a source that was refused fails every task and starts nothing', () => {
  const driver = new Driver().tell({ type: 'created' })
  driver.tell({ type: 'inspect-failed', problems: [{ code: 'check/source-damaged', message: 'no index' }], graph: fakeGraph([{ id: 'a' }]) })
  expect(driver.asked).toEqual(['finish'])
  expect(driver.state.tasks['a']).toEqual({ status: 'failed', failure: { reason: 'source-damaged', detail: 'no index' } })
})

test('a plan whose steps wait for one another ends as a bug, and ends', () => {
  const driver = begin([{ id: 'a' }, { id: 'b' }], [{ id: 'sa', covers: ['a'], needs: ['sb'] }, { id: 'sb', covers: ['b'], needs: ['sa'] }])
  expect(driver.asked).toEqual(['finish'])
  expect(driver.state.tasks['a']).toMatchObject({ failure: { reason: 'crashed' } })
})

test('a task that the plan forgets, and an outcome that the back end forgets, are bugs with a name', () => {
  const driver = begin([{ id: 'a' }, { id: 'forgotten' }], [{ id: 'sa', covers: ['a'] }])
  expect(driver.state.tasks['forgotten']).toMatchObject({ status: 'failed', failure: { reason: 'crashed' } })
  driver.start('sa').end('sa', [])
  expect(driver.state.tasks['a']).toMatchObject({ status: 'failed', failure: { reason: 'crashed' } })
})

test('what does not fit changes nothing', () => {
  const driver = begin([{ id: 'a' }], [{ id: 'sa', covers: ['a'] }])
  const { state } = driver
  driver.end('sa', ['a']).end('nobody', ['a']).start('nobody')
  driver.tell({ type: 'created' }).tell({ type: 'finished', at: '' }).tell({ type: 'step-split', step: 'sa', into: [] })
  expect(driver.state).toBe(state)
  expect(fold(driver.told)).toEqual(state)
})

const inDoubt: readonly FakeTask[] = [
  { id: 'look', kind: 'review' }, { id: 'a', inputs: ['look'], runsIf: { task: 'look', suggestion: ['pass', 'review'] } }, { id: 'b', inputs: ['a'], runsIf: { task: 'look', suggestion: ['pass', 'review'] } }, { id: 'free' },
]
const doubtSteps: readonly Step[] = [{ id: 'r', covers: ['look'] }, { id: 's', covers: ['a'], needs: ['r'] }, { id: 't', covers: ['b'], needs: ['s'] }, { id: 'f', covers: ['free'] }]

const waiting = (): Driver => begin(inDoubt, doubtSteps, [], true).start('r').start('f').end('f', ['free']).end('r', [['look', 'review']])

test('a run waits for a person once all else has ended, and asks for nothing while it does', () => {
  const driver = begin(inDoubt, doubtSteps, [], true).start('r').start('f').end('r', [['look', 'review']])
  expect(driver.state.phase).toBe('running')
  driver.end('f', ['free'])
  expect([driver.state.phase, driver.asked]).toEqual(['waiting', []])
  expect([driver.statusOf('a'), driver.statusOf('b')]).toEqual(['pending', 'pending'])
})

test('passed, it goes on; rejected, it ends with the rest skipped; a second word changes nothing', () => {
  const passed = waiting().tell({ type: 'reviewed', task: taskId('look'), ruling: 'pass' })
  expect([passed.state.phase, passed.asked]).toEqual(['running', ['start s']])
  expect(passed.tell({ type: 'reviewed', task: taskId('look'), ruling: 'reject' }).asked).toEqual([])
  expect(passed.start('s').end('s', ['a']).asked).toEqual(['start t'])
  const rejected = waiting().tell({ type: 'reviewed', task: taskId('look'), ruling: 'reject' })
  expect(rejected.asked).toEqual(['finish'])
  expect(rejected.state.tasks['a']).toEqual({ status: 'skipped', because: 'person', task: 'look' })
  expect(rejected.state.tasks['b']).toEqual({ status: 'skipped', because: 'person', task: 'look' })
  expect(rejected.statusOf('free')).toBe('done')
})

test.each(['pass', 'block'] as const)('nobody is asked where the review says %s', (suggestion) => {
  const driver = begin(inDoubt, doubtSteps, [], true).start('r').start('f').end('f', ['free']).end('r', [['look', suggestion]])
  expect(driver.asked).toEqual([suggestion === 'pass' ? 'start s' : 'finish'])
})

test('nobody is asked where no task depends on the answer, or nobody is to be', () => {
  const open = begin([{ id: 'look', kind: 'review' }, { id: 'a', inputs: ['look'] }], doubtSteps.slice(0, 2), [], true)
  expect(open.start('r').end('r', [['look', 'review']]).asked).toEqual(['start s'])
  expect(begin(inDoubt, doubtSteps).start('r').start('f').end('f', ['free']).end('r', [['look', 'review']]).asked).toEqual(['start s'])
})

test('a run that waits goes on waiting when it is resumed, and reviews again what is lost', () => {
  expect(waiting().tell({ type: 'resumed', lost: [] }).state.phase).toBe('waiting')
  expect(waiting().tell({ type: 'resumed', lost: [taskId('look')] }).asked).toEqual(['start r'])
})
