import { expect, test } from 'vitest'
import { animation, cover, film, planOf, remux, samples, sprite, transcode } from './fixtures.ts'

const tasks = [
  animation('gif'), cover('Time', 3), sprite(), samples('Percent', 10), transcode(20), transcode(30, { video: { width: 1280 } }),
  transcode(40, { video: { width: 320, videoRateControl: 1 } }), remux(6, 'mp4'), transcode(1100, { container: 'm4a', video: 'none' }),
]
const ids = (without: Parameters<typeof planOf>[2]): readonly string[] => planOf(tasks, film(), without).steps.map(({ id }) => id)

test('pictures come first, then what is copied or only sound, then encodes, the small ones early', () => {
  expect(ids(['fuse', 'beside', 'keyPackets'])).toEqual([
    'coverBySnapshot.10', 'imageSprite.10', 'sampleSnapshot.10', 'transcode.6', 'transcode.1100', 'animatedGraphics.20000', 'transcode.20', 'transcode.30', 'transcode.40',
  ])
})

test('pictures that are apart from the encodes do not wait for them', () => {
  expect(ids(['beside', 'keyPackets']).slice(0, 2)).toEqual(['pictures', 'imageSprite.10'])
})

test('without the pass steps stand as their tasks do', () => {
  expect(ids(['fuse', 'beside', 'keyPackets', 'order'])).toEqual(tasks.map(({ id }) => id))
})
