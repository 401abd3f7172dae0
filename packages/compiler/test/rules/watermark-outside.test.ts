import { expect, test } from 'vitest'
import { codes, compile, located, only, transcode, type Setting } from '../support/compiling.ts'
import { projectTemplate } from '../support/project-templates.ts'

/** A mark of 64 × 32 pixels at this place; template 10 is 320 pixels on its long side, and 640 × 480 is another frame. */
const at = (place: Readonly<Record<string, string>>, setting: Setting = {}): Setting => ({
  ...setting,
  templates: [projectTemplate({ kind: 'watermark', definition: 150 }, { image: { sha256: 'ab'.repeat(32), format: 'png', width: 64, height: 32 }, ...place })],
})
const low = transcode([10], { watermarks: [150] })
const frame = (width: number, height: number, resolutionSelfAdapting = 'close') =>
  transcode([10], { watermarks: [150], override: located({ video: { width, height, resolutionSelfAdapting } }) })

test('a mark that hangs over the right edge, or stands behind it', () => {
  const over = only(compile([low], at({ left: '300px', width: '64px' }, { facts: 'width=1280,height=720' })))
  expect(over).toMatchObject({ code: 'check/watermark-outside', severity: 'warning', params: { watermark: 150, definition: 10, edge: 'right', reaches: 364, frame: 320, isWhole: false } })
  const behind = only(compile([low], at({ left: '400px', width: '64px' }, { facts: 'width=1280,height=720' })))
  expect(behind.message).toContain('nothing of it is seen')
})

test('the height follows the shape of the picture, and the frame the shape of the source', () => {
  const setting = at({ top: '150px', width: '64px' }, { facts: 'width=1280,height=720' })
  expect(only(compile([low], setting)).params).toMatchObject({ edge: 'bottom', reaches: 182, frame: 180 })
  expect(codes([low], at({ top: '148px', width: '64px' }, { facts: 'width=1280,height=720' }))).toEqual([])
  // Held upright, the same film is 320 high.
  expect(codes([low], at({ top: '150px', width: '64px' }, { facts: 'width=720,height=1280' }))).toEqual([])
})

test('percent and pixels together', () => {
  expect(codes([frame(640, 480)], at({ left: '90%', width: '100px' }))).toEqual(['check/watermark-outside'])
  expect(codes([frame(640, 480)], at({ left: '80%', width: '100px' }))).toEqual([])
})

test('without the source a template may tell enough', () => {
  expect(codes([frame(640, 480)], at({ left: '600px', width: '64px' }))).toEqual(['check/watermark-outside'])
  expect(codes([frame(640, 480)], at({ left: '576px', width: '64px' }))).toEqual([])
  expect(codes([frame(-640, -480)], at({ left: '600px', width: '64px' }))).toEqual(['check/watermark-outside'])
  expect(codes([frame(640, 480)], at({ top: '480px', width: '1px', height: '10px' }))).toEqual(['check/watermark-outside'])
})

test('near miss: what could be inside, the film being held one way or the other, is not known to be outside', () => {
  expect(codes([frame(640, 480, 'open')], at({ left: '500px', width: '64px' }))).toEqual([])
  expect(codes([frame(640, 480, 'open')], at({ left: '600px', width: '64px' }))).toEqual(['check/watermark-outside'])
  expect(codes([low], at({ left: '300px', width: '64px' }))).toEqual([])
  expect(codes([frame(0, 0, 'close')], at({ left: '4000px', width: '64px' }))).toEqual([])
  expect(codes([low], at({ left: '300px', width: '64px' }, { facts: 'video=none' }))).toEqual(['check/source-lacks-stream'])
})
