/** Aligned renditions of films whose frames do not fall on whole seconds: segments begin together, each with a picture of its own. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTestFfmpeg, type MediaPlaylist } from '@vodflow/testing'
import { afterAll, expect, test, vi } from 'vitest'
import { filesBelow } from './film-folder.ts'
import { createHlsProject, playlistIn, threeSegments } from './hls-run.ts'
import { runVodflow } from './run-vodflow.ts'

const sources = process.env['VODFLOW_MEDIA']
if (sources === undefined) process.stderr.write('SKIPPED: aligned renditions of a film of a variable rate, since VODFLOW_MEDIA is not set\n')

const { place } = createHlsProject('hls')
afterAll(() => place.remove())

/** A run each, on a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000 })

writeFileSync(place.path('Aligned.json'), JSON.stringify({ process: { transcode: [{ definition: [900, 901], idrAlignment: true, hlsMasterPlaylist: true }] } }))
for (const [definition, width] of [[910, 128], [911, 256]] as const) {
  const video = { codec: 'libx264', fps: 24, width, height: 0, bitrate: 128, maxGop: 4 }
  writeFileSync(place.path(`templates/${definition}.json`), JSON.stringify({ kind: 'transcode', definition, container: 'hls', video, isFiltrateAudio: 1 }))
}
writeFileSync(place.path('Retimed.json'), JSON.stringify({ process: { transcode: [{ definition: [910, 911], idrAlignment: true, hlsMasterPlaylist: true }] } }))

interface Start {
  readonly seconds: number
  readonly idr: boolean
}

/** When the first picture of each segment is shown, and whether nothing before it is needed: read from the packets themselves. */
function startsOf(folder: string, { segments }: MediaPlaylist): readonly Start[] {
  return segments.map(({ uri }) => {
    const picture = firstPicture(readFileSync(join(folder, uri)))
    const kinds = nalKinds(picture)
    return { seconds: timeOf(picture), idr: kinds.includes(5) && !kinds.includes(1) }
  })
}

const packetBytes = 188

/** All payload of the first video packet (PES), which holds one picture. */
function firstPicture(stream: Buffer): Buffer {
  const parts: Buffer[] = []
  let pid: number | undefined
  for (let at = 0; at + packetBytes <= stream.length; at += packetBytes) {
    const packet = stream.subarray(at, at + packetBytes)
    const payload = packet.subarray(((packet[3] ?? 0) & 0x20) === 0 ? 4 : 5 + (packet[4] ?? 0))
    const begins = ((packet[1] ?? 0) & 0x40) !== 0
    const own = packet.readUInt16BE(1) & 0x1fff
    if (pid === own && begins) break
    if (pid === undefined && begins && payload.toString('hex', 0, 4) === '000001e0') pid = own
    if (pid === own) parts.push(payload)
  }
  return Buffer.concat(parts)
}

/** Its presentation time stamp: 33 bits in five bytes. */
function timeOf(picture: Buffer): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = picture.subarray(9, 14)
  return (((a >> 1) & 7) * 2 ** 30 + b * 2 ** 22 + (c >> 1) * 2 ** 15 + d * 2 ** 7 + (e >> 1)) / 90_000
}

function nalKinds(stream: Buffer): readonly number[] {
  const kinds: number[] = []
  const mark = Buffer.from([0, 0, 1])
  for (let at = stream.indexOf(mark, 9); at >= 0; at = stream.indexOf(mark, at + 3)) kinds.push((stream[at + 3] ?? 0) & 0x1f)
  return kinds
}

async function aligned(procedure: string, film: string, out: string): Promise<readonly (readonly Start[])[]> {
  const ran = await runVodflow(['run', `./${procedure}.json`, '-i', film, '-o', out], { cwd: place.path('.') })
  expect(ran.status, ran.stderr).toBe(0)
  const folder = place.path(out)
  const playlists = filesBelow(folder).filter((name) => name.startsWith('v.') && name.endsWith('.m3u8')).map((name) => playlistIn(folder, name).read)
  const media = playlists.filter((read) => read.kind === 'media')
  expect(media).toHaveLength(2)
  expect(new Set(media.map(({ segments }) => JSON.stringify(segments.map(({ seconds }) => seconds)))).size).toBe(1)
  for (const { segments, targetDuration } of media) {
    expect(targetDuration).toBeLessThanOrEqual(11)
    expect(segments.length).toBe(3)
  }
  return media.map((read) => startsOf(folder, read))
}

function expectTogether([small, large]: readonly (readonly Start[])[], boundaries: readonly number[], frame: number): void {
  expect(small).toEqual(large)
  expect(small?.every(({ idr }) => idr)).toBe(true)
  const [zero = 0, ...others] = (small ?? []).map(({ seconds }) => seconds)
  for (const [at, seconds] of others.entries()) {
    // The first frame that is shown at the tenth second or after it.
    expect(seconds - zero).toBeGreaterThanOrEqual((boundaries[at] ?? 0) - 0.001)
    expect(seconds - zero).toBeLessThan((boundaries[at] ?? 0) + frame)
  }
}

test('29.97 frames a second, as they are', async () => {
  await threeSegments(place.path('ntsc.mp4'), '30000/1001')
  expectTogether(await aligned('Aligned', 'ntsc.mp4', 'ntsc'), [10, 20], 1001 / 30_000)
})

test('29.97 frames a second made 24, with a key frame every four seconds besides', async () => {
  expectTogether(await aligned('Retimed', 'ntsc.mp4', 'retimed'), [10, 20], 1 / 24)
})

test.skipIf(sources === undefined)('a variable rate, every frame at its own time', async () => {
  await runTestFfmpeg(['-stream_loop', '2', '-i', join(sources ?? '', 'bbb-vfr-640x360-10s.mp4'), '-c', 'copy', '-t', '23', place.path('vfr.mp4')])
  expectTogether(await aligned('Aligned', 'vfr.mp4', 'vfr'), [10, 20], 0.5)
})

test('the master playlist of a film without sound names one codec', () => {
  const folder = place.path('retimed')
  const { read } = playlistIn(folder, 'master_playlist.m3u8')
  expect(read.kind === 'master' && read.variants.map(({ codecs, frameRate }) => [codecs.length, frameRate])).toEqual([[1, 24], [1, 24]])
  expect(readFileSync(join(folder, 'master_playlist.m3u8'), 'utf8')).not.toContain('mp4a')
})
