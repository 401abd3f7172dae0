import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { confinementIn } from '../execute/confine.ts'
import { runProgram } from '../execute/run-program.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import { finite, type Probed } from '../inspect/probe-lines.ts'
import type { ExpectedMedia, ExpectedOutput } from '../work.ts'
import { beginsInTime, firstTime, indexOf, isDeep, tailOf } from './ends.ts'
import { FrameLines } from './frame-lines.ts'
import { bytesOf, decodePictures, DECODE_LIMIT_MS, picturesOf, type Pictures } from './images.ts'
import type { DecodedEnds, VerifyTools } from './verdict.ts'

/** Of all films in one process, by the size of their pictures: each has a decoder with pictures of its own, all at the same time. */
const MAX_PIXELS = 32 * 1024 * 1024
const MAX_INPUTS = 32
/** Between the begins of picture and sound. */
const MAX_APART_SECONDS = 1
/** Pictures from here on are decoded at an eighth of their size: every bit of them is read, and less is put together. */
const SMALL_FROM = 128

/** What was seen to decode already; what is in neither is looked into by itself. */
export interface DecodedTogether {
  readonly decoded: ReadonlySet<string>
  readonly ends: ReadonlyMap<string, DecodedEnds>
}

/**
 * Decodes the ends of all films and all pictures of a step in one process: to start one costs as much as to decode many pictures.
 * It only ever says that all is well. Where it has a complaint, or a frame is missing, nothing of it counts, and each output is
 * looked into by itself: one that is broken says nothing of its siblings.
 */
export async function decodeTogether(outputs: readonly ExpectedOutput[], tools: VerifyTools): Promise<DecodedTogether> {
  const pictures = await picturesIn(outputs, tools)
  const { ffmpeg } = tools
  const films = ffmpeg === undefined ? [] : await filmsIn(outputs, tools)
  const [first, ...others] = pictures
  const several = films.length + (first === undefined ? 0 : 1) > 1
  const ends = several && ffmpeg !== undefined && films.length > 0 ? await decodeAll(films, first, ffmpeg, tools) : undefined
  if (ends === undefined) return { decoded: await decodePictures(pictures, tools), ends: new Map() }
  return { decoded: new Set([...(first?.files ?? []), ...(await decodePictures(others, tools))]), ends }
}

/** By their format, of which a pipe can have but one; only where all of them are there. */
async function picturesIn(outputs: readonly ExpectedOutput[], { folder }: VerifyTools): Promise<readonly Pictures[]> {
  const found: Pictures[] = []
  for (const format of ['jpg', 'png'] as const) {
    const pictures = picturesOf(outputs, format)
    const there = await Promise.all(pictures.files.map((file) => stat(join(folder, file)).then((kind) => kind.isFile(), () => false)))
    if (there.length > 0 && there.every(Boolean)) found.push(pictures)
  }
  return found
}

interface Film {
  readonly path: string
  readonly probed: Probed
  /** Where its tail is decoded from. */
  readonly tail?: number
}

/** MP4 and M4A whose index we read ourselves: of these a process need only decode. */
async function filmsIn(outputs: readonly ExpectedOutput[], tools: VerifyTools): Promise<readonly Film[]> {
  const films: Film[] = []
  let [pixels, inputs] = [0, 0]
  for (const output of outputs) {
    const film = output.kind === 'media' ? await filmOf(output, tools).catch(() => undefined) : undefined
    if (film === undefined || output.kind !== 'media') continue
    const opened = film.tail === undefined ? 1 : 2
    inputs += opened
    pixels += opened * (output.video === undefined ? 0 : output.video.width * output.video.height)
    if (inputs > MAX_INPUTS || pixels > MAX_PIXELS) break
    films.push(film)
  }
  return films
}

async function filmOf(expected: ExpectedMedia, tools: VerifyTools): Promise<Film | undefined> {
  const probed = await indexOf(expected, tools)
  const plain = probed?.streams.every(({ fields }) => fields['codec_type'] === 'video' || fields['codec_type'] === 'audio')
  if (probed === undefined || plain !== true || probed.streams.length > 2) return undefined
  // Else it would read, and decode, up to where the other one begins.
  const begins = probed.streams.map(firstTime)
  if (Math.max(...begins) - Math.min(...begins) > MAX_APART_SECONDS) return undefined
  return { path: expected.path, probed, ...(isDeep(expected, tools) && { tail: tailOf(probed, expected) }) }
}

/** One opening of one file; each of its streams becomes one of the output, in this order. */
interface Part {
  readonly film: Film
  readonly from?: number
}

