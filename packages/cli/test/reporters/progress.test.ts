import { taskId, type SourceFacts, type Task } from '@vodflow/core'
import type { Event, EventBody } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { coloursFor } from '../../src/reporters/colours.ts'
import { progressLines } from '../../src/reporters/progress-lines.ts'
import { noProgress, progressed, secondsLeft, type ProgressModel } from '../../src/reporters/progress-model.ts'
import { createProgressReporter, plainLines } from '../../src/reporters/progress.ts'
import { textWidth } from '../../src/reporters/text-width.ts'
import { capturedIo } from '../captured-io.ts'

const facts: SourceFacts = {
  container: 'mp4', sizeBytes: 1, durationSeconds: 10, bitrateKbps: 1, startSeconds: 0, videoStreams: [], audioStreams: [], md5: '', sourceType: '', sourceContext: '',
}

function sample(definition: number): Task {
  const template = { format: 'jpg', width: 0, height: 0, fillType: 'black', sampleType: 'Percent', interval: 10 } as const
  return { kind: 'sampleSnapshot', id: taskId(`sampleSnapshot.${definition}`), inputs: [], definition, template }
}

function at(seconds: number, body: EventBody): Event {
  return { ...body, time: new Date(seconds * 1000).toISOString(), run: 'r' }
}

const [a, b] = [taskId('sampleSnapshot.10'), taskId('sampleSnapshot.20')]
const planned = (tasks: readonly Task[] = [sample(10), sample(20)]) =>
  at(0, {
    type: 'run-planned',
    graph: { format: 'vodflow/task-graph@1', digest: '', priority: 0, tasks: [{ kind: 'source', id: taskId('source'), inputs: [], form: 'file' }, ...tasks] },
    plan: { backend: 'x', graph: '', source: facts, steps: [], doomed: [] },
  })
const started = at(1, { type: 'step-started', step: 's', attempt: 1, covers: [a, b] })
const running = (task: typeof a, seconds = 1) => at(seconds, { type: 'task-changed', task, state: { status: 'running', step: 's' } })
const halfway = at(5, { type: 'step-progress', step: 's', covers: [a, b], fraction: 0.4, speed: 2.5 })
const done = at(9, { type: 'task-changed', task: a, state: { status: 'done', artifacts: [] } })
const failed = at(9, { type: 'task-changed', task: b, state: { status: 'failed', failure: { reason: 'disk-full', detail: 'at 5 s' } } })

const after = (...events: readonly Event[]): ProgressModel => events.reduce(progressed, noProgress)
const screen = { columns: 90, rows: 24, colours: coloursFor(false) }

test('one line for each task of the process stage, and what each is doing', () => {
  const lines = progressLines(after(planned(), started, running(a), halfway), screen)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^> sampleSnapshot\.10 .* 40% +2\.5x +0:06 left$/)
  expect(lines[1]).toMatch(/^ {2}sampleSnapshot\.20 +waiting$/)
})

test('ended tasks say how long they took, or why they failed', () => {
  const lines = progressLines(after(planned(), started, running(a), running(b), halfway, done, failed), screen)
  expect(lines[0]).toMatch(/^✓ sampleSnapshot\.10 +100% +8\.0 s$/)
  expect(lines[1]).toMatch(/^✗ sampleSnapshot\.20 +no space is left: at 5 s$/)
})

test('late progress does not move a task that has ended', () => {
  expect(after(planned(), started, running(a), done, halfway).tasks[0]).toMatchObject({ status: 'done', fraction: 1 })
})

test.each([1, 10, 20, 33, 60, 200])('no line is as wide as a terminal of %s columns', (columns) => {
  const lines = progressLines(after(planned(), started, running(a), running(b), halfway, failed), { ...screen, columns })
  for (const line of lines) expect(textWidth(line)).toBeLessThan(Math.max(columns, 1))
})

test('there are never more lines than the terminal has rows, and the running ones are among them', () => {
  const many = Array.from({ length: 50 }, (_, index) => sample(100 + index))
  const lines = progressLines(after(planned(many), running(taskId('sampleSnapshot.149'))), { ...screen, rows: 10 })
  expect(lines).toHaveLength(9)
  expect(lines[0]).toContain('sampleSnapshot.149')
  expect(lines.at(-1)).toContain('and 42 more')
})

