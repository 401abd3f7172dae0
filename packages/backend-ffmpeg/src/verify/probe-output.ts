import { join } from 'node:path'
import { confinementIn } from '../execute/confine.ts'
import { runProgram, type ProgramEnd } from '../execute/run-program.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import { probeEntries, ProbeReader, type Probed } from '../inspect/probe-lines.ts'
import type { ExpectedMedia } from '../work.ts'
import type { VerifyTools } from './verdict.ts'

const PROBE_LIMIT_MS = 30 * 60_000
/** Up to here one process reads all packets and decodes all key frames; beyond, a second one decodes the head alone. */
const SHORT_SECONDS = 60
/** Packets that surely hold the first picture and the first sound. */
const HEAD_PACKETS = 64
/** The tail that is decoded of copied streams, from the key frame before it. */
const TAIL_SECONDS = 2

export type ProbedOutput =
  | { readonly ok: true; readonly probed: Probed; readonly decoded: ReadonlySet<number>; readonly complaints: readonly string[] }
  | { readonly ok: false; readonly found: string }
  | { readonly ok: 'unknown'; readonly end: Exclude<ProgramEnd, { how: 'exited' }> }

/** Reads every packet of an output and decodes its first frames; with `deep` its last ones too. */
export async function probeOutput(expected: ExpectedMedia, tools: VerifyTools): Promise<ProbedOutput> {
  const seconds = Math.max(expected.video?.durationSeconds ?? 0, expected.audio?.durationSeconds ?? 0)
  const inOne = seconds <= SHORT_SECONDS && !expected.deep
  const reader = new ProbeReader()
  const all = await probe(expected, tools, reader, inOne ? ['-skip_frame:v', 'nokey', ...entries(true)] : entries(false))
  if (all.how !== 'exited') return { ok: 'unknown', end: all }
  if (all.status !== 0) return { ok: false, found: all.lastLines.at(-1) ?? `ffprobe ended with status ${all.status}` }
  if (inOne) return { ok: true, probed: reader.result(), decoded: reader.decoded, complaints: all.lastLines }
  const intervals = `%+#${HEAD_PACKETS}${expected.deep ? `,${Math.max(0, seconds - TAIL_SECONDS)}%` : ''}`
  const ends = new ProbeReader()
  const decoding = await probe(expected, tools, ends, ['-read_intervals', intervals, ...entries(true)])
  if (decoding.how !== 'exited') return { ok: 'unknown', end: decoding }
  return { ok: true, probed: reader.result(), decoded: ends.decoded, complaints: [...all.lastLines, ...decoding.lastLines] }
}

function entries(frames: boolean): readonly string[] {
  return ['-show_entries', frames ? `${probeEntries}:frame=stream_index` : probeEntries]
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
