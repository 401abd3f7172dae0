/** Pictures of the two real clips whose frames show their own number: the number in a picture is the one that was asked for. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runTestFfmpeg } from '@vodflow/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResult } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const media = process.env['VODFLOW_MEDIA']
if (media === undefined) process.stderr.write('SKIPPED: the numbers in pictures of the counter clips, since VODFLOW_MEDIA is not set\n')

const everything = process.env['VODFLOW_TORTURE'] !== undefined

const folder = mkdtempSync(join(tmpdir(), 'vodflow-counter-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Counter {
  readonly name: string
  readonly rate: number
  readonly frames: number
  /** Left edge of the hundreds of its number, in pixels of the full size. */
  readonly left: number
}

const tears: Counter = { name: 'tos-1080p30-8s-counter.mp4', rate: 30_000 / 1001, frames: 240, left: 1135 }
const croatia: Counter = { name: 'croatia-1080p25-8s-counter-noaudio.mp4', rate: 25, frames: 200, left: 1195 }

const [pitch, high, digits] = [39, 58, 3]
const strip = pitch * digits

/** The last three digits of the number in each picture of a film, as grey pixels. */
async function stripsOf(film: string, left: number, count?: number): Promise<readonly Buffer[]> {
  const limit = count === undefined ? [] : ['-frames:v', String(count)]
  return cut(await runTestFfmpeg(['-i', film, '-map', '0:V:0', '-vf', stripFilter(left), '-vsync', 'passthrough', ...limit, '-f', 'rawvideo', '-']))
}

/** The same of still pictures, all in one go. */
async function stripsIn(pictures: readonly string[], left: number): Promise<readonly Buffer[]> {
  const crops = pictures.map((_, at) => `[${at}:v]${stripFilter(left)}[s${at}]`)
  const stack = `${pictures.map((_, at) => `[s${at}]`).join('')}vstack=inputs=${pictures.length}[all]`
  return cut(await runTestFfmpeg([...pictures.flatMap((path) => ['-i', path]), '-filter_complex', [...crops, stack].join(';'), '-map', '[all]', '-f', 'rawvideo', '-']))
}

function stripFilter(left: number): string {
  return `format=gray,crop=${strip}:${high}:${left}:850`
}

function cut(pixels: Buffer): readonly Buffer[] {
  return Array.from({ length: pixels.length / (strip * high) }, (_, at) => pixels.subarray(at * strip * high, (at + 1) * strip * high))
}

function glyph(pixels: Buffer, place: number): readonly number[] {
  return Array.from({ length: pitch * high }, (_, at) => pixels[Math.floor(at / pitch) * strip + place * pitch + (at % pitch)] ?? 0)
}

/** The clips count from 1: their first ten frames show each digit once, as units. */
async function reader(clip: Counter): Promise<(pixels: Buffer) => number> {
  const first = await stripsOf(join(media ?? '', clip.name), clip.left, 10)
  const shapes = first.map((pixels, at) => ({ digit: (at + 1) % 10, shape: glyph(pixels, digits - 1) }))
  const digitOf = (seen: readonly number[]): number => {
    const far = ({ shape }: { readonly shape: readonly number[] }): number => shape.reduce((sum, value, at) => sum + Math.abs(value - (seen[at] ?? 0)), 0)
    const [best, second] = shapes.toSorted((a, b) => far(a) - far(b))
    if (best === undefined || second === undefined || far(best) * 2 > far(second)) throw new Error('a digit cannot be read')
    return best.digit
  }
  return (pixels) => [0, 1, 2].reduce((number, place) => number * 10 + digitOf(glyph(pixels, place)), 0)
}

const offsets = [0, 1, 33, 34, 40, 500, 999, 1000, 1001, 2002, 2003, 3300, 3999, 4000, 5005, 6666, 7960, 7999]

