import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { confinementIn } from '../execute/confine.ts'
import { runProgram } from '../execute/run-program.ts'
import type { ExpectedImages, ExpectedOutput, ExpectedSprite } from '../work.ts'
import { imageSize } from './image-headers.ts'
import { mismatch, type Mismatch, type Produced, type Verdict, type VerifyTools } from './verdict.ts'

/** A picture of 65,535 × 65,535 pixels cannot be larger for an honest reason. */
const MAX_IMAGE_BYTES = 512 * 1024 * 1024
export const DECODE_LIMIT_MS = 10 * 60_000

export async function verifyImages(expected: ExpectedImages, tools: VerifyTools): Promise<Verdict> {
  const files = expected.files.map((file) => file.path)
  const wrong = await verifyPictures(files, expected.format, expected.width, expected.height, tools)
  if (wrong !== undefined) return wrong
  const { format, width, height } = expected
  const produced = expected.files.map((file): Produced => ({
    path: file.path,
    role: 'image',
    ...(file.atMs !== undefined && { atMs: file.atMs }),
    media: stillMedia(format, width, height),
  }))
  return { ok: true, produced }
}

export async function verifySprite(expected: ExpectedSprite, tools: VerifyTools): Promise<Verdict> {
  const { sheets, width, height, tileCount, vtt } = expected
  const wrong = (await verifyTally(expected, tools)) ?? (await verifyPictures(sheets, 'jpg', width, height, tools)) ?? (await verifyMap(expected, tools))
  if (wrong !== undefined) return wrong
  const images = sheets.map((path): Produced => ({ path, role: 'image', media: { ...stillMedia('jpg', width, height), tileCount } }))
  return { ok: true, produced: [...images, { path: vtt, role: 'vtt' }] }
}

/** A tile that never came leaves the rest of its sheet blank, or every later one in the wrong place. */
async function verifyTally({ tally, tileCount, sheets }: ExpectedSprite, tools: VerifyTools): Promise<Mismatch | undefined> {
  if (tally === undefined) return undefined
  const text = await readFile(join(tools.folder, tally), 'utf8').catch(() => '')
  const tiles = text.match(/^frame:/gm)?.length ?? 0
  return tiles === tileCount ? undefined : mismatch(`${tileCount} tiles in ${sheets[0] ?? 'the sprite'}`, `${tiles}`)
}

export function stillMedia(container: string, width: number, height: number) {
  return { container, width, height, durationSeconds: 0, bitrateKbps: 0, videoStreams: [], audioStreams: [] }
}

/** Header and end of each in this process, then one decoder for the whole set. */
async function verifyPictures(files: readonly string[], format: 'jpg' | 'png', width: number, height: number, tools: VerifyTools): Promise<Mismatch | undefined | Extract<Verdict, { ok: 'unknown' }>> {
  for (const file of files) {
    const path = join(tools.folder, file)
    const size = await stat(path).then((kind) => kind.size, () => undefined)
    if (size === undefined) return mismatch(`the image ${file}`, 'no such file')
    if (size > MAX_IMAGE_BYTES) return mismatch(`${file} within ${MAX_IMAGE_BYTES} bytes`, `${size} bytes`)
    const found = imageSize(await readFile(path), format)
    if (typeof found === 'string') return mismatch(`${file} as a ${format} of ${width}x${height}`, found)
    if (found.width !== width || found.height !== height) return mismatch(`${file} of ${width}x${height}`, `${found.width}x${found.height}`)
  }
  const open = files.filter((file) => tools.decoded?.has(file) !== true)
  return open.length === 0 ? undefined : decodeAll(open, format, tools)
}

/** All pictures of one format that a step made. */
export interface Pictures {
  readonly format: 'jpg' | 'png'
  readonly files: readonly string[]
  /** How many outputs they are of. */
  readonly outputs: number
  /** The shortest side of any of them. */
  readonly smallest: number
}

