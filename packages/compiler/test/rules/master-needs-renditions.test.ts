import { expect, test } from 'vitest'
import { codes, compile, compiled, idsOf, only, transcode } from '../support/compiling.ts'

test('one HLS output makes no master playlist, and a warning', () => {
  const diagnostic = only(compile([transcode([210, 20], { hlsMasterPlaylist: true })]))
  expect(diagnostic).toMatchObject({ code: 'check/master-needs-renditions', severity: 'warning', message: expect.stringContaining('there is one') })
  expect(idsOf(compiled([transcode([210, 20], { hlsMasterPlaylist: true })]))).not.toContain('hlsMasterPlaylist.10000')
})

test('HLS outputs of another action do not count', () => {
  expect(codes([transcode([210], { hlsMasterPlaylist: true }), transcode([220])])).toEqual(['check/master-needs-renditions'])
})

test('near miss: two HLS outputs, or a playlist that nobody asked for', () => {
  expect(codes([transcode([210, 220], { hlsMasterPlaylist: true })])).toEqual([])
  expect(codes([transcode([210])])).toEqual([])
})
