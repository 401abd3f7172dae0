import { taskId, type ProcessTask, type ReviewTask } from '@vodflow/core'
import { sumOfEstimates, type PlanEstimate, type TaskEstimate } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { planFfmpeg } from '../../src/plan/index.ts'
import { unitCosts } from '../../src/index.ts'
import { animation, compiled, cover, film, planOf, remux, samples, snapshots, sprite, transcode, type Film } from '../plan/fixtures.ts'

function estimateOf(tasks: readonly ProcessTask[], change: Film = {}, speed: 'veryfast' | 'medium' = 'veryfast'): PlanEstimate {
  const result = planFfmpeg(compiled(...tasks), film(change), { speed })
  if (!result.ok || result.value.estimate === undefined) throw new Error('no estimate')
  return result.value.estimate
}

const taskOf = (estimate: PlanEstimate, id: string): TaskEstimate => {
  const found = estimate.tasks.find(({ task }) => task === id)
  if (found === undefined) throw new Error(`no estimate of ${id}`)
  return found
}
const cpu = (...args: Parameters<typeof estimateOf>): number => estimateOf(...args).totals.cpuSeconds

const everything = [transcode(20), transcode(30, { video: { width: 1280, bitrate: 1024 } }), cover('Percent', 50), samples('Percent', 10), sprite(), animation('gif', { startTime: 1, endTime: 4 }), remux(9, 'mp4')]

test('the parts of the tasks add up to their step, and the steps to the whole', () => {
  const { steps, tasks, totals } = estimateOf(everything)
  expect(steps.length).toBeGreaterThan(2)
  for (const { step, cpuSeconds } of steps) {
    expect(sumOfEstimates(tasks.filter((task) => task.step === step)).cpuSeconds).toBeCloseTo(cpuSeconds, 2)
  }
  expect(totals).toEqual(sumOfEstimates(tasks))
  for (const { bytes, outputs } of tasks) expect(outputs.reduce((sum, output) => sum + output.bytes, 0)).toBe(bytes)
})

test('a step is the sum of its kinds of work at their costs', () => {
  for (const { cpuSeconds, work } of estimateOf(everything).steps) {
    const costs: Readonly<Record<string, number>> = unitCosts
    expect(Object.entries(work).reduce((sum, [of, quantity]) => sum + quantity * (costs[of] ?? Number.NaN), 0)).toBeCloseTo(cpuSeconds, 1)
  }
})

test('an output has its size, its duration, and about the bytes that its rates allow', () => {
  const { outputs } = taskOf(estimateOf([transcode(20)]), 'transcode.20')
  expect(outputs).toEqual([{ path: 'v.f20.mp4', files: 1, width: 640, height: 360, durationSeconds: 60, bytes: expect.any(Number) }])
  const allowed = ((512 + 48) * 1000 * 60) / 8
  expect(outputs[0]?.bytes).toBeGreaterThan(0.95 * allowed)
  expect(outputs[0]?.bytes).toBeLessThan(1.1 * allowed)
})

test('files alike are one output: segments beside their playlist, the pictures of a sample, a sheet and its map', () => {
  const estimate = estimateOf([transcode(220, { container: 'hls' }), samples('Percent', 10), sprite()])
  expect(taskOf(estimate, 'transcode.220').outputs.map(({ path, files }) => [path, files])).toEqual([['v.f220.m3u8', 7]])
  expect(taskOf(estimate, 'sampleSnapshot.10').outputs.map(({ path, files, width, height }) => [path, files, width, height])).toEqual([['sample.f10_0000.jpg', 10, 1920, 1080]])
  expect(taskOf(estimate, 'imageSprite.10').outputs.map(({ path, files }) => [path, files])).toEqual([['sprite.f10_000.jpg', 1], ['sprite.f10.vtt', 1]])
})

test('a copy is as large as its source and costs next to nothing', () => {
  const estimate = estimateOf([remux(9, 'mp4')])
  expect(estimate.totals.bytes).toBe(36_000_000)
  expect(estimate.totals.cpuSeconds).toBeLessThan(0.5)
})