async function decodeAll(films: readonly Film[], pictures: Pictures | undefined, ffmpeg: string, tools: VerifyTools): Promise<ReadonlyMap<string, DecodedEnds> | undefined> {
  const parts = films.flatMap((film): readonly Part[] => [{ film }, ...(film.tail === undefined ? [] : [{ film, from: film.tail }])])
  const args = [
    '-v', 'error', '-nostdin', '-xerror', '-filter_threads', '1', '-copyts', ...parts.flatMap((part) => openPart(part, tools)), ...(pictures ? openPictures(pictures) : []),
    ...mapsOf(parts, pictures !== undefined), '-enc_time_base:v', '1:1000', '-f', 'framecrc', 'pipe:1',
  ]
  const lines = new FrameLines()
  const end = await runProgram({
    program: ffmpeg, args, onLine: lines.add, limitMs: DECODE_LIMIT_MS, signal: tools.signal, ...confinementIn(tools.sandbox, args),
    ...(pictures && { input: Readable.from(bytesOf(pictures.files.map((file) => join(tools.folder, file)))) }),
  })
  if (end.how !== 'exited' || end.status !== 0 || end.lastLines.length > 0) return undefined
  const streams = parts.reduce((sum, { film }) => sum + film.probed.streams.length, 0)
  if (pictures !== undefined && lines.count(streams) !== pictures.files.length) return undefined
  return endsOf(parts, lines)
}

/** A picture is decoded by one thread, unturned, and not smoothed: nobody looks at it. */
function openPart({ film, from }: Part, { folder }: VerifyTools): readonly string[] {
  const input = inputPath(join(folder, film.path))
  const isVideo = film.probed.streams.some(({ fields }) => fields['codec_type'] === 'video')
  // ffmpeg counts from where the file begins, and the tail by the clock of its packets.
  const seek = from === undefined ? 0 : from - (finite(film.probed.format['start_time']) ?? 0)
  return [
    ...inputGuard('mp4'), '-threads', '1', ...(isVideo ? ['-noautorotate', '-skip_loop_filter:v', 'all'] : []),
    ...(seek > 0 ? ['-noaccurate_seek', '-ss', seek.toFixed(6)] : []), '-i', input,
  ]
}

function openPictures({ format, smallest }: Pictures): readonly string[] {
  return ['-threads', '1', ...(format === 'jpg' && smallest >= SMALL_FROM ? ['-lowres', '3'] : []), '-f', format === 'png' ? 'png_pipe' : 'jpeg_pipe', '-i', 'pipe:0']
}

/** A corner is enough to tell that a picture came; of a head the first frame. */
const CORNER = String.raw`crop=min(iw\,16):min(ih\,16)`

function mapsOf(parts: readonly Part[], pictures: boolean): readonly string[] {
  const args: string[] = []
  const counts = { video: 0, audio: 0 }
  for (const [input, { film, from }] of parts.entries()) {
    for (const { fields } of film.probed.streams) {
      const kind = fields['codec_type'] === 'video' ? 'video' : 'audio'
      const head = kind === 'video' ? `trim=end_frame=1,${CORNER}` : 'atrim=end_sample=1'
      const filter = from === undefined ? head : kind === 'video' ? CORNER : 'anull'
      args.push('-map', `${input}:${fields['index']}`, `-filter:${kind === 'video' ? 'v' : 'a'}:${counts[kind]}`, filter)
      counts[kind] += 1
    }
  }
  return pictures ? [...args, '-map', `${parts.length}:0`, `-filter:v:${counts.video}`, CORNER] : args
}

/** Undefined where a stream has no first frame, or of a tail none. */
function endsOf(parts: readonly Part[], lines: FrameLines): ReadonlyMap<string, DecodedEnds> | undefined {
  const ends = new Map<string, DecodedEnds>()
  let at = 0
  for (const { film, from } of parts) {
    const until = new Map(film.tail === undefined ? [] : ends.get(film.path)?.tail)
    for (const stream of film.probed.streams) {
      const span = lines.span(at)
      at += 1
      if (from === undefined && (span === undefined || !beginsInTime(span.first, stream))) return undefined
      if (span !== undefined) until.set(Number(stream.fields['index']), span.last)
    }
    ends.set(film.path, { probed: film.probed, decoded: new Set(film.probed.streams.map(({ fields }) => Number(fields['index']))), ...(film.tail !== undefined && { tail: until }), complaints: [] })
  }
  return ends
}
