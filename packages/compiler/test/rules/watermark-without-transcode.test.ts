import { expect, test } from 'vitest'
import { codes, compile, compiled, idsOf, mark, only, transcode } from '../support/compiling.ts'

const templates = [mark(150)]

test('a watermark and no template to draw it on', () => {
  const diagnostic = only(compile([transcode([], { watermarks: [150] })], { templates }))
  expect(diagnostic).toMatchObject({ code: 'check/watermark-without-transcode', severity: 'warning', params: { watermark: 150 } })
  expect(idsOf(compiled([transcode([], { watermarks: [150] })], { templates }))).toEqual(['source', 'probe'])
})

test('near miss: templates that disableHigherBitrate drops were asked for', () => {
  const dropped = transcode([30], { watermarks: [150], disableHigherBitrate: true })
  expect(codes([dropped], { templates, facts: 'bitrate=100,video.bitrate=90' })).toEqual(['check/all-templates-dropped'])
  expect(codes([transcode([10], { watermarks: [150] })], { templates })).toEqual([])
})
