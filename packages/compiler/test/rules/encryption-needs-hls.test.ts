import { expect, test } from 'vitest'
import { codes, compile, key, only, transcode } from '../support/compiling.ts'

const templates = [key(10)]

test('an MP4 cannot be encrypted, and the message names the template', () => {
  const diagnostic = only(compile([transcode([210, 20], { drm: 10 })], { templates }))
  expect(diagnostic).toMatchObject({ code: 'check/encryption-needs-hls', severity: 'error', message: expect.stringMatching(/20.*'mp4'/) })
})

test('near miss: HLS in every output, and MP4 beside it in another action', () => {
  expect(codes([transcode([210, 6], { drm: 10 }), transcode([20])], { templates })).toEqual([])
})
