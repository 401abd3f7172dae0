import { expect, test } from 'vitest'
import { codes, compile, only, transcode } from '../support/compiling.ts'

const verify = { value: { ssim: 0.9 }, span: transcode([10]).span }

test.each([
  [1100, 'has no video'],
  [9, 'copies its streams'],
])('the pictures of template %i, which %s, cannot be compared', (definition, why) => {
  const diagnostic = only(compile([{ ...transcode([10, definition]), verify }]))
  expect(diagnostic).toMatchObject({ code: 'check/verify-needs-video', message: expect.stringContaining(`${definition} ${why}`) })
})

test('near miss: audio in an action without it', () => {
  expect(codes([{ ...transcode([10]), verify }, transcode([1100, 9])])).toEqual([])
})
