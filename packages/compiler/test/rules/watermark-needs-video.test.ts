import { expect, test } from 'vitest'
import { codes, compile, mark, only, transcode } from '../support/compiling.ts'

const templates = [mark(150)]

test.each([
  [1100, 'has no video'],
  [9, 'copies its streams'],
])('a watermark cannot be drawn on template %i, which %s', (definition, why) => {
  const diagnostic = only(compile([transcode([10, definition], { watermarks: [150] })], { templates }))
  expect(diagnostic).toMatchObject({ code: 'check/watermark-needs-video', message: expect.stringContaining(`${definition}, which ${why}`) })
})

test('near miss: audio in an action without the watermark', () => {
  expect(codes([transcode([10], { watermarks: [150] }), transcode([1100, 9])], { templates })).toEqual([])
})
