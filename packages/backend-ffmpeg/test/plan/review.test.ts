/** Which pictures of a film are reviewed, and by whom. */
import { taskId, type ReviewTask } from '@vodflow/core'
import type { Plan, PlanStep } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { constantFrames } from '../../src/frame-times.ts'
import type { FfmpegInspection } from '../../src/inspection.ts'
import { planFfmpeg } from '../../src/plan/index.ts'
import type { FfmpegWork, ReviewWork } from '../../src/work.ts'
import { compiled, film, transcode } from './fixtures.ts'

const ten: ReviewTask = { kind: 'review', id: taskId('review.10'), inputs: [], definition: 10, template: { reviewConfidence: 50, blockConfidence: 90, stops: true } }
const reviewer = { name: 'house', model: 'house 3', command: ['/bin/house'], folder: '/p', timeoutSeconds: 60 } as const

function plan(inspection: FfmpegInspection): Plan<FfmpegWork> {
  const result = planFfmpeg(compiled(ten, transcode(10)), { ...inspection, review: { is: 'found', reviewer } }, { speed: 'veryfast' })
  if (!result.ok) throw new Error(result.diagnostics[0]?.message)
  return result.value
}

function review(inspection: FfmpegInspection): { readonly step: PlanStep<FfmpegWork>; readonly work: ReviewWork } {
  const step = plan(inspection).steps.find(({ id }) => id === 'review.10')
  if (step?.work.type !== 'review') throw new Error('no review')
  return { step, work: step.work }
}

/** With a key frame every so many seconds. */
function long(seconds: number, keyEvery: number): FfmpegInspection {
  const keyFrames = Array.from({ length: Math.ceil(seconds / keyEvery) }, (_, at) => at * keyEvery)
  return film({ video: { durationSeconds: seconds }, facts: { durationSeconds: seconds }, inspection: { keyFrames, frames: constantFrames({ num: 25, den: 1 }, seconds) } })
}

const reasonsOf = ({ reasons }: PlanStep): readonly string[] => reasons.map(({ choice, because }) => `${choice}: ${because}`)

test.each([[0.4, 1], [1, 1], [1.2, 2], [8, 8], [499.96, 500], [500, 100], [3600, 100]])('%d s give %d samples', (seconds, count) => {
  expect(review(long(seconds, 1)).work.samples).toHaveLength(count)
})

test('a long film is looked at once a percent, from its start', () => {
  const { samples } = review(long(600, 2)).work
  expect([samples[0], samples[1], samples.at(-1)]).toEqual([0, 6, 594])
})

test('each sample has a picture named after its time, no larger than 640', () => {
  const { pictures, film: told } = review(long(3, 1)).work
  expect(pictures.outputs).toEqual([{
    kind: 'images', task: 'review.10', format: 'jpg', width: 640, height: 360,
    files: [0, 1, 2].map((second) => ({ path: `review.f10_${second * 1000}.jpg`, atMs: second * 1000 })),
  }])
  expect(told).toEqual({ durationSeconds: 3, width: 1920, height: 1080, fps: 25 })
})

function sizeOf(width: number, height: number): unknown {
  const [output] = review(film({ video: { width, height, codedWidth: width, codedHeight: height, durationSeconds: 2 } })).work.pictures.outputs
  return output?.kind === 'images' ? [output.width, output.height] : undefined
}

test('a small film is not made larger, and a tall one is 640 high', () => {
  expect(sizeOf(320, 180)).toEqual([320, 180])
  expect(sizeOf(1080, 1920)).toEqual([360, 640])
})

test('key frames will do where one stands between any two samples', () => {
  const { step, work } = review(long(600, 2))
  expect(reasonsOf(step)[1]).toBe('key: 100 samples, one each percent of 600 s: the key frames at or before them will do, at most 0 s old, so no two samples show one picture')
  expect(work.pictures.commands.map(({ args }) => args.includes('-skip_frame') || args.includes('-noaccurate_seek'))).toContain(true)
})

test.each([[8, 2, 1], [600, 10, 4]])('they will not where they are too far apart: %d s with one every %d s', (seconds, every, old) => {
  const { step, work } = review(long(seconds, every))
  expect(reasonsOf(step)[1]).toContain(`the frames shown then, since the key frames before them are up to ${old === 4 ? 8 : old} s old`)
  expect(work.pictures.commands.flatMap(({ args }) => args)).not.toContain('-skip_frame')
})

test('without an index of key frames the frames shown then are taken', () => {
  const { step } = review({ ...long(8, 1), keyFrames: [] })
  expect(reasonsOf(step)[1]).toContain('since the key frames before them are not known')
})

test('who looks is in the plan, with the model', () => {
  const { step, work } = review(long(8, 1))
  expect(reasonsOf(step)[0]).toBe('reviewer: house looks at the pictures with house 3, for 60 s at most')
  expect(work.reviewer).toEqual(reviewer)
  expect(step.unavailable).toBeUndefined()
})

test('the pictures are part of the estimate', () => {
  const { estimate } = plan(long(60, 2))
  expect(estimate?.tasks.find(({ task }) => task === 'review.10')?.cpuSeconds).toBeGreaterThan(0.1)
})

test('a source without pictures cannot be reviewed, and the rest falls with it', () => {
  const { doomed, steps } = plan(film({ video: 'none' }))
  expect(doomed).toContainEqual({ task: 'review.10', failure: { reason: 'source-lacks-stream', stream: 'video' } })
  expect(steps.map(({ id }) => id)).not.toContain('review.10')
})
