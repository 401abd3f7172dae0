import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fail, ok, type Result, type SourceFile } from '@vodflow/core'
import {
  gapPolicies, isFilePart, recordedPaths, recordingDiagnostics, resolveRecording, wallClock, type GapPolicy, type RecordingIndex, type SourcePart, type SourceRequest, type StreamInterval,
} from '@vodflow/engine'
import { jsonInput } from '../plan/json-input.ts'

export interface RecordingOptions {
  readonly recordings?: string
  readonly stream?: readonly string[]
  readonly from?: readonly string[]
  readonly to?: readonly string[]
  readonly gaps?: string
}

/** What is wrong with these options together; undefined where they can be used, or none of them is given. */
export function problemOfRecording(options: RecordingOptions, inputs: readonly string[]): string | undefined {
  const { recordings, stream = [], from = [], to = [], gaps } = options
  if (recordings === undefined) {
    const lone = [['--stream', stream.length], ['--from', from.length], ['--to', to.length], ['--gaps', gaps === undefined ? 0 : 1]].find(([, count]) => count !== 0)
    return lone === undefined ? undefined : `${lone[0]} needs an index of recordings; name one with '--recordings index.json'`
  }
  if (inputs.length > 0) return '--recordings and -i exclude each other; what was recorded is the source'
  if (stream.length === 0) return "--stream is missing; name the recorded stream, as in '--stream ID'"
  if (gaps !== undefined && !isGapPolicy(gaps)) return `--gaps is '${gaps.slice(0, 60)}'; it can be ${gapPolicies.join(', ')}`
  for (const [name, times] of [['--from', from], ['--to', to]] as const) {
    if (times.length !== 1 && times.length !== stream.length) return `${name} is given ${times.length} times for ${stream.length} streams; give it once for all, or once for each`
  }
  return undefined
}

/** The source that the options name, with what the index says of it. They have been found right. */
export async function recordedSource(options: RecordingOptions, cwd: string, gapsByConfig: GapPolicy = 'skip'): Promise<Result<SourceRequest> | string> {
  const { recordings = '', gaps = gapsByConfig } = options
  const file = await jsonInput('--recordings', recordings, cwd, 16 * 1024 * 1024)
  if (typeof file === 'string') return file
  const index = await readIndex(file)
  if (!index.ok) return index
  const intervals = intervalsOf(options)
  if (!intervals.ok) return intervals
  const policy = isGapPolicy(gaps) ? gaps : gapsByConfig
  const path = resolve(cwd, recordings)
  const missing = await missingFiles(recordedPaths(index.value, intervals.value), dirname(path))
  const resolved = resolveRecording(index.value, intervals.value, policy, missing)
  if (!resolved.ok) return resolved
  const parts = await placed(resolved.value, dirname(path))
  if (!parts.ok) return parts
  return ok({ form: intervals.value.length > 1 ? 'multiStream' : 'stream', recordings: path, intervals: intervals.value, gaps: policy, parts: parts.value }, resolved.diagnostics)
}

function isGapPolicy(text: string): text is GapPolicy {
  return gapPolicies.some((policy) => policy === text)
}

async function readIndex(file: SourceFile): Promise<Result<RecordingIndex>> {
  const [{ parseJsonDocument }, { recordingsSchema }] = await Promise.all([import('@vodflow/frontend-json'), import('../generated/recordings-schema.ts')])
  const parsed = parseJsonDocument(file, { validate: recordingsSchema, prefix: 'json' })
  // The schema has held the value against exactly this shape.
  return parsed.ok ? ok(parsed.value.value as RecordingIndex, parsed.diagnostics) : parsed
}

function intervalsOf({ stream = [], from = [], to = [] }: RecordingOptions): Result<readonly StreamInterval[]> {
  const intervals: StreamInterval[] = []
  for (const [at, streamId] of stream.entries()) {
    const [start, end] = [from[at] ?? from[0] ?? '', to[at] ?? to[0] ?? '']
    const [first, last] = [wallClock(start), wallClock(end)]
    if (first === undefined) return fail(recordingDiagnostics.create('bad-recording-time', undefined, { found: start.slice(0, 60), what: '--from' }))
    if (last === undefined) return fail(recordingDiagnostics.create('bad-recording-time', undefined, { found: end.slice(0, 60), what: '--to' }))
    intervals.push({ streamId, from: first, to: last })
  }
  return ok(intervals)
}

/** Those of which nothing stands in the index's folder; of others nobody asks whether they are there. */
async function missingFiles(paths: readonly string[], folder: string): Promise<ReadonlySet<string>> {
  const missing = new Set<string>()
  for (const path of paths) {
    const place = join(folder, path)
    if (isAbsolute(path) || !isInside(folder, place)) continue
    const isThere = await stat(place).then(() => true, (error: unknown) => !isAbsence(error))
    if (!isThere) missing.add(path)
  }
  return missing
}

/** What cannot be looked at for another reason is no gap: it fails when it is opened. */
function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/** Inside the index's folder, also behind symbolic links: an index is data, and may come from somebody else. */
async function placed(parts: readonly SourcePart[], folder: string): Promise<Result<readonly SourcePart[]>> {
  const root = await realpath(folder)
  const made: SourcePart[] = []
  for (const part of parts) {
    if (!isFilePart(part)) {
      made.push(part)
      continue
    }
    const path = join(folder, part.path)
    const real = await realpath(path).catch(() => path)
    const there = await stat(path).then(() => true, () => false)
    if (isAbsolute(part.path) || !isInside(folder, path) || (there && !isInside(root, real))) return fail(recordingDiagnostics.create('recording-elsewhere', undefined, { path: part.path }))
    made.push({ ...part, path })
  }
  return ok(made)
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith('../') && !way.startsWith('..\\') && !isAbsolute(way)
}
