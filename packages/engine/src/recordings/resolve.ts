import { fail, ok, withEarlier, type Diagnostic, type Result } from '@vodflow/core'
import type { GapPolicy, SourcePart, StreamInterval } from '../source.ts'
import { recordingDiagnostics } from './diagnostics.ts'
import { clockText, wallClock, type RecordedSegment, type RecordingIndex } from './recording-index.ts'

/** Recorders write when a segment began by a clock that ticks and is corrected: so much is neither a gap nor an overlap. */
const JITTER_SECONDS = 0.1
/** A week. */
const longestInterval = 7 * 86_400
/** Files that one film is joined of, and gaps. */
export const mostParts = 1000

interface Timed {
  readonly path: string
  readonly start: number
  readonly end: number
}

/**
 * What was recorded in the intervals, one after the other: files with clips, and the gaps between them. Pure; paths are those of the index.
 * What only a `missing` file held was not recorded.
 */
export function resolveRecording(index: RecordingIndex, intervals: readonly StreamInterval[], gaps: GapPolicy, missing: ReadonlySet<string> = new Set()): Result<readonly SourcePart[]> {
  const parts: SourcePart[] = []
  const diagnostics: Diagnostic[] = []
  for (const interval of intervals) {
    const resolved = resolveInterval(index, interval, gaps, missing)
    if (!resolved.ok) return fail(...diagnostics, ...resolved.diagnostics)
    parts.push(...resolved.value)
    diagnostics.push(...resolved.diagnostics)
  }
  const problem = problemOfParts(parts)
  return problem === undefined ? ok(parts, diagnostics) : fail(...diagnostics, problem)
}

export function problemOfParts(parts: readonly SourcePart[]): Diagnostic | undefined {
  return parts.length <= mostParts ? undefined : recordingDiagnostics.create('too-many-parts', undefined, { parts: parts.length, most: mostParts })
}

/** The files, as the index names them, that the intervals may be taken from. */
export function recordedPaths(index: RecordingIndex, intervals: readonly StreamInterval[]): readonly string[] {
  const paths = intervals.flatMap((interval) => {
    const timed = timedStream(index, interval.streamId)
    return timed.ok ? within(timed.value, interval).map(({ path }) => path) : []
  })
  return [...new Set(paths)]
}

function resolveInterval(index: RecordingIndex, interval: StreamInterval, policy: GapPolicy, missing: ReadonlySet<string>): Result<readonly SourcePart[]> {
  const { streamId, from, to } = interval
  const times = { from: clockText(from), to: clockText(to) }
  if (!(to > from)) return fail(recordingDiagnostics.create('bad-interval', undefined, times))
  if (to - from > longestInterval) return fail(recordingDiagnostics.create('bad-interval', undefined, { ...times, longestDays: longestInterval / 86_400 }))
  const timed = timedStream(index, streamId)
  if (!timed.ok) return timed
  const inside = within(timed.value, interval)
  const there = inside.filter(({ path }) => !missing.has(path))
  const lost = gone(streamId, inside.filter(({ path }) => missing.has(path)))
  if (there.length === 0) return fail(...lost, outside(interval, timed.value, lost.length > 0))
  return withEarlier(lost, walk(there, interval, policy))
}

function timedStream(index: RecordingIndex, streamId: string): Result<readonly Timed[]> {
  const stream = Object.hasOwn(index.streams, streamId) ? index.streams[streamId] : undefined
  if (stream === undefined) return fail(recordingDiagnostics.create('unknown-stream', undefined, { stream: streamId, known: Object.keys(index.streams).slice(0, 10) }))
  return timedSegments(stream.segments, stream.clockOffset ?? 0)
}

function within(timed: readonly Timed[], { from, to }: StreamInterval): readonly Timed[] {
  return timed.filter(({ start, end }) => start < to && end > from)
}

/** In the order in which they began, the longer first. */
function timedSegments(segments: readonly RecordedSegment[], offset: number): Result<readonly Timed[]> {
  const timed: Timed[] = []
  for (const segment of segments) {
    const start = wallClock(segment.start)
    if (start === undefined) return badTime(segment.start, `the start of '${segment.path}'`)
    const end = segment.end === undefined ? start + (segment.duration ?? 0) : wallClock(segment.end)
    if (end === undefined) return badTime(segment.end ?? '', `the end of '${segment.path}'`)
    if (end > start) timed.push({ path: segment.path, start: start + offset, end: end + offset })
  }
  return ok(timed.toSorted((a, b) => a.start - b.start || b.end - a.end))
}

function badTime(found: string | number, what: string): Result<never> {
  return fail(recordingDiagnostics.create('bad-recording-time', undefined, { found: String(found).slice(0, 60), what }))
}

/** Once for all of them: the gaps tell the times. */
function gone(stream: string, segments: readonly Timed[]): readonly Diagnostic[] {
  const paths = [...new Set(segments.map(({ path }) => path))]
  return paths.length === 0 ? [] : [recordingDiagnostics.create('recording-file-missing', undefined, { stream, files: paths.length, first: paths.slice(0, 3) })]
}

function outside({ streamId, from, to }: StreamInterval, timed: readonly Timed[], lost: boolean): Diagnostic {
  const first = timed[0]?.start ?? 0
  const last = timed.reduce((most, { end }) => Math.max(most, end), first)
  return recordingDiagnostics.create('recording-outside', undefined, { stream: streamId, from: clockText(from), to: clockText(to), first: clockText(first), last: clockText(last), lost })
}

/** Along the wall clock: what was recorded twice is taken from the segment that began first. */
function walk(segments: readonly Timed[], interval: StreamInterval, policy: GapPolicy): Result<readonly SourcePart[]> {
  const parts: SourcePart[] = []
  const gaps: { readonly from: number; readonly to: number }[] = []
  const bridge = (from: number, to: number): void => {
    if (to - from <= JITTER_SECONDS) return
    gaps.push({ from, to })
    if (policy === 'black') parts.push({ gapSeconds: milliseconds(to - from) })
  }
  let at = interval.from
  for (const segment of segments) {
    if (segment.end <= at + JITTER_SECONDS) continue
    bridge(at, segment.start)
    parts.push(partOf(segment, Math.max(at, interval.from), interval))
    at = Math.min(segment.end, interval.to)
  }
  bridge(at, interval.to)
  return policy === 'refuse' && gaps.length > 0 ? fail(...gaps.map((gap) => refused(interval, gap))) : ok(parts, policy === 'refuse' ? [] : gaps.map((gap) => bridged(interval, gap, policy)))
}

/** A file of which only jitter would be cut is taken as it is. */
function partOf({ path, start, end }: Timed, from: number, { to }: StreamInterval): SourcePart {
  const late = from - start > JITTER_SECONDS ? milliseconds(from - start) : undefined
  const early = end - to > JITTER_SECONDS ? milliseconds(to - start) : undefined
  return late === undefined && early === undefined ? { path } : { path, clip: { ...(late !== undefined && { start: late }), ...(early !== undefined && { end: early }) } }
}

function bridged({ streamId }: StreamInterval, { from, to }: { readonly from: number; readonly to: number }, bridge: 'skip' | 'black'): Diagnostic {
  return recordingDiagnostics.create('recording-gap', undefined, { stream: streamId, from: clockText(from), to: clockText(to), seconds: milliseconds(to - from), bridged: bridge })
}

function refused({ streamId }: StreamInterval, { from, to }: { readonly from: number; readonly to: number }): Diagnostic {
  return recordingDiagnostics.create('recording-gap-refused', undefined, { stream: streamId, from: clockText(from), to: clockText(to), seconds: milliseconds(to - from) })
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
