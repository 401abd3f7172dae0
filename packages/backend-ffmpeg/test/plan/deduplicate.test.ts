import { taskId, type ProcessTask } from '@vodflow/core'
import { expect, test } from 'vitest'
import { animation, choices, film, mark, planOf, sprite, transcode, workOf } from './fixtures.ts'

const stepsOf = (...tasks: readonly ProcessTask[]) => planOf(tasks, film()).steps

test('equal renditions under two names are made once, and copied', () => {
  const [step, ...others] = stepsOf(transcode(20), transcode(9020), transcode(30, { video: { width: 1280 } }))
  expect(others).toEqual([])
  const { commands, arrange, outputs } = workOf(step)
  expect(commands).toHaveLength(1)
  expect(commands[0]?.args.filter((arg) => arg === '-map')).toHaveLength(3)
  expect(commands[0]?.args.join(' ')).not.toContain('v.f9020.mp4')
  expect(arrange).toEqual([{ from: 'v.f20.mp4', to: 'v.f9020.mp4' }])
  expect(outputs.map((output) => output.task)).toEqual(['transcode.20', 'transcode.9020', 'transcode.30'])
  expect(step?.reasons).toContainEqual({ choice: 'reuse', because: 'the same as transcode.20: made once, and copied', tasks: ['transcode.9020'] })
  expect(step?.reasons.find(({ choice }) => choice === 'fuse')?.because).toContain('feeds 2 encodes')
})

test('alone each of them is made by itself', () => {
  const { alone = [] } = workOf(stepsOf(transcode(20), transcode(9020))[0])
  expect(alone.map((step) => workOf(step).arrange)).toEqual([[], []])
  expect(workOf(alone[1]).commands[0]?.args.at(-1)).toBe('v.f9020.mp4')
})

test.each([
  ['another rate', transcode(9020, { video: { bitrate: 511 } })],
  ['another sound', transcode(9020, { audio: { bitrate: 49 } })],
  ['another container', transcode(9020, { container: 'flv' })],
  ['a watermark', transcode(9020, { task: { watermarks: [mark] } })],
  ['its likeness measured', transcode(9020, { task: { verify: { ssim: 0.9 } } })],
  ['key frames elsewhere', transcode(9020, { task: { idrAlignment: true } })],
])('%s is not the same', (_, other) => {
  expect(workOf(stepsOf(transcode(20), other)[0]).arrange).toEqual([])
})

test('nor are two of HLS, whose playlists name their segments', () => {
  expect(workOf(stepsOf(transcode(220, { container: 'hls' }), transcode(9220, { container: 'hls' }))[0]).arrange).toEqual([])
})

test('equal sprites share their tiles, equal animations their file', () => {
  const second = { id: taskId('imageSprite.9010'), definition: 9010 }
  const [sprites] = stepsOf(sprite(), { ...sprite(), ...second })
  expect(sprites?.covers).toEqual(['imageSprite.10', 'imageSprite.9010'])
  expect(choices(sprites)).toContain('reuse')
  const [animations, ...others] = stepsOf(animation('gif'), animation('gif', { id: taskId('animatedGraphics.9000'), definition: 9000 }))
  expect(others).toEqual([])
  expect(workOf(animations).arrange).toEqual([{ from: 'v.f20000.gif', to: 'v.f9000.gif' }])
  expect(stepsOf(animation('gif'), animation('gif', { id: taskId('animatedGraphics.9000'), definition: 9000, startTime: 1 }))).toHaveLength(2)
})

test('without the pass each is made', () => {
  const step = planOf([transcode(20), transcode(9020)], film(), ['deduplicate']).steps[0]
  expect(workOf(step).commands[0]?.args.join(' ')).toContain('v.f9020.mp4')
})
