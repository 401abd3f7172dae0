/**
 * Where ffmpeg, asked plainly, ends with status 0 and a wrong file (performance.md §F): each on a real clip, by what can be seen. The
 * pictures of seeks, offsets and samples are in counter-clips.test.ts, damaged files in media-matrix.test.ts.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { locateFfprobe } from '@vodflow/backend-ffmpeg'
import { runTestFfmpeg } from '@vodflow/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResult } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const media = process.env['VODFLOW_MEDIA']
if (media === undefined) process.stderr.write('SKIPPED: the traps on real clips, since VODFLOW_MEDIA is not set\n')

const folder = mkdtempSync(join(tmpdir(), 'vodflow-traps-'))
writeFileSync(join(folder, 'vodflow.config.json'), '{ "encoder": { "speed": "ultrafast" } }')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let ffprobe = ''
beforeAll(async () => {
  const found = await locateFfprobe({ env: process.env }, undefined)
  ffprobe = found.ok ? found.value.path : ''
})

interface Stream {
  readonly codec_type: string
  readonly width?: number
  readonly height?: number
  readonly pix_fmt?: string
  readonly color_range?: string
  readonly color_transfer?: string
  readonly color_primaries?: string
  readonly sample_aspect_ratio?: string
  readonly nb_read_packets?: string
}

function streamsOf(path: string): readonly Stream[] {
  // What ffprobe prints; every use below looks at what is there.
  return (JSON.parse(execFileSync(ffprobe, ['-v', 'error', '-count_packets', '-of', 'json', '-show_streams', path], { encoding: 'utf8' })) as { readonly streams: readonly Stream[] }).streams
}

const clip = (name: string): string => join(media ?? '', name)

/** One procedure on one clip, which must end well; the folder of its outputs. */
async function made(process: object, source: string): Promise<string> {
  const out = mkdtempSync(join(folder, 'out-'))
  const file = `${out}.json`
  writeFileSync(file, JSON.stringify({ process }))
  const run = await runVodflow(['run', file, '-i', source, '-o', out], { cwd: folder })
  expect(run.status, run.stderr + run.stdout).toBe(0)
  return out
}

const transcode = (definition: number, video: object = {}) => ({ transcode: [{ definition, override: { video: { fps: 0, ...video } } }] })

/** Frames, ascending, as 64 × 36 grey pixels each, whatever their shape. */
async function looks(path: string, frames: readonly number[], before: readonly string[] = []): Promise<readonly Buffer[]> {
  const chosen = frames.map((at) => `eq(n,${at})`).join('+')
  const pixels = await runTestFfmpeg([...before, '-i', path, '-vf', `select='${chosen}',scale=64:36:flags=area,format=gray`, '-fps_mode', 'passthrough', '-frames:v', String(frames.length), '-f', 'rawvideo', '-'])
  return frames.map((_, at) => pixels.subarray(at * 64 * 36, (at + 1) * 64 * 36))
}

async function look(path: string, at = 0, before: readonly string[] = []): Promise<Buffer> {
  const [frame = Buffer.alloc(0)] = await looks(path, [at], before)
  return frame
}

/** Mean difference of two pictures, of 255. */
function apart(one: Buffer, other: Buffer): number {
  expect(one.length).toBe(64 * 36)
  expect(other.length).toBe(one.length)
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length
}

const mean = (pixels: Buffer): number => pixels.reduce((sum, value) => sum + value, 0) / pixels.length

const spread = (pixels: Buffer): number => Math.max(...pixels) - Math.min(...pixels)

function packetsOf(path: string, stream: string): readonly string[] {
  return execFileSync(ffprobe, ['-v', 'fatal', '-select_streams', stream, '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0', path], { encoding: 'utf8' }).split('\n').filter((line) => /^\d/.test(line))
}

const sorted = (lines: readonly string[]): readonly number[] => lines.map(Number.parseFloat).toSorted((a, b) => a - b)

/** When each frame is shown, ascending. */
const timesOf = (path: string): readonly number[] => sorted(packetsOf(path, 'v:0'))

const keyTimesOf = (path: string): readonly number[] => sorted(packetsOf(path, 'v:0').filter((line) => line.includes('K')))

const soundStart = (path: string): number => sorted(packetsOf(path, 'a:0'))[0] ?? Number.NaN

