/**
 * Every real clip × six procedures: outputs whose size, rotation, duration, streams and pixel format are right, or a named failure.
 * `npm test` takes one procedure for each clip; `npm run torture` takes them all.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { locateFfprobe } from '@vodflow/backend-ffmpeg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { broken, clips, type Clip } from './media-table.ts'
import { runVodflow } from './run-vodflow.ts'

const media = process.env['VODFLOW_MEDIA']
const everything = process.env['VODFLOW_TORTURE'] !== undefined
if (media === undefined) process.stderr.write('SKIPPED: the matrix of real clips, since VODFLOW_MEDIA is not set\n')

const folder = mkdtempSync(join(tmpdir(), 'vodflow-matrix-'))
const project = join(folder, 'project')

beforeAll(() => {
  const example = resolve(import.meta.dirname, '../procedures/examples/custom-preset')
  mkdirSync(project)
  cpSync(join(example, 'templates'), join(project, 'templates'), { recursive: true })
  cpSync(join(example, 'vodflow.config.json'), join(project, 'vodflow.config.json'))
  writeFileSync(join(project, 'ladder.json'), JSON.stringify({
    process: { transcode: [{ definition: [210, 220], hlsMasterPlaylist: true, idrAlignment: true }] },
  }))
  // No side above 480, no rate above 15 or the source's; measured first, encoded then.
  writeFileSync(join(project, 'templates', 'transcode.930.json'), JSON.stringify({
    kind: 'transcode', definition: 930, extends: 20,
    video: { width: -480, height: 0, fps: -15, bitrate: -400, videoRateControl: 1 }, audio: { bitrate: -64, sampleRate: -32000, soundSystem: 1 },
  }))
  writeFileSync(join(project, 'pictures.json'), JSON.stringify({
    process: {
      animatedGraphics: [{ definition: 20000, startTime: 0, endTime: 2 }, { definition: 20001, startTime: 0, endTime: 2 }],
      snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 500] }],
      coverBySnapshot: [{ definition: 10, positionType: 'Percent', position: 50 }],
      sampleSnapshot: [{ definition: 10 }],
      imageSprite: [{ definition: 10 }],
    },
  }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const procedures = [
  { name: 'main', call: 'QCVB_SimpleProcessFile({10,20,230},0,10,10)' },
  { name: 'audio-remux', call: 'QCVB_SimpleProcessFile({6,9,1110,1010})' },
  { name: 'pictures', call: './pictures.json' },
  { name: 'ladder', call: './ladder.json' },
  { name: 'never-above', call: 'QCVB_SimpleProcessFile({930},150)' },
  { name: 'hevc-flv-mark', call: 'QCVB_SimpleProcessFile({520,620,10047},150)' },
] as const

/** Which side a template fixes, from templates.md §1: the long one in pixels, or the short one. */
const sides: Readonly<Record<number, { readonly long?: number; readonly short?: number }>> = {
  10: { long: 320 }, 20: { long: 640 }, 230: { long: 1280 }, 10047: { long: 640 }, 210: { long: 320 }, 220: { long: 640 }, 520: { short: 480 }, 620: { short: 480 },
}
const audioOnly = [1110, 1010]
const remux = [6, 9]

/** Clips that a remux cannot carry: into MPEG-TS no rotation survives and no VP9, AV1 or plain data goes. */
const noRemux: Readonly<Record<string, readonly number[]>> = {
  'bbb-1080p24-rot90-2s.mp4': [6],
  'bbb-odd-427x241-3s.webm': [6],
  'hdr10-av1-1080p60-1s.mp4': [6],
  'phone-hevc-hlg-editlist-datatracks-rot90-2.5s.mp4': [6],
  'phone-pixel7-vfr-rot180-noaudio-1s.mp4': [6],
}

interface WireTask {
  readonly taskType: string
  readonly status: string
  readonly errCode: number
  readonly message: string
  readonly input: { readonly definition: number }
  readonly output?: Readonly<Record<string, unknown>>
}

