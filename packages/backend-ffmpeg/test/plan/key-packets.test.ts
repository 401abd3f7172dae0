import type { ProcessTask } from '@vodflow/core'
import { expect, test } from 'vitest'
import type { FfmpegInspection } from '../../src/inspection.ts'
import { planFfmpeg } from '../../src/plan/index.ts'
import { compiled, cover, film, planOf, samples, snapshots, sprite, transcode, workOf } from './fixtures.ts'

/** An hour with a key frame every two seconds, whose packets can be read. */
function hour(change: Partial<FfmpegInspection> = {}): FfmpegInspection {
  const made = film({ video: { durationSeconds: 3600 }, facts: { durationSeconds: 3600 } })
  return { ...made, parts: made.parts.map((part) => ({ ...part, packets: { container: 'movie' } as const })), ...change }
}

function framesMade(imageAccuracy: 'key' | 'exact' | undefined): readonly number[] {
  const result = planFfmpeg(compiled(snapshots(1_801_500), sprite(37)), hour(), { speed: 'veryfast', ...(imageAccuracy && { imageAccuracy }) })
  return result.ok ? result.value.steps.flatMap(({ work }) => (work.type === 'ffmpeg' ? work.commands.flatMap(({ packets }) => packets?.frames.map(({ index }) => index) ?? []) : [])) : []
}

const pictures = [cover('Time', 0), samples('Percent', 10), sprite(36)]

test('all pictures of a long film come from their packets, through one decoder', () => {
  const { steps, estimate } = planOf(pictures, hour())
  expect(steps).toHaveLength(1)
  expect(steps[0]?.reasons.at(0)).toEqual({ choice: 'key-packets', because: '100 pictures from about 100 packets cost about 9.2 s of decoding, seeks 140 s' })
  const [fed, sheets, ...others] = workOf(steps[0]).commands
  expect(others).toEqual([])
  expect(fed?.packets).toMatchObject({ container: 'movie', stream: 0, startSeconds: 0 })
  expect(fed?.packets?.frames).toHaveLength(100)
  expect(fed?.packets?.frames.slice(0, 2)).toEqual([{ index: 0, tick: 0 }, { index: 900, tick: 900 }])
  expect(fed?.args.filter((arg) => arg.includes('eq(pts,1000900)'))).toHaveLength(1)
  expect(sheets?.args).toContain('sprite.f10_tile%05d.png')
  expect(estimate?.totals.cpuSeconds).toBeLessThan(8)
})

test('a frame between two key frames brings the packets that it needs', () => {
  const [step] = planOf([snapshots(1_801_500)], hour()).steps
  expect(step?.reasons.at(0)).toMatchObject({ choice: 'key-packets', because: expect.stringMatching(/^1 picture from about 38 packets/) })
})

test('refused where packets cannot be read, where a clip has other frames, where an encode decodes anyway, and for a short film', () => {
  const how = (inspection: FfmpegInspection, tasks: readonly ProcessTask[] = pictures) => planOf(tasks, inspection).steps.flatMap(({ work }) => (work.type === 'ffmpeg' ? work.commands.map(({ packets }) => packets !== undefined) : [])).includes(true)
  const part = hour().parts[0]
  if (part === undefined || !('facts' in part)) return expect.fail('no file')
  expect(how(hour())).toBe(true)
  expect(how(hour({ parts: [{ ...part, packets: { why: 'ts has no index of its packets' } }] }))).toBe(false)
  expect(how(hour({ parts: [{ ...part, clip: { startSeconds: 10, endSeconds: 20 } }] }))).toBe(false)
  expect(how(hour(), [...pictures, transcode(20)])).toBe(false)
  expect(how({ ...hour(), capabilities: { ...hour().capabilities, demuxers: ['mov'] } })).toBe(false)
  const short = film({ video: { durationSeconds: 4 } })
  expect(how({ ...short, keyFrames: [0], parts: short.parts.map((each) => ({ ...each, packets: { container: 'movie' } as const })) }, [samples('Percent', 10)])).toBe(false)
  expect(planOf(pictures, hour(), ['keyPackets']).steps).toHaveLength(2)
})

test('what the packets turn out not to be is made by seeks or by a pass, to the same names', () => {
  const otherwise = workOf(planOf([sprite(36)], hour()).steps[0]).commands[0]?.packets?.otherwise
  expect(otherwise?.commands).toHaveLength(100)
  expect(otherwise?.arrange.slice(0, 2)).toEqual([{ from: 'picture0_00000.png', to: 'picture0_1000000.png' }, { from: 'picture0_00001.png', to: 'picture0_1000900.png' }])
})

test('pictures are as exact as is asked for', () => {
  // 37 s are half a second past a key frame of this film; frame 45037 is shown at 1801.5 s.
  expect(framesMade(undefined)).toEqual(expect.arrayContaining([45_037, 900]))
  expect(framesMade('key')).toEqual(expect.arrayContaining([45_000, 900]))
  expect(framesMade('key')).not.toContain(45_037)
  expect(framesMade('exact')).toEqual(expect.arrayContaining([45_037, 925]))
})
