import { expect, test } from 'vitest'
import type { FfmpegInspection } from '../../src/inspection.ts'
import { choices, cover, film, modern, planOf, samples, sprite, transcode, workOf } from './fixtures.ts'

/** Ten minutes with a key frame every two seconds, in a container without an index. */
function stream(container = 'ts', durationSeconds = 600, sizeBytes = 300_000_000): FfmpegInspection {
  const made = film({ video: { durationSeconds }, facts: { durationSeconds, container, sizeBytes, startSeconds: 1.4 } })
  return { ...made, seekable: false, parts: made.parts.map((part) => ({ ...part, seekable: false, packets: { why: 'there is no index' } })) }
}

const pictures = [cover('Time', 300), samples('Percent', 10)]
const reasons = (inspection: FfmpegInspection, tasks: Parameters<typeof planOf>[0] = pictures) => planOf(tasks, inspection).steps.flatMap(choices)

test('pictures of a film without an index are sought in a copy that has one, by the times of the film', () => {
  const [step] = planOf(pictures, stream()).steps
  expect(step?.reasons.at(0)).toEqual({ choice: 'normalise', because: 'ts has no index to seek by: copying its packets into a container that has one, and 10 pictures by seeks, cost about 33.2 s of decoding, one pass 540 s' })
  const [copy, first, second] = workOf(step).commands.map(({ args }) => args.join(' '))
  expect(copy).toMatch(/ -copyts -i file:\/films\/film\.mp4 -map 0:0 -c copy -map_metadata -1 -f matroska normalised\.mkv$/)
  expect(first).not.toContain('-ss')
  // The frame at a tenth is shown at 60 s, of a film that begins at 1.4 s.
  expect(second).toContain('-seek_timestamp 1 -ss 61.38 -i normalised.mkv')
  expect(reasons(stream('flv'))).toContain('normalise')
})

test('key frames too, where reading all of them costs more', () => {
  const tiles = planOf([sprite(300)], stream())
  expect(tiles.steps.flatMap(choices)).toContain('normalise')
  expect(workOf(tiles.steps[0]).commands[2]?.args.join(' ')).toContain('-noaccurate_seek -seek_timestamp 1 -ss 301.535 -i normalised.mkv')
  expect(reasons(stream(), [sprite(10)])).toContain('scan')
})

test('refused for what has an index or no times, for a short film, a large one, a clip, a join, beside an encode, and by a build that cannot', () => {
  const [part] = stream().parts
  if (part === undefined || !('facts' in part)) return expect.fail('no file')
  const others: readonly FfmpegInspection[] = [
    film({ video: { durationSeconds: 600 }, facts: { durationSeconds: 600 } }), stream('avi'), stream('ts', 20), stream('ts', 600, 3e9),
    { ...stream(), parts: [{ ...part, clip: { startSeconds: 0, endSeconds: 599 } }] }, { ...stream(), parts: [part, part] },
    { ...stream(), capabilities: { ...modern, demuxers: modern.demuxers.filter((name) => !name.startsWith('matroska')) } }, { ...stream(), capabilities: { ...modern, muxers: modern.muxers.filter((name) => name !== 'matroska') } },
  ]
  for (const other of others) expect(reasons(other)).not.toContain('normalise')
  expect(reasons(stream(), [...pictures, transcode(20)])).not.toContain('normalise')
  expect(planOf(pictures, stream(), ['normalise']).steps.flatMap(choices)).toContain('scan')
})
