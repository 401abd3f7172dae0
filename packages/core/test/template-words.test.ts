import { templateWords } from '@vodflow/core'
import { expect, test } from 'vitest'

test('a frame of 0 is the source\u2019s, and one side of 0 follows the other', () => {
  const snapshot = { format: 'jpg', fillType: 'stretch' } as const
  expect(templateWords('snapshot', { ...snapshot, width: 0, height: 0 })).toBe('jpg as the source')
  expect(templateWords('snapshot', { ...snapshot, width: 0, height: 270 })).toBe('jpg autox270')
})

test('a remux says only its container, and an output without video only its sound', () => {
  expect(templateWords('transcode', { container: 'mp4', remux: true })).toBe('mp4, remuxed')
  const audio = { codec: 'libmp3lame', bitrate: 128, sampleRate: 44_100, soundSystem: 2, audioProfile: 'aac_lc' } as const
  expect(templateWords('transcode', { container: 'mp3', audio })).toBe('mp3 libmp3lame 128 kbps')
})
