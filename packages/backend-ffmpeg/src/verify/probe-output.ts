import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { rationalValue } from '@vodflow/core'
import { confinementIn } from '../execute/confine.ts'
import { runProgram, type ProgramEnd } from '../execute/run-program.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import { HIDDEN, probeEntries, ProbeReader, rational, type Probed, type ProbedStream } from '../inspect/probe-lines.ts'
import type { ExpectedMedia } from '../work.ts'
import { parseMediaPlaylist } from './hls-playlist.ts'
import type { VerifyTools } from './verdict.ts'

const PROBE_LIMIT_MS = 30 * 60_000
/** Up to here one process reads all packets and decodes all key frames; beyond, a second one decodes the head alone. */
const SHORT_SECONDS = 60
/** Packets that surely hold the first picture and the first sound. */
const HEAD_PACKETS = 64
/** The tail that is decoded of copied streams, from the key frame before it. */
export const TAIL_SECONDS = 0.5
/** Enough where all streams begin side by side. */
const CLOSE_HEAD_PACKETS = 16

export type ProbedOutput =
  /** `tail`: when the last frame that decodes is shown, by stream; absent where nobody asked. */
  | { readonly ok: true; readonly probed: Probed; readonly decoded: ReadonlySet<number>; readonly tail?: ReadonlyMap<number, number>; readonly complaints: readonly string[] }
  | { readonly ok: false; readonly found: string }
  | { readonly ok: 'unknown'; readonly end: Exclude<ProgramEnd, { how: 'exited' }> }

/** Reads every packet of an output and decodes its first frames; with `deep` its last ones too. */
export async function probeOutput(expected: ExpectedMedia, tools: VerifyTools): Promise<ProbedOutput> {
  const seconds = Math.max(expected.video?.durationSeconds ?? 0, expected.audio?.durationSeconds ?? 0)
  const deep = expected.deep || tools.deep === true
  const index = await indexOf(expected, tools)
  if (index !== undefined) return decodeEnds(index, expected, deep ? Math.max(0, seconds - TAIL_SECONDS) : undefined, tools)
  const inOne = seconds <= SHORT_SECONDS && !deep
  const reader = new ProbeReader()
  const all = await probe(expected, tools, reader, inOne ? ['-skip_frame:v', 'nokey', ...entries(true)] : entries(false))
  if (all.how !== 'exited') return { ok: 'unknown', end: all }
  if (all.status !== 0) return { ok: false, found: all.lastLines.at(-1) ?? `ffprobe ended with status ${all.status}` }
  if (inOne) return { ok: true, probed: reader.result(), decoded: reader.decoded, complaints: all.lastLines }
  const head = await decodeFrom(expected, tools, `%+#${HEAD_PACKETS}`)
  if ('how' in head) return { ok: 'unknown', end: head }
  const tail = deep ? await decodeTail(expected, seconds, tools) : undefined
  if (tail !== undefined && 'how' in tail) return { ok: 'unknown', end: tail }
  const complaints = [...all.lastLines, ...head.complaints, ...(tail?.complaints ?? [])]
  return { ok: true, probed: reader.result(), decoded: head.decoded, ...(tail && { tail: tail.until }), complaints }
}

/** Every packet, without a process: an MP4 has them in its index. Undefined where that is unusual, cut short or not there. */
async function indexOf({ container, path }: ExpectedMedia, { folder }: VerifyTools): Promise<Probed | undefined> {
  if (container !== 'mp4' && container !== 'm4a') return undefined
  const { readMovie } = await import('../index-reader/index.ts')
  const file = join(folder, path)
  const read = await readMovie(file, (await stat(file)).size)
  return 'probed' in read ? read.probed : undefined
}