interface Probed {
  readonly streams: readonly {
    readonly codec_type: string; readonly codec_name: string; readonly width?: number; readonly height?: number; readonly pix_fmt?: string
    readonly duration?: string; readonly sample_aspect_ratio?: string; readonly side_data_list?: readonly { readonly rotation?: number }[]
    readonly color_transfer?: string
  }[]
  readonly format: { readonly duration: string }
}

let ffprobe = ''
beforeAll(async () => {
  const found = await locateFfprobe({ env: process.env }, undefined)
  ffprobe = found.ok ? found.value.path : ''
})

function probe(path: string): Probed {
  // What ffprobe prints is checked by the expectations on it; here it only gets a shape.
  // GCONV_PATH: the packaged ffprobe is static, and crashes on the service name in MPEG-TS where it loads this system's converters.
  const env = { ...process.env, GCONV_PATH: '/nonexistent' }
  return JSON.parse(execFileSync(ffprobe, ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', path], { encoding: 'utf8', env })) as Probed
}

const even = (value: number): number => Math.max(2, 2 * Math.round(value / 2))

/** The nearest even sides, and of two the smaller: never larger than the source. */
function sizeWithin(most: number, width: number, height: number): readonly [number, number] {
  const scale = Math.min(1, most / Math.max(width, height))
  return [2 * Math.ceil((width * scale) / 2 - 0.5 - 1e-6), 2 * Math.ceil((height * scale) / 2 - 0.5 - 1e-6)]
}

function expectedSize(clip: Clip, definition: number): readonly [number, number] {
  const [width, height] = clip.shown ?? [0, 0]
  if (definition === 930) return sizeWithin(480, width, height)
  const { long, short } = sides[definition] ?? {}
  const scale = long === undefined ? (short ?? 0) / Math.min(width, height) : long / Math.max(width, height)
  return [even(width * scale), even(height * scale)]
}

function expectDone(clip: Clip, task: WireTask, out: string): void {
  switch (task.taskType) {
    case 'Transcode':
      return expectTranscode(clip, task, out)
    case 'AnimatedGraphics': {
      const [width, height] = clip.shown ?? [0, 0]
      expect([task.output?.['width'], task.output?.['height']]).toEqual([width, height])
      return
    }
    default:
      expectPictures(clip, task, out)
  }
}

function pictureUrls({ taskType, output = {} }: WireTask): readonly string[] {
  // The wire's shapes (events.md §2.1.5); a wrong one shows as a wrong count or a missing file below.
  if (taskType === 'CoverBySnapshot') return [String(output['imageUrl'])]
  if (taskType === 'SnapshotByTimeOffset') return (output['imgInfo'] as readonly { readonly url: string }[]).map((one) => one.url)
  return output[taskType === 'ImageSprites' ? 'urlList' : 'imageUrls'] as readonly string[]
}

function expectPictures(clip: Clip, task: WireTask, out: string): void {
  const list = pictureUrls(task)
  expect(list.length).toBe({ SampleSnapshot: 10, CoverBySnapshot: 1, SnapshotByTimeOffset: 2, ImageSprites: 1 }[task.taskType])
  for (const url of list) {
    const [picture] = probe(join(out, url)).streams
    expect([picture?.width, picture?.height], url).toEqual(task.taskType === 'ImageSprites' ? [1420, 800] : clip.shown)
  }
}

function expectMaster(task: WireTask, out: string): void {
  const master = readFileSync(join(out, String(task.output?.['url'])), 'utf8')
  expect(master.match(/^v\.f2[12]0\.m3u8$/gm)).toEqual(['v.f210.m3u8', 'v.f220.m3u8'])
  expect(master.match(/CODECS="avc1\.[0-9a-f]{6}(?:,mp4a\.40\.2)?"/g)).toHaveLength(2)
}

function expectTranscode(clip: Clip, task: WireTask, out: string): void {
  const { definition } = task.input
  if (definition === 10000) return expectMaster(task, out)
  const found = probe(join(out, String(task.output?.['url'])))
  const video = found.streams.find((stream) => stream.codec_type === 'video')
  const audio = found.streams.find((stream) => stream.codec_type === 'audio')
  expect(found.streams.length).toBe((video ? 1 : 0) + (audio ? 1 : 0))
  expect(audio !== undefined).toBe(clip.audioSeconds !== undefined)
  expect(video !== undefined).toBe(clip.shown !== undefined && !audioOnly.includes(definition))
  const seconds = Math.max(video ? clip.videoSeconds ?? 0 : 0, clip.audioSeconds ?? 0)
  // Of sound alone its own length: readers differ in whether a file's length counts from zero or from where the sound starts.
  const length = Number((video ? undefined : audio?.duration) ?? found.format.duration)
  expect(Math.abs(length - seconds), `duration ${length}`).toBeLessThan(0.13)
  if (video === undefined || remux.includes(definition)) return
  expect([video.width, video.height]).toEqual(expectedSize(clip, definition))
  expect(video.pix_fmt).toBe('yuv420p')
  expect(['smpte2084', 'arib-std-b67']).not.toContain(video.color_transfer)
  expect(video.side_data_list?.some((one) => one.rotation !== undefined) ?? false).toBe(false)
  expect(['1:1', undefined]).toContain(video.sample_aspect_ratio)
}

function mayFail(clip: Clip, task: WireTask): boolean {
  const { definition } = task.input
  if (task.taskType !== 'Transcode') return clip.shown === undefined
  if (remux.includes(definition)) return noRemux[clip.name]?.includes(definition) ?? false
  return audioOnly.includes(definition) ? clip.audioSeconds === undefined : clip.shown === undefined
}

describe.skipIf(media === undefined)('real clips', () => {
  const cases = clips.flatMap((clip, at) => procedures.filter(({ name }, index) => everything || (clip.name.startsWith('long') ? name === 'pictures' : index === (at + 1) % procedures.length)).map((procedure) => ({ clip, procedure })))

  test.each(cases)('$clip.name × $procedure.name', { timeout: 400_000 }, async ({ clip, procedure }) => {
    const out = join(folder, `${clip.name}-${procedure.name}`)
    const run = await runVodflow(['run', procedure.call, '-i', join(media ?? '', clip.name), '-o', out], { cwd: project })
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as { readonly processTaskList: readonly WireTask[] }
    expect(result.processTaskList.length, run.stderr).toBeGreaterThan(0)
    for (const task of result.processTaskList) {
      const label = `${task.taskType} ${task.input.definition}: ${task.message}`
      expect(task.status, label).toBe(mayFail(clip, task) ? 'FAIL' : 'SUCCESS')
      if (task.status === 'FAIL') {
        expect(task.errCode, label).toBe(30009)
        expect(task.message.length).toBeGreaterThan(10)
      } else expectDone(clip, task, out)
    }
    expect(run.status).toBe(result.processTaskList.every((task) => task.status === 'SUCCESS') ? 0 : 1)
    rmSync(out, { recursive: true })
  })

  test.each(broken)('$name fails with its reason, or is whole', { timeout: 60_000 }, async ({ name, says, mayBeDone }) => {
    const out = join(folder, name)
    const run = await runVodflow(['run', 'QCVB_SimpleProcessFile({10},0,10,10)', '-i', join(media ?? '', name), '-o', out], { cwd: project })
    if (mayBeDone && run.status === 0) {
      expect(Math.abs(Number(probe(join(out, 'v.f10.mp4')).format.duration) - 8.083)).toBeLessThan(0.13)
      return
    }
    expect(run.status).toBe(1)
    expect(run.stderr + run.stdout).toMatch(says)
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as { readonly errCode: number; readonly processTaskList: readonly WireTask[] }
    expect(result.errCode).toBe(30009)
    expect(result.processTaskList.filter((task) => task.status !== 'FAIL' || task.errCode !== 30009)).toEqual([])
    expect(readdirSync(out).filter((file) => /\.(mp4|jpg)$/.test(file))).toEqual([])
  })
})
