import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { confinementIn } from '../execute/confine.ts'
import { runProgram, type ProgramEnd } from '../execute/run-program.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import { probeEntries, ProbeReader, type Probed } from '../inspect/probe-lines.ts'
import type { ExpectedMedia } from '../work.ts'
import { beginsInTime, firstTime, indexOf, isDeep, secondsOf, TAIL_SECONDS, tailOf } from './ends.ts'
import { parseMediaPlaylist } from './hls-playlist.ts'
import type { DecodedEnds, VerifyTools } from './verdict.ts'

const PROBE_LIMIT_MS = 30 * 60_000
/** Up to here one process reads all packets and decodes all key frames; beyond, a second one decodes the head alone. */
const SHORT_SECONDS = 60
/** Packets that surely hold the first picture and the first sound. */
const HEAD_PACKETS = 64
/** Enough where all streams begin side by side: of key frames alone, and of all frames, which cost more. */
const CLOSE_HEAD_PACKETS = 16
const CLOSE_HEAD_PACKETS_OF_ALL = 8

export type ProbedOutput =
  | ({ readonly ok: true } & DecodedEnds)
  | { readonly ok: false; readonly found: string }
  | { readonly ok: 'unknown'; readonly end: Exclude<ProgramEnd, { how: 'exited' }> }

/** Reads every packet of an output and decodes its first frames; with `deep` its last ones too. */
export async function probeOutput(expected: ExpectedMedia, tools: VerifyTools): Promise<ProbedOutput> {
  const together = tools.ends?.get(expected.path)
  if (together !== undefined) return { ok: true, ...together }
  const seconds = secondsOf(expected)
  const deep = isDeep(expected, tools)
  const index = await indexOf(expected, tools)
  if (index !== undefined) return decodeEnds(index, expected, deep ? tailOf(index, expected) : undefined, tools)
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

/** One process decodes the head of every stream, and from `tail` on its end; where the streams do not begin side by side, a second one. */
async function decodeEnds(probed: Probed, expected: ExpectedMedia, tail: number | undefined, tools: VerifyTools): Promise<ProbedOutput> {
  // Of a head the first picture counts, which is a key frame, or the second look finds it; a tail is decoded whole.
  const close = tail === undefined ? { intervals: [`%+#${CLOSE_HEAD_PACKETS}`], args: ['-skip_frame:v', 'nokey'] } : { intervals: [`%+#${CLOSE_HEAD_PACKETS_OF_ALL}`], args: [] }
  const soon = await decodeHead(probed, expected, close, tail, tools)
  if (soon.ok !== true) return soon
  const late = probed.streams.filter(({ fields }) => !soon.decoded.has(Number(fields['index'])))
  // One that begins later is looked for where it begins: what is before that would fill any number of packets.
  const intervals = [`%+#${HEAD_PACKETS}`, ...late.map((stream) => `${firstTime(stream).toFixed(6)}%+#${HEAD_PACKETS}`)]
  return late.length === 0 ? soon : decodeHead(probed, expected, { intervals, args: [] }, tail, tools)
}

interface Head {
  readonly intervals: readonly string[]
  readonly args: readonly string[]
}

async function decodeHead(probed: Probed, expected: ExpectedMedia, { intervals, args }: Head, tail: number | undefined, tools: VerifyTools): Promise<ProbedOutput> {
  const head = intervals.join(',')
  const reader = new ProbeReader()
  // Pictures that nobody looks at need not be smoothed.
  const end = await probe(expected, tools, reader, ['-skip_loop_filter:v', 'all', ...args, '-read_intervals', tail === undefined ? head : `${head},${tail.toFixed(6)}%`, '-show_entries', FRAME_TIMES])
  if (end.how !== 'exited') return { ok: 'unknown', end }
  const decoded = new Set(probed.streams.flatMap((stream) => {
    const index = Number(stream.fields['index'])
    const from = reader.decodedFrom.get(index)
    return from !== undefined && beginsInTime(from, stream) ? [index] : []
  }))
  return { ok: true, probed, decoded, ...(tail !== undefined && { tail: reader.decodedUntil }), complaints: end.lastLines }
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

const FRAME_TIMES = 'frame=stream_index,best_effort_timestamp_time'

function entries(frames: boolean): readonly string[] {
  return ['-show_entries', frames ? `${probeEntries}:${FRAME_TIMES}` : probeEntries]
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
