import { expect, test } from 'vitest'
import { animated, codes, compile, cover, only, review, samples, snapshots, sprite, transcode } from '../support/compiling.ts'

test.each([transcode([10]), cover('Time', 0), samples(10), sprite(10), snapshots(0), animated(0, 1)])('no picture comes of sound alone', (action) => {
  const diagnostic = only(compile([action], { facts: 'video=none' }))
  expect(diagnostic).toMatchObject({ code: 'check/source-lacks-stream', severity: 'warning', params: { stream: 'video' } })
})

test('no sound comes of a silent film', () => {
  expect(only(compile([transcode([1100])], { facts: 'audio=none' })).params).toEqual({ stream: 'audio', task: 'transcode', definition: 1100 })
})

test('near miss: a silent film stays a film, a remux takes what there is, and nothing is said of a source that is not known', () => {
  expect(codes([transcode([10, 9]), samples(10)], { facts: 'audio=none' })).toEqual([])
  expect(codes([transcode([1100, 9]), review(10)], { facts: 'video=none' })).toEqual([])
  expect(codes([transcode([1100, 10]), samples(10)])).toEqual([])
})