function procedure(offsetsMs: readonly number[], transcode: readonly object[]): string {
  return JSON.stringify({
    process: {
      ...(transcode.length > 0 && { transcode }),
      snapshotByTimeOffset: [{ definition: 10, timeOffset: offsetsMs }],
      sampleSnapshot: [{ definition: 10 }],
      coverBySnapshot: [{ definition: 10, positionType: 'Percent', position: 50 }],
    },
  })
}

interface Picture {
  readonly seconds: number
  readonly url: string
}

/** Which second each picture was asked for; percentages are of the video's duration. */
function picturesOf(out: string, durationSeconds: number): readonly Picture[] {
  const { processTaskList } = readResult(out)
  return processTaskList.flatMap(({ taskType, status, message, output = {} }): readonly Picture[] => {
    expect(status, message).toBe('SUCCESS')
    // The wire's shapes (events.md §2.1.5); a wrong one shows as a missing file.
    if (taskType === 'CoverBySnapshot') return [{ seconds: durationSeconds / 2, url: String(output['imageUrl']) }]
    if (taskType === 'SampleSnapshot') return (output['imageUrls'] as readonly string[]).map((url, at) => ({ seconds: (durationSeconds * at) / 10, url }))
    if (taskType === 'SnapshotByTimeOffset') return (output['imgInfo'] as readonly { readonly timeOffset: number; readonly url: string }[]).map(({ timeOffset, url }) => ({ seconds: timeOffset / 1000, url }))
    return []
  })
}

/** Runs a procedure and reads every picture it made. */
async function shownBy(text: string, input: string, clip: Counter, durationSeconds: number): Promise<readonly { readonly seconds: number; readonly number: number }[]> {
  const out = mkdtempSync(join(folder, 'out-'))
  const project = join(folder, 'project')
  const name = join(project, `${out.slice(-6)}.json`)
  writeFileSync(name, text)
  const run = await runVodflow(['run', name, '-i', input, '-o', out], { cwd: project })
  expect(run.status, run.stderr + run.stdout).toBe(0)
  const read = await reader(clip)
  const pictures = picturesOf(out, durationSeconds)
  const pixels = await stripsIn(pictures.map(({ url }) => join(out, url)), clip.left)
  expect(pixels.length).toBe(pictures.length)
  return pictures.map(({ seconds }, at) => ({ seconds, number: read(pixels[at] ?? Buffer.alloc(0)) }))
}

/** From 1, the frame shown at a time: a hair is added, since a product of fractions may fall just short of a whole number. */
function frameAt(seconds: number, clip: Counter): number {
  return Math.min(clip.frames, Math.floor(seconds * clip.rate + 1e-6) + 1)
}