test('the time left is unknown at first', () => {
  const [task] = after(planned(), started, running(a), at(1.2, { type: 'step-progress', step: 's', covers: [a], fraction: 0.1 })).tasks
  expect(task && secondsLeft(task)).toBeUndefined()
})

test('piped: a line for each quarter and each end, and nothing for what is in between', () => {
  const progress = (fraction: number) => at(2, { type: 'step-progress', step: 's', covers: [a, b], fraction })
  const events = [planned(), started, running(a), ...[0.1, 0.2, 0.26, 0.3, 0.49, 0.51, 0.99, 1].map(progress), done, failed]
  const said: string[] = []
  let model = noProgress
  for (const event of events) {
    const next = progressed(model, event)
    said.push(...plainLines(event, model, next))
    model = next
  }
  expect(said).toEqual(['2 tasks in 0 steps', 's: 26%', 's: 51%', 's: 99%', 'sampleSnapshot.10: done in 8.0 s', 'sampleSnapshot.20: failed: no space is left: at 5 s'])
})

test('on a terminal each frame is written over the one before, and nothing is cleared first', () => {
  const { io, err } = capturedIo({ isTTY: true, env: { NO_COLOR: '1' } })
  const { show } = createProgressReporter({ io, json: false, strict: false })
  for (const event of [planned(), started, running(a), done]) show(event)
  const frames = err().split('\u001b[2A\r')
  expect(frames.length).toBe(4)
  for (const frame of frames) expect(frame).toMatch(/^[^\u001b]+\u001b\[K\n[^\u001b]+\u001b\[K\n\u001b\[J$/)
})

test('one task is not many', () => {
  const one = progressed(noProgress, planned([sample(10)]))
  expect(plainLines(planned([sample(10)]), noProgress, one)).toEqual(['1 task in 0 steps'])
})

const source = taskId('source')
const pulling = at(0, { type: 'source-pulling', task: source, url: 'https://films.example/a.mp4' })
const half = at(10, { type: 'source-progress', task: source, receivedBytes: 1.5e9, totalBytes: 3e9 })
const whole = at(21, { type: 'source-pulled', task: source, sizeBytes: 3e9, md5: '' })

test('a source that is pulled has a line of its own, with its bytes, and keeps it', () => {
  expect(progressLines(after(pulling, half), screen)).toEqual([expect.stringMatching(/^> source .* 50% +1\.5 GB +0:10 left$/)])
  const lines = progressLines(after(pulling, half, whole, planned()), screen)
  expect(lines.map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual(['✓ source 100% 21.0 s', 'sampleSnapshot.10 waiting', 'sampleSnapshot.20 waiting'])
  expect(after(pulling, half, whole, planned()).tasks.map(({ status }) => status)).toEqual(['done', 'pending', 'pending'])
})

test('a source of which nobody knows the size shows what has come', () => {
  expect(progressLines(after(pulling, at(3, { type: 'source-progress', task: source, receivedBytes: 5e6 })), screen)).toEqual([expect.stringMatching(/0% +5\.0 MB$/)])
})

test('a source that could not be pulled says why', () => {
  const refused = at(5, { type: 'source-refused', problems: [{ code: 'check/source-http-status', message: 'the server answered 404' }] })
  expect(progressLines(after(pulling, refused), screen)).toEqual(['✗ source  the server answered 404'])
})

test('in a log: the pull, its quarters, its second attempts and its end, once', () => {
  const again = at(11, { type: 'source-retrying', task: source, why: 'the connection was cut', afterMs: 500 })
  const known = at(22, { type: 'task-changed', task: source, state: { status: 'done', artifacts: [] } })
  const events = [pulling, half, again, whole, planned(), known]
  const lines = events.flatMap((event, index) => plainLines(event, after(...events.slice(0, index)), after(...events.slice(0, index + 1))))
  expect(lines).toEqual([
    'pulling https://films.example/a.mp4', 'source: 50%, 1.5 GB', 'source: the connection was cut; trying again in 0.5 s', 'source: done in 21.0 s, 3.0 GB', '2 tasks in 0 steps',
  ])
})