/** One process decodes the head of every stream, and from `tail` on its end; where the streams do not begin side by side, a second one. */
async function decodeEnds(probed: Probed, expected: ExpectedMedia, tail: number | undefined, tools: VerifyTools): Promise<ProbedOutput> {
  const soon = await decodeHead(probed, expected, CLOSE_HEAD_PACKETS, tail, tools)
  return soon.ok === true && probed.streams.some(({ fields }) => !soon.decoded.has(Number(fields['index']))) ? decodeHead(probed, expected, HEAD_PACKETS, tail, tools) : soon
}

async function decodeHead(probed: Probed, expected: ExpectedMedia, packets: number, tail: number | undefined, tools: VerifyTools): Promise<ProbedOutput> {
  const head = `%+#${packets}`
  const reader = new ProbeReader()
  const end = await probe(expected, tools, reader, ['-read_intervals', tail === undefined ? head : `${head},${tail}%`, ...entries(true)])
  if (end.how !== 'exited') return { ok: 'unknown', end }
  const firsts = new Map(probed.streams.map((stream) => [Number(stream.fields['index']), firstTime(stream)] as const))
  const decoded = new Set([...reader.decodedFrom].flatMap(([index, at]) => (at <= (firsts.get(index) ?? 0) + 1 ? [index] : [])))
  return { ok: true, probed, decoded, ...(tail !== undefined && { tail: reader.decodedUntil }), complaints: end.lastLines }
}

/** Of what is shown or heard: a copy may begin with packets that are only decoded. */
function firstTime({ fields, packets: { times, marks } }: ProbedStream): number {
  let first = Number.POSITIVE_INFINITY
  for (let at = 0; at < times.length; at += 1) if (((marks[at] ?? 0) & HIDDEN) === 0) first = Math.min(first, times[at] ?? first)
  return Number.isFinite(first) ? first * rationalValue(rational(fields['time_base']) ?? { num: 0, den: 1 }) : 0
}

/** Readers cannot be sent to a time in a playlist: of HLS the last segment is decoded. */
async function decodeTail(expected: ExpectedMedia, seconds: number, tools: VerifyTools): Promise<Decoded | Exclude<ProgramEnd, { how: 'exited' }>> {
  if (expected.container !== 'hls') return decodeFrom(expected, tools, `${Math.max(0, seconds - TAIL_SECONDS)}%`)
  const playlist = parseMediaPlaylist(await readFile(join(tools.folder, expected.path), 'utf8'))
  const last = typeof playlist === 'string' ? undefined : playlist.segments.at(-1)
  return decodeFrom(last === undefined ? expected : { ...expected, path: join(dirname(expected.path), last.name) }, tools, '%')
}

interface Decoded {
  readonly decoded: ReadonlySet<number>
  readonly until: ReadonlyMap<number, number>
  readonly complaints: readonly string[]
}

async function decodeFrom(expected: ExpectedMedia, tools: VerifyTools, interval: string): Promise<Decoded | Exclude<ProgramEnd, { how: 'exited' }>> {
  const reader = new ProbeReader()
  const end = await probe(expected, tools, reader, ['-read_intervals', interval, ...entries(true)])
  return end.how === 'exited' ? { decoded: reader.decoded, until: reader.decodedUntil, complaints: end.lastLines } : end
}

function entries(frames: boolean): readonly string[] {
  return ['-show_entries', frames ? `${probeEntries}:frame=stream_index,best_effort_timestamp_time` : probeEntries]
}

function probe(expected: ExpectedMedia, tools: VerifyTools, reader: ProbeReader, args: readonly string[]): Promise<ProgramEnd> {
  // Palettes and single pictures are no sources, but GIF is an output.
  const guard = expected.container === 'gif' ? ['-protocol_whitelist', 'file', '-format_whitelist', 'gif'] : inputGuard(expected.container)
  const input = inputPath(join(tools.folder, expected.path))
  const all = ['-v', 'error', ...guard, ...args, '-of', 'compact', '-i', input]
  return runProgram({
    program: tools.ffprobe,
    args: all,
    ...confinementIn(tools.sandbox, all),
    limitMs: PROBE_LIMIT_MS,
    signal: tools.signal,
    onLine: reader.add,
  })
}