describe.skipIf(media === undefined)('the number in a picture', () => {
  beforeAll(() => {
    const project = join(folder, 'project')
    mkdirSync(project)
    const example = resolve(import.meta.dirname, '../procedures/examples/custom-preset')
    cpSync(join(example, 'templates'), join(project, 'templates'), { recursive: true })
    cpSync(join(example, 'vodflow.config.json'), join(project, 'vodflow.config.json'))
  })

  test.each([tears, croatia])('every frame of $name can be read', { timeout: 60_000 }, async (clip) => {
    const read = await reader(clip)
    const numbers = (await stripsOf(join(media ?? '', clip.name), clip.left)).map(read)
    expect(numbers).toEqual(Array.from({ length: clip.frames }, (_, at) => at + 1))
  })

  const companies = [
    { company: 'alone', transcode: [] },
    { company: 'beside encodes', transcode: [{ definition: [10, 210] }] },
    { company: 'beside an encode with a watermark', transcode: [{ definition: 10, watermark: 150 }] },
  ]
  const pairs = [tears, croatia].flatMap((clip) => companies.map((company) => ({ ...company, ...clip, clip })))
  // The rate whose times are no whole milliseconds is the harder one.
  test.each(pairs.filter(({ clip, company }) => everything || clip === tears || company === 'alone'))('$name, $company', { timeout: 120_000 }, async ({ clip, transcode }) => {
    const seconds = clip.frames / clip.rate
    const shown = await shownBy(procedure(offsets, transcode), join(media ?? '', clip.name), clip, seconds)
    expect(shown.length).toBe(offsets.length + 11)
    expect(shown).toEqual(shown.map((each) => ({ ...each, number: frameAt(each.seconds, clip) })))
  })

  test.each([tears, croatia])('$name, by a seek', { timeout: 60_000 }, async (clip) => {
    const text = JSON.stringify({ process: { snapshotByTimeOffset: [{ definition: 10, timeOffset: [7654, 7655] }] } })
    expect(await shownBy(text, join(media ?? '', clip.name), clip, 8)).toEqual([7.654, 7.655].map((seconds) => ({ seconds, number: frameAt(seconds, clip) })))
  })

  const containers = [
    { film: 'film.ts', args: [] }, { film: 'film.flv', args: [] }, { film: 'film.mkv', args: [] },
    { film: 'late.mp4', args: ['-output_ts_offset', '5'] }, ...(everything ? [{ film: 'late.mkv', args: ['-output_ts_offset', '3.21'] }] : []),
  ]
  test.each(containers)('the same film as $film', { timeout: 60_000 }, async ({ film, args }) => {
    const path = join(folder, film)
    await runTestFfmpeg(['-i', join(media ?? '', croatia.name), '-c', 'copy', ...args, path])
    // A clock of a millisecond or of 1/90000 s may round a frame's start up by half a tick: asked for in the middle of frames.
    const middles = [20, 500, 2020, 3300, 7980]
    const text = JSON.stringify({ process: { snapshotByTimeOffset: [{ definition: 10, timeOffset: middles }] } })
    const shown = await shownBy(text, path, croatia, 8)
    expect(shown.map(({ number }) => number)).toEqual(shown.map(({ seconds }) => frameAt(seconds, croatia)))
  })

  test('a film that begins within a group of pictures', { timeout: 60_000 }, async () => {
    const path = join(folder, 'cut.mp4')
    await runTestFfmpeg(['-ss', '3', '-i', join(media ?? '', croatia.name), '-c', 'copy', path])
    const text = JSON.stringify({ process: { transcode: [{ definition: 10 }], snapshotByTimeOffset: [{ definition: 10, timeOffset: [20, 1020, 2980, 4020] }] } })
    const shown = await shownBy(text, path, croatia, 5)
    expect(shown.map(({ number }) => number)).toEqual([76, 101, 150, 176])
  })
})

describe.skipIf(media === undefined)('a clip of a film that shows its numbers', () => {
  // Between two frames, and just on one: 3 s is frame 75 of 25 a second, which shows 76.
  const spans = [{ clip: croatia, start: 3, end: 3.6 }, ...(everything ? [{ clip: tears, start: 2.51, end: 3.2 }] : [])]
  test.each(spans)('$clip.name from $start to $end s has just its frames', { timeout: 60_000 }, async ({ clip, start, end }) => {
    const out = mkdtempSync(join(folder, 'out-'))
    const run = await runVodflow(['run', 'QCVB_SimpleProcessFile({},0,10)', '-i', `${join(media ?? '', clip.name)}#${start},${end}`, '--keep-source', '-o', out])
    expect(run.status, run.stderr + run.stdout).toBe(0)
    const read = await reader(clip)
    const [first, last] = [Math.floor(start * clip.rate + 1e-6) + 1, Math.ceil(end * clip.rate - 1e-6)]
    expect((await stripsOf(join(out, 'source.mp4'), clip.left)).map(read)).toEqual(Array.from({ length: last - first + 1 }, (_, at) => first + at))
    expect((await stripsOf(join(out, 'cover.jpg'), clip.left)).map(read)).toEqual([first])
  })
})
