import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProcessTask } from '@vodflow/core'
import { afterAll, describe, expect, test } from 'vitest'
import { constantFrames } from '../../src/frame-times.ts'
import type { Capabilities, FfmpegInspection } from '../../src/inspection.ts'
import type { CommandWork } from '../../src/work.ts'
import { animation, build2018, cover, film, mark, modern, planOf, snapshots, sprite, transcode, workOf } from './fixtures.ts'

/** A film of four seconds at 25 fps whose every frame shows its number as eight black or white bars, lowest bit left. */
const bars = "nullsrc=s=160x48:r=25:d=4,geq=lum='if(mod(floor(N/pow(2,floor(X/20))),2),235,16)':cb=128:cr=128"

const root = mkdtempSync(join(tmpdir(), 'vodflow-plan-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function builds(): readonly { readonly name: string; readonly capabilities: Capabilities }[] {
  return [['the one on PATH', 'ffmpeg'], ['the 2018 one', installed()] as const].flatMap(([name = '', program]) => {
    const help = program === undefined ? '' : spawnSync(program, ['-hide_banner', '-h', 'long'], { encoding: 'utf8' }).stdout ?? ''
    if (help === '' || program === undefined) {
      process.stderr.write(`skipped: plans are not run on ffmpeg (${name}), which is not here\n`)
      return []
    }
    return [{ name, capabilities: { ...(help.includes('-fps_mode') ? modern : build2018), program } }]
  })
}

function installed(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`@ffmpeg-installer/${process.platform}-${process.arch}/ffmpeg`)
  } catch {
    return undefined
  }
}