describe.skipIf(media === undefined)('what ffmpeg gets wrong when asked plainly', { timeout: 60_000 }, () => {
  test('cover art is no video, and no audio is no failure', async () => {
    const sound = await made({ transcode: [{ definition: 1110 }] }, clip('audio-bbb-coverart-10s.m4a'))
    expect(streamsOf(join(sound, 'v.f1110.m4a')).map(({ codec_type }) => codec_type)).toEqual(['audio'])
    const silent = await made({ transcode: [{ definition: 10 }] }, `${clip('croatia-1080p25-8s-counter-noaudio.mp4')}#0,0.4`)
    expect(streamsOf(join(silent, 'v.f10.mp4')).map(({ codec_type }) => codec_type)).toEqual(['video'])
  })

  test('data tracks are left behind, also by a copy', async () => {
    const out = await made({ transcode: [{ definition: 9 }] }, clip('phone-hevc-hlg-editlist-datatracks-rot90-2.5s.mp4'))
    expect(streamsOf(join(out, 'v.f9.mp4')).map(({ codec_type }) => codec_type)).toEqual(['video', 'audio'])
  })

  test('odd sides become even ones, and the picture stays', async () => {
    const source = clip('bbb-odd-427x241-3s.webm')
    const out = await made(transcode(10, { width: 0, height: 0, bitrate: 600 }), `${source}#0,1`)
    const [video] = streamsOf(join(out, 'v.f10.mp4'))
    expect([Number(video?.width) % 2, Number(video?.height) % 2]).toEqual([0, 0])
    expect(Math.abs(Number(video?.width) - 427) + Math.abs(Number(video?.height) - 241)).toBeLessThanOrEqual(2)
    expect(apart(await look(join(out, 'v.f10.mp4'), 20), await look(source, 20))).toBeLessThan(6)
  })

  test('a turned film stands upright, in every kind of output', async () => {
    const source = clip('bbb-1080p24-rot90-2s.mp4')
    const out = await made({ ...transcode(10, { bitrate: 600 }), coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 1.01 }], imageSprite: [{ definition: 10 }] }, source)
    const [video] = streamsOf(join(out, 'v.f10.mp4'))
    expect([video?.width, video?.height]).toEqual([180, 320])
    const frames = await looks(source, [20, 21, 22, 23, 24])
    const upright = frames[4] ?? Buffer.alloc(0)
    expect(apart(await look(join(out, 'v.f10.mp4'), 24), upright)).toBeLessThan(3)
    const cover = await look(join(out, 'cover.jpg'))
    expect(Math.min(...frames.map((frame) => apart(cover, frame)))).toBeLessThan(2)
    expect(apart(upright, await look(source, 24, ['-noautorotate']))).toBeGreaterThan(6)
  })

  test('pixels that are not square become square, without a change of shape', async () => {
    const source = clip('sar2x1-640x360-5s.mp4')
    const out = await made(transcode(10, { bitrate: 600 }), `${source}#0,1.5`)
    const [video] = streamsOf(join(out, 'v.f10.mp4'))
    expect([video?.width, video?.height, video?.sample_aspect_ratio ?? '1:1']).toEqual([320, 90, '1:1'])
    expect(apart(await look(join(out, 'v.f10.mp4'), 30), await look(source, 30))).toBeLessThan(6)
  })

  const hdr = [['hdr10-av1-1080p60-1s.mp4', 'smpte2084'], ['phone-hevc-hlg-editlist-datatracks-rot90-2.5s.mp4', 'arib-std-b67']] as const
  test.each(process.env['VODFLOW_TORTURE'] === undefined ? hdr.slice(0, 1) : hdr)('%s (%s) becomes 8-bit BT.709 that is neither grey nor dark', async (name, transfer) => {
    const source = clip(name)
    const out = await made({ ...transcode(10, { bitrate: 800 }), coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 0.3 }] }, `${source}#0,0.4`)
    const [video] = streamsOf(join(out, 'v.f10.mp4'))
    expect(video).toMatchObject({ pix_fmt: 'yuv420p', color_transfer: 'bt709', color_primaries: 'bt709', color_range: 'tv' })
    const film = await look(join(out, 'v.f10.mp4'), 5)
    // Untouched, HDR squeezes everything into the middle: the picture gains contrast by being mapped.
    expect(transfer === 'smpte2084' ? spread(film) : 255).toBeGreaterThan(60)
    expect(mean(film)).toBeGreaterThan(30)
    expect(mean(film)).toBeLessThan(200)
    expect(Math.abs(mean(await look(join(out, 'cover.jpg'))) - mean(film))).toBeLessThan(25)
  })

  test('the full range of a phone becomes limited range, and looks the same', async () => {
    const source = clip('phone-pixel7-vfr-rot180-noaudio-1s.mp4')
    const out = await made(transcode(10, { bitrate: 800 }), source)
    const [video] = streamsOf(join(out, 'v.f10.mp4'))
    expect(video).toMatchObject({ pix_fmt: 'yuv420p', color_range: 'tv' })
    expect(apart(await look(join(out, 'v.f10.mp4'), 5), await look(source, 5))).toBeLessThan(6)
  })

  test('a variable rate keeps every frame at its time where the template takes the source’s rate', async () => {
    const source = clip('screen-vfr-3026x1386-9s.mp4')
    const out = await made(transcode(10, { bitrate: 400 }), source)
    const [asked, found] = [timesOf(source), timesOf(join(out, 'v.f10.mp4'))]
    // One more, which holds the last picture until the end.
    expect(found.length).toBe(asked.length + 1)
    expect(found.at(-1)).toBeGreaterThan(8.5)
    const off = found.slice(0, -1).map((time, at) => Math.abs(time - (found[0] ?? 0) - ((asked[at] ?? 0) - (asked[0] ?? 0))))
    expect(Math.max(...off)).toBeLessThan(0.002)
  })

  test.each(['bbb-480p24-6s.ts', 'bbb-480p24-6s.flv'])('%s, without an index and with one key frame, gives the pictures of the same film', async (name) => {
    const out = await made({ snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 1500, 3000, 5000] }], imageSprite: [{ definition: 10 }] }, clip(name))
    // Times count from the container's start, and the picture may begin a little after the sound.
    const [late = 0, start = 0] = ['stream=start_time', 'format=start_time'].map((entry) => Number.parseFloat(execFileSync(ffprobe, ['-v', 'error', '-select_streams', 'v:0', '-show_entries', entry, '-of', 'csv=p=0', clip(name)], { encoding: 'utf8' })))
    const times = [0, 1500, 3000, 5000]
    const same = await looks(clip('bbb-480p24-30s.mp4'), times.map((ms) => Math.max(0, Math.floor((ms / 1000 - (late - start)) * 24 + 0.05))))
    for (const [at, ms] of times.entries()) expect(apart(await look(join(out, `snapshot.f10_${ms}.jpg`)), same[at] ?? Buffer.alloc(0)), `${ms} ms`).toBeLessThan(3)
    expect(mean(await look(join(out, 'sprite.f10_000.jpg')))).toBeGreaterThan(0)
  })

  test('the first frame of a transport stream is the one at its start, not at zero', async () => {
    const source = clip('bbb-2.5s.ts')
    const out = await made({ coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 0 }], ...transcode(10, { bitrate: 800 }) }, source)
    expect(apart(await look(join(out, 'cover.jpg')), await look(source))).toBeLessThan(5)
    expect(Number(readResult(out).processTaskList.find((task) => task.taskType === 'Transcode')?.output?.['duration'])).toBe(3)
  })

  test('a recording that begins within a group of pictures begins with the first that can be shown, and is not called damaged', async () => {
    const whole = join(folder, 'whole.ts')
    await runTestFfmpeg(['-ss', '10.5', '-i', clip('bbb-480p24-30s.mp4'), '-t', '4', '-c', 'copy', whole])
    const bytes = readFileSync(whole)
    const cut = join(folder, 'cut.ts')
    writeFileSync(cut, bytes.subarray(Math.floor(bytes.length / 188 / 6) * 188))
    const [first = 0] = timesOf(cut)
    const key = keyTimesOf(cut).find((time) => time > first) ?? 0
    expect(key - first, 'the case that is meant').toBeGreaterThan(0.5)
    const out = await made({ transcode: [{ definition: 10, override: { video: { fps: 0 } } }, { definition: 210, override: { video: { fps: 0, width: 160, height: 0 } } }], coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 0 }] }, cut)
    expect(apart(await look(join(out, 'v.f10.mp4')), await look(cut))).toBeLessThan(4)
    expect(apart(await look(join(out, 'cover.jpg')), await look(cut))).toBeLessThan(4)
    const sound = soundStart(cut)
    expect(timesOf(join(out, 'v.f10.mp4'))[0]).toBeCloseTo(key - sound, 1)
    const told = readFileSync(join(out, 'v.f210.m3u8'), 'utf8').matchAll(/#EXTINF:([\d.]+)/g)
    const end = Math.max(...timesOf(cut)) - sound
    expect([...told].reduce((sum, [, seconds]) => sum + Number(seconds), 0)).toBeCloseTo(end, 0)
  })

  test('of several video streams the same one is taken for every output', async () => {
    const source = clip('multi-2video-2audio-4s.mp4')
    const out = await made({ ...transcode(10, { bitrate: 600 }), coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 1 }], imageSprite: [{ definition: 10 }] }, `${source}#0,1.2`)
    expect(streamsOf(join(out, 'v.f10.mp4')).length).toBe(2)
    const larger = await runTestFfmpeg(['-i', source, '-map', '0:1', '-vf', "select='eq(n,29)',scale=64:36:flags=area,format=gray", '-frames:v', '1', '-f', 'rawvideo', '-'])
    expect(apart(await look(join(out, 'cover.jpg')), larger)).toBeLessThan(4)
    expect(apart(await look(join(out, 'v.f10.mp4'), 29), larger)).toBeLessThan(8)
  })
})