test.each<[string, number, number]>([
  ['more pixels', cpu([transcode(20, { video: { width: 1280 } })]), cpu([transcode(20)])],
  ['a slower preset', cpu([transcode(20)], {}, 'medium'), cpu([transcode(20)])],
  ['HEVC', cpu([transcode(20, { video: { codec: 'libx265' } })]), cpu([transcode(20)])],
  ['a second pass', cpu([transcode(20, { video: { videoRateControl: 1 } })]), cpu([transcode(20)])],
  ['a source that must be tone-mapped', cpu([transcode(20)], { video: { colour: { range: 'tv', space: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084' } } }), cpu([transcode(20)])],
  ['two tasks in two plans than fused', cpu([transcode(20)]) + cpu([transcode(30)]), cpu([transcode(20), transcode(30)])],
  ['pictures late in a film', cpu([snapshots(59_000)], { inspection: { keyFrames: [0] } }), cpu([snapshots(1000)], { inspection: { keyFrames: [0] } })],
])('%s cost more', (_, more, less) => {
  expect(more).toBeGreaterThan(1.05 * less)
})

test('a title that stands for a minute gives few bytes and little work', () => {
  const still = estimateOf([transcode(20)], { video: { bitrateKbps: 9 }, audio: { bitrateKbps: 2 } })
  const moving = estimateOf([transcode(20)])
  expect(still.totals.bytes).toBeLessThan(0.1 * moving.totals.bytes)
  expect(still.totals.cpuSeconds).toBeLessThan(0.6 * moving.totals.cpuSeconds)
})

test('what is doomed costs nothing, and no number is ever less than none or no number', () => {
  const { tasks } = estimateOf(everything, { video: 'none' })
  expect(tasks.map(({ task }) => task)).toEqual(['transcode.9'])
  for (const strange of [{ bitrateKbps: 0 }, { durationSeconds: 0 }, { frameRate: { num: 0, den: 0 } }]) {
    for (const { cpuSeconds, bytes } of estimateOf(everything, { video: strange }).tasks) {
      expect(cpuSeconds).toBeGreaterThanOrEqual(0)
      expect(bytes).toBeGreaterThanOrEqual(0)
    }
  }
})

test('each outcome of a review has its tasks and its sums', () => {
  const review: ReviewTask = { kind: 'review', id: taskId('review.10'), inputs: [], definition: 10, template: { reviewConfidence: 50, blockConfidence: 90, stops: true } }
  const gated: ProcessTask = { ...transcode(20), runsIf: { task: review.id, suggestion: ['pass', 'review'] } }
  const result = planFfmpeg(compiled(review, cover('Time', 0), gated), film(), { speed: 'veryfast' })
  if (!result.ok) throw new Error('no plan')
  const { outcomes = [], totals } = result.value.estimate ?? {}
  expect(outcomes.map(({ suggestions, tasks }) => [suggestions, tasks])).toEqual([
    [['pass', 'review'], ['review.10', 'coverBySnapshot.10', 'transcode.20']],
    [['block'], ['review.10', 'coverBySnapshot.10']],
  ])
  expect(outcomes[0]).toMatchObject(totals ?? {})
  expect(outcomes[1]?.cpuSeconds).toBeLessThan(outcomes[0]?.cpuSeconds ?? 0)
})

test('a reason names the tasks that it is about', () => {
  const [step] = planOf([transcode(20), transcode(30, { video: { width: 1280 } }), transcode(1110, { container: 'm4a', video: 'none', audio: { bitrate: 96 } })]).steps
  const about = (choice: string) => step?.reasons.find((reason) => reason.choice === choice)?.tasks
  expect(about('fuse')).toEqual(['transcode.20', 'transcode.30'])
  expect(about('cascade')).toEqual(['transcode.20'])
  expect(about('share')).toEqual(['transcode.20', 'transcode.30'])
})