function ffmpeg(program: string, args: readonly string[], cwd = root): Buffer {
  const { status, stdout, stderr } = spawnSync(program, ['-hide_banner', '-nostdin', '-y', '-v', 'error', ...args], { cwd, maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}: ${stderr.toString()}`)
  return stdout
}

/** What an executor does with a step's work, without its care. */
function perform(work: CommandWork): string {
  const folder = mkdtempSync(join(root, 'work-'))
  const copy = ({ from, to }: { readonly from: string; readonly to: string }): void => copyFileSync(join(folder, from), join(folder, to))
  for (const { from, to } of work.stage ?? []) copyFileSync(from, join(folder, to))
  for (const { args, arrange = [] } of work.commands) {
    for (const each of arrange) copy(each)
    ffmpeg(work.program, args, folder)
  }
  for (const each of work.arrange) copy(each)
  for (const { path, text } of work.write) writeFileSync(join(folder, path), text)
  return folder
}

/** The number that a picture, or a part of it, shows. */
function numberIn(program: string, picture: string, crop = 'null'): number {
  const levels = ffmpeg(program, ['-i', picture, '-vf', `${crop},scale=8:1:flags=area`, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'])
  return [...levels.subarray(0, 8)].reduce((sum, level, bit) => sum + (level > 127 ? 2 ** bit : 0), 0)
}

function inspectionOf(path: string, capabilities: Capabilities, change: Partial<FfmpegInspection> = {}): FfmpegInspection {
  const stream = { codedWidth: 160, codedHeight: 48, width: 160, height: 48, durationSeconds: 4, colour: { range: 'tv', space: 'unknown', primaries: 'unknown', transfer: 'unknown' } }
  const made = film({
    video: stream, audio: { durationSeconds: 4 }, facts: { durationSeconds: 4 },
    inspection: {
      capabilities, frames: constantFrames({ num: 25, den: 1 }, 4),
      keyFrames: [0, 1.2, 2.4, 3.6], ...change,
    },
  })
  return { ...made, parts: [{ ...made, file: { path, identity: { sizeBytes: 1, mtimeMs: 0, sha256OfEnds: '' } } }] }
}

const offsets = [0, 39, 40, 1199, 1200, 1999, 2001, 3960, 4000]
const numbers = [0, 0, 1, 29, 30, 49, 50, 99, 99]

describe.each(builds())('on ffmpeg, $name', ({ capabilities }) => {
  const { program } = capabilities
  const path = join(root, `${capabilities.version}.mp4`)
  ffmpeg(program, ['-f', 'lavfi', '-i', bars, '-f', 'lavfi', '-i', 'sine=frequency=440:duration=4', '-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '30', '-sc_threshold', '0', '-pix_fmt', 'yuv420p', '-c:a', 'aac', path])
  const shown = (tasks: readonly ProcessTask[], change: Partial<FfmpegInspection> = {}): { readonly numbers: readonly number[]; readonly how: string | undefined } => {
    const step = planOf(tasks, inspectionOf(path, capabilities, change)).steps[0]
    const folder = perform(workOf(step))
    return {
      how: step?.reasons.findLast(({ choice }) => choice !== 'reuse')?.choice,
      numbers: workOf(step).outputs.flatMap((output) => (output.kind === 'images' ? output.files : [])).map((file) => numberIn(program, join(folder, file.path))),
    }
  }

  test('pictures beside an encode show exactly the frames asked for', () => {
    expect(shown([transcode(20, { video: { width: 80, fps: 10 } }), snapshots(...offsets), cover('Percent', 50)])).toEqual({ how: 'fuse', numbers: [...numbers, 50] })
  })

  test('beside a watermark they show the film without it, and the rendition shows it', () => {
    const logo = join(root, "it's [0:v]%d,logo.png")
    ffmpeg(program, ['-f', 'lavfi', '-i', 'color=c=white:s=40x48', '-frames:v', '1', '-f', 'image2', '-update', '1', join(root, 'logo.png')])
    copyFileSync(join(root, 'logo.png'), logo)
    const half = { ...mark, template: { ...mark.template, left: '0%', top: '0%', width: '50%', height: '100%' } } as const
    const tasks = [transcode(20, { video: { width: 160, fps: 25 }, task: { watermarks: [half] } }), snapshots(...offsets), sprite(1, { width: 160, height: 48, rows: 1, columns: 4, fillType: 'stretch' })]
    const [step, ...others] = planOf(tasks, inspectionOf(path, capabilities), [], new Map([['aa', logo]])).steps
    expect(others).toEqual([])
    const folder = perform(workOf(step))
    const pictures = workOf(step).outputs.flatMap((output) => (output.kind === 'images' ? output.files : []))
    expect(pictures.map((file) => numberIn(program, join(folder, file.path)))).toEqual(numbers)
    expect([0, 1, 2, 3].map((at) => numberIn(program, join(folder, 'sprite.f10_000.jpg'), `crop=160:48:${at * 160}:0`))).toEqual([0, 25, 50, 75])
    for (const number of [0, 45, 99]) {
      ffmpeg(program, ['-i', 'v.f20.mp4', '-vf', `select='gte(n,${number})'`, '-frames:v', '1', 'marked.png'], folder)
      // The four lower bars are white below the logo.
      expect(numberIn(program, join(folder, 'marked.png'))).toBe(number | 15)
    }
  })

  test('so do pictures from one decode', () => {
    expect(shown([snapshots(...offsets)])).toEqual({ how: 'scan', numbers })
  })

  test('so do pictures that are sought', () => {
    // An index without steps between its key frames makes seeking the cheaper way.
    const keyFrames = Array.from({ length: 100 }, (_, at) => at / 25)
    expect(shown([snapshots(2001)], { keyFrames })).toEqual({ how: 'seek', numbers: [50] })
    expect(shown([snapshots(3999)], { keyFrames })).toEqual({ how: 'seek', numbers: [99] })
  })

  test('a sprite holds its tiles in order', () => {
    const task = sprite(0.5, { width: 160, height: 48, rows: 2, columns: 3, fillType: 'stretch' })
    const work = workOf(planOf([transcode(20, { video: { width: 80 } }), task], inspectionOf(path, capabilities)).steps[0])
    const folder = perform(work)
    const tile = (at: number): number => numberIn(program, join(folder, `sprite.f10_00${Math.floor(at / 6)}.jpg`), `crop=160:48:${(at % 3) * 160}:${Math.floor((at % 6) / 3) * 48}`)
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(tile)).toEqual([0, 12, 25, 37, 50, 62, 75, 87])
    expect(readdirSync(folder).filter((name) => /sprite\.f10_\d+\.jpg/.test(name))).toHaveLength(2)
  })

  test('key frames by seeks and by a pass over key frames are the same', () => {
    const task = sprite(1, { width: 160, height: 48, rows: 1, columns: 4, fillType: 'stretch' })
    const tiles = (keyFrames: readonly number[]): readonly number[] => {
      const folder = perform(workOf(planOf([task], inspectionOf(path, capabilities, { keyFrames })).steps[0]))
      return [0, 1, 2, 3].map((at) => numberIn(program, join(folder, 'sprite.f10_000.jpg'), `crop=160:48:${at * 160}:0`))
    }
    expect(tiles([0, 1.2, 2.4, 3.6])).toEqual([0, 0, 30, 60])
    expect(tiles([0, 1.2, 2.4, 3.6].flatMap((at) => Array.from({ length: 20 }, () => at)))).toEqual([0, 0, 30, 60])
  })

  test('those of open groups come from a decode of all frames: by themselves most of them are lost', () => {
    const open = join(root, `${capabilities.version}-open.mp4`)
    ffmpeg(program, ['-f', 'lavfi', '-i', bars, '-c:v', 'libx264', '-preset', 'fast', '-x264-params', 'open-gop=1:bframes=3:b-adapt=0', '-g', '30', '-sc_threshold', '0', '-pix_fmt', 'yuv420p', open])
    const inspection = inspectionOf(open, capabilities)
    const parts = inspection.parts.map((part) => ({ ...part, openKeyFrames: [1.2, 2.4, 3.6] }))
    const [step] = planOf([sprite(1, { width: 160, height: 48, rows: 1, columns: 4, fillType: 'stretch' })], { ...inspection, parts }).steps
    expect(step?.reasons).toEqual([{ choice: 'scan', because: expect.stringContaining('one decode of all frames to the last of them, since H.264 key frames of open groups are not decoded alone') }])
    const folder = perform(workOf(step))
    expect([0, 1, 2, 3].map((at) => numberIn(program, join(folder, 'sprite.f10_000.jpg'), `crop=160:48:${at * 160}:0`))).toEqual([0, 0, 30, 60])
  })

  test('a frame of an animation is what the film shows at its time', () => {
    const folder = perform(workOf(planOf([animation('gif', { startTime: 1, endTime: 3 })], inspectionOf(path, capabilities)).steps[0]))
    ffmpeg(program, ['-i', join(folder, 'v.f20000.gif'), '-vsync', '0', join(folder, 'frame%d.png')])
    expect([1, 2, 3, 4].map((at) => numberIn(program, join(folder, `frame${at}.png`)))).toEqual([25, 37, 50, 62])
    expect(readdirSync(folder)).not.toContain('frame5.png')
  })

  test('one command makes MP4, HLS and FLV, and they hold all frames', () => {
    const tasks = [transcode(10, { video: { width: 80, fps: 25 } }), transcode(230, { container: 'hls', video: { width: 160, fps: 25 } }), transcode(47, { container: 'flv', video: { fps: 25, width: 160 }, audio: { codec: 'libmp3lame' } })]
    const folder = perform(workOf(planOf(tasks, inspectionOf(path, capabilities)).steps[0]))
    const last = (file: string): number => {
      ffmpeg(program, ['-i', join(folder, file), '-map', '0:v', '-an', '-vf', "select='gte(n,99)'", capabilities.options.fpsMode ? '-fps_mode' : '-vsync', 'passthrough', '-frames:v', '1', `${file}.png`], folder)
      return numberIn(program, join(folder, `${file}.png`))
    }
    expect(['v.f10.mp4', 'v.f230.m3u8', 'v.f47.flv'].map(last)).toEqual([99, 99, 99])
  })
})
