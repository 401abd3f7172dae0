import { expect, test } from 'vitest'
import { codes, compile, located, only, Text, transcode } from '../support/compiling.ts'

test('a larger picture and a higher bit rate than the source are told in one warning', () => {
  const diagnostic = only(compile([transcode([30])], { facts: 'width=640,height=360,video.bitrate=500' }))
  expect(diagnostic).toMatchObject({ code: 'check/upscaling', severity: 'warning' })
  expect(diagnostic.message).toMatch(/a long side of 1280 pixels from 640 and 1024 kbps from 500 kbps/)
})

test('the long side is compared with the long side, whichever way the film is held', () => {
  expect(codes([transcode([30])], { facts: 'width=720,height=1280' })).toEqual([])
  const closed = transcode([30], { override: located({ video: { resolutionSelfAdapting: 'close' } }) })
  expect(codes([closed], { facts: 'width=720,height=1280' })).toEqual(['check/upscaling'])
})

test('near miss: the same size, values below zero, no video at all, and a source that is not known', () => {
  expect(codes([transcode([30])], { facts: 'width=1280,height=720,video.bitrate=1024' })).toEqual([])
  const careful = transcode([30], { override: located({ video: { width: -1280, bitrate: -1024 } }) })
  expect(codes([careful], { facts: 'width=320,height=180,bitrate=100' })).toEqual([])
  expect(codes([transcode([1140, 9])], { facts: 'width=320,height=180,bitrate=100' })).toEqual([])
  expect(codes([transcode([80])])).toEqual([])
  expect(codes([transcode([80])], { facts: 'video=none' })).toEqual(['check/source-lacks-stream'])
})

test('near miss: a film held upright by its rotation is compared as it is shown', () => {
  expect(codes([transcode([30])], { facts: 'width=720,height=1280,rotation=90' })).toEqual([])
  const closed = transcode([30], { override: located({ video: { resolutionSelfAdapting: 'close', width: 720 } }) })
  expect(codes([closed], { facts: 'width=720,height=1280,rotation=90' })).toEqual([])
})

test('an override that says the value itself is blamed at it', () => {
  const text = new Text('{"video": {"bitrate": 900}}')
  const [whole, value] = [text.at('{"video": {"bitrate": '), text.at('900')]
  const override = { value: { video: { bitrate: 900 } }, span: whole, places: [{ path: ['video', 'bitrate'], key: whole, value }] }
  expect(only(compile([transcode([10], { override })], { facts: 'video.bitrate=500' })).span).toEqual(value)
})