export function picturesOf(outputs: readonly ExpectedOutput[], format: 'jpg' | 'png'): Pictures {
  const all = outputs.flatMap((output) => (output.kind === 'media' ? [] : [output])).filter((output) => (output.kind === 'sprite' ? 'jpg' : output.format) === format)
  const files = all.flatMap((output) => (output.kind === 'sprite' ? output.sheets : output.files.map(({ path }) => path)))
  return { format, files, outputs: all.length, smallest: Math.min(...all.flatMap(({ width, height }) => [width, height])) }
}

/**
 * Which pictures decode, of all outputs of a step in one decoder: to start one costs as much as many pictures. Where one of them
 * fails none is in the answer, and each output is then looked into by itself.
 */
export async function decodePictures(groups: readonly Pictures[], tools: VerifyTools): Promise<ReadonlySet<string>> {
  const decoded: string[] = []
  for (const { format, files, outputs } of groups) if (outputs > 1 && (await decodeAll(files, format, tools)) === undefined) decoded.push(...files)
  return new Set(decoded)
}

async function decodeAll(files: readonly string[], format: 'jpg' | 'png', tools: VerifyTools) {
  let decoded = 0
  const end = await runProgram({
    program: tools.ffprobe,
    args: ['-v', 'error', '-f', format === 'png' ? 'png_pipe' : 'jpeg_pipe', '-show_entries', 'frame=width', '-of', 'compact', '-i', 'pipe:0'],
    input: Readable.from(bytesOf(files.map((file) => join(tools.folder, file)))),
    onLine: (line) => {
      if (line.startsWith('frame|')) decoded += 1
    },
    limitMs: DECODE_LIMIT_MS,
    ...confinementIn(tools.sandbox, []),
    signal: tools.signal,
  })
  if (end.how !== 'exited') return { ok: 'unknown' as const, end }
  if (decoded === files.length) return undefined
  return mismatch(`${files.length} images that decode`, `${decoded} (${end.lastLines.at(-1) ?? 'no message'})`)
}

export async function* bytesOf(paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) for await (const chunk of createReadStream(path)) if (Buffer.isBuffer(chunk)) yield chunk
}

/** A cue for every small picture, each inside a sheet that is there. */
async function verifyMap(expected: ExpectedSprite, tools: VerifyTools): Promise<Mismatch | undefined> {
  const text = await readFile(join(tools.folder, expected.vtt), 'utf8').catch(() => undefined)
  if (text === undefined || !text.startsWith('WEBVTT')) return mismatch(`the WebVTT map ${expected.vtt}`, text === undefined ? 'no such file' : 'another text')
  const cues = [...text.matchAll(/^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm)]
  if (cues.length !== expected.tileCount) return mismatch(`${expected.tileCount} cues in ${expected.vtt}`, `${cues.length}`)
  const gap = gapIn(text, expected.endSeconds)
  if (gap !== undefined) return mismatch(`cues in ${expected.vtt} from 0 to ${expected.endSeconds.toFixed(3)} s without a gap`, gap)
  const stray = cues.find((cue) => {
    const [, sheet = '', x, y, width, height] = cue
    return !expected.sheets.includes(sheet) || Number(x) + Number(width) > expected.width || Number(y) + Number(height) > expected.height
  })
  return stray === undefined ? undefined : mismatch(`cues within the sheets of ${expected.width}x${expected.height}`, stray[0])
}

/** Where the times of a map leave a part of the film without a picture; times are written down in milliseconds. */
function gapIn(text: string, endSeconds: number): string | undefined {
  let covered = 0
  for (const [line, from = '', to = ''] of text.matchAll(/^([\d:.]+) --> ([\d:.]+)$/gm)) {
    if (Math.abs(secondsOf(from) - covered) > 0.002) return `'${line}' after ${covered.toFixed(3)} s`
    covered = secondsOf(to)
  }
  return Math.abs(covered - endSeconds) > 0.002 ? `an end at ${covered.toFixed(3)} s` : undefined
}

function secondsOf(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
