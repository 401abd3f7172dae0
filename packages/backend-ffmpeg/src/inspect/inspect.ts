import { resolve } from 'node:path'
import { fail, ok, type Result, type SourceFacts } from '@vodflow/core'
import { confinementIn, type Sandbox } from '../execute/confine.ts'
import { clipSpan, isFilePart, pathsOf, type FilePart, type Source } from '@vodflow/engine'
import { runProgram } from '../execute/run-program.ts'
import { constantFrames } from '../frame-times.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import type { Capabilities, FfmpegInspection, InspectedFile, InspectedPart, PacketAccess } from '../inspection.ts'
import { toolDiagnostics } from '../locate/index.ts'
import { deriveJoin, isFile, isJoin, joinCanvas, mayBeCopied, timelineOf } from '../join/index.ts'
import { isSeekable } from './container.ts'
import { severalAtOnce } from '../several-at-once.ts'
import { deriveFile, filmEnd, resolveClip } from './derive.ts'
import { sourceDiagnostics } from './diagnostics.ts'
import type { ReadFacts } from './facts.ts'
import { readInProcess } from './in-process.ts'
import { keepInspection, keptInspection, type KeptInspection } from './kept-inspections.ts'
import { withParameters } from './parameters.ts'
import { entryElsewhere } from './playlist-guard.ts'
import { probeEntries, ProbeReader, type Probed } from './probe-lines.ts'
import { readingOf, type SourceReading } from './reading.ts'
import { readSourceFile, type SourceFile } from './source-file.ts'

/** Reading a whole film from a slow disk may take this long. */
const PROBE_LIMIT_MS = 30 * 60_000

/** Each takes a process where it is no MP4. */
const filesAtOnce = 4

/** @returns `check/source-…` where the source is at fault, `check/clip-…` where it has no such part */
export async function inspectSource(source: Source, capabilities: Capabilities, prober: Prober, signal: AbortSignal): Promise<Result<FfmpegInspection>> {
  const paths = pathsOf(source)
  const files = await severalAtOnce(paths, filesAtOnce, (path) => inspectFile(path, capabilities, prober, signal))
  const wrong = files.flatMap((file) => (file.ok ? [] : file.diagnostics))
  // A person who waits for nothing is told so once; what is wrong with several files, of all of them.
  if (wrong.length > 0) return fail(...(signal.aborted ? wrong.slice(0, 1) : wrong))
  const byPath = new Map(files.flatMap((file, at) => (file.ok ? [[paths[at] ?? '', file.value] as const] : [])))
  const parts: InspectedPart[] = []
  for (const part of source.parts) {
    const file = isFilePart(part) ? byPath.get(part.path) : undefined
    const made = isFilePart(part) && file ? clipOf(file, part) : undefined
    if (made !== undefined && !made.ok) return made
    if (made !== undefined) parts.push(made.value)
    else if (!isFilePart(part)) parts.push(part)
  }
  return ok(inspectionOf(isJoin(parts) && mayBeCopied(timelineOf(parts, joinCanvas(parts))) ? await withParameters(parts, prober, signal) : parts, capabilities))
}

/** The whole of the parts: what a probe of the clipped or joined film would tell. */
export function inspectionOf(parts: readonly InspectedPart[], capabilities: Capabilities): FfmpegInspection {
  const [part] = parts
  const derived = !isJoin(parts) && part !== undefined && isFile(part) ? deriveFile(part) : deriveJoin(timelineOf(parts, joinCanvas(parts)))
  return { ...derived, parts, capabilities }
}

function clipOf(file: InspectedFile, { path, clip }: FilePart): Result<InspectedFile> {
  if (clip === undefined) return ok(file)
  const span = clipSpan(clip, path, filmEnd(file.facts))
  return span.ok ? ok({ ...file, clip: resolveClip(span.value, file) }) : span
}

/** Every packet once, at least in the file's index: facts, the times of all frames, and the real end of each stream. */
async function inspectFile(path: string, capabilities: Capabilities, prober: Prober, signal: AbortSignal): Promise<Result<InspectedFile>> {
  const absolute = resolve(path)
  const file = await readSourceFile(absolute)
  if (!file.ok) return file
  const isPlaylist = file.value.head.subarray(0, 16).toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').startsWith('#EXTM3U')
  const elsewhere = isPlaylist ? await entryElsewhere(absolute) : undefined
  if (elsewhere !== undefined) return fail(sourceDiagnostics.create('source-points-elsewhere', undefined, { path: absolute, entry: elsewhere }))
  const known = { path: absolute, identity: file.value.identity }
  // A playlist stays the same file when its segments change.
  const { keepIn } = isPlaylist ? {} : prober
  const kept = keepIn === undefined ? undefined : await keptInspection(keepIn, absolute, file.value, capabilities)
  if (kept !== undefined) return ok({ ...kept, file: known })
  const found = await readFile(absolute, isPlaylist, file.value, capabilities, prober, signal)
  if (found.ok && keepIn !== undefined) await keepInspection(keepIn, absolute, file.value, capabilities, found.value)
  return found.ok ? ok({ ...found.value, file: known }) : found
}

async function readFile(path: string, isPlaylist: boolean, file: SourceFile, capabilities: Capabilities, prober: Prober, signal: AbortSignal): Promise<Result<KeptInspection>> {
  const canDecode = (codec: string): boolean => capabilities.decoders.includes(codec)
  const own = isPlaylist ? undefined : await readInProcess(path, file, canDecode)
  const found = own === undefined ? await readByProbe(path, isPlaylist ? 'hls' : '', file, canDecode, prober, signal) : ok(own)
  if (!found.ok) return found
  const { probed, container, read } = found.value
  const wrong = faultOf(path, read, probed)
  if (wrong !== undefined) return fail(wrong)
  const { facts, frames, keyFrames, hiddenFrames } = read
  const { packetAccess } = await import('../packets/access.ts')
  const packets = await packetAccess(path, facts, frames === undefined ? 1 : frames.timeBase.den / frames.timeBase.num, keyFrames)
  return ok({ facts, ...(frames && { frames }), keyFrames, seekable: isSeekable(container), ...read.order, packets, ...(hiddenFrames > 0 && { hiddenFrames }) })
}

async function readByProbe(path: string, format: string, file: SourceFile, canDecode: (codec: string) => boolean, prober: Prober, signal: AbortSignal): Promise<Result<SourceReading>> {
  const probed = await probe(path, format, file.head, prober, signal)
  return probed.ok ? ok(readingOf(probed.value, path, file, canDecode)) : probed
}

export interface Prober {
  /** An ffprobe, absolute. */
  readonly program: string
  readonly sandbox: Sandbox | undefined
  /** The folder in which what was found out is kept; absent: nowhere. */
  readonly keepIn?: string | undefined
}

async function probe(path: string, container: string, head: Buffer, { program, sandbox }: Prober, signal: AbortSignal): Promise<Result<Probed>> {
  const reader = new ProbeReader()
  const args = ['-v', 'error', ...inputGuard(container), '-show_entries', probeEntries, '-of', 'compact', '-i', inputPath(path)]
  const end = await runProgram({ program, args, limitMs: PROBE_LIMIT_MS, signal, onLine: reader.add, ...confinementIn(sandbox, args) })
  if (end.how === 'cancelled') return fail(toolDiagnostics.create('cancelled', undefined, undefined))
  if (end.how !== 'exited') return fail(toolDiagnostics.create('not-answering', undefined, { path: program, why: end.how === 'timed-out' ? `no answer within ${end.afterMs} ms` : end.how === 'over-limit' ? `it took ${end.bytes} bytes` : end.error }))
  if (end.status >= 128) return fail(toolDiagnostics.create('not-answering', undefined, { path: program, why: end.lastLines.at(-1) ?? 'it crashed' }))
  const probed = reader.result()
  return end.status === 0 && probed.streams.length > 0 ? ok(probed) : fail(refusal(path, end.lastLines, head))
}

/** What ffprobe's words mean for the person who has the file. */
function refusal(path: string, lines: readonly string[], head: Buffer) {
  const text = lines.join('\n')
  if (/Permission denied/.test(text)) return sourceDiagnostics.create('source-unreadable', undefined, { path, why: 'permission denied' })
  if (/No such file or directory/.test(text)) return sourceDiagnostics.create('source-missing', undefined, { path })
  if (/Input\/output error/.test(text)) return sourceDiagnostics.create('source-unreadable', undefined, { path, why: 'the disk reports an error' })
  if (/moov atom not found/.test(text) && looksLikeMp4(head)) return sourceDiagnostics.create('source-damaged', undefined, { path, why: 'its index (moov) is missing, as after a broken upload' })
  if (/not (?:in|on) whitelist|Invalid data found|Failed to read|unspecified|moov atom/.test(text)) return sourceDiagnostics.create('source-not-media', undefined, { path, why: 'none of the containers that are read' })
  return sourceDiagnostics.create('source-not-media', undefined, { path, why: lines.at(-1)?.replaceAll(inputPath(path), 'it') ?? 'nothing was found in it' })
}

/** ffprobe also blames a missing index when only the file's name ends in .mp4. */
function looksLikeMp4(head: Buffer): boolean {
  return ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'moof'].includes(head.subarray(4, 8).toString('latin1'))
}

function faultOf(path: string, read: ReadFacts, probed: Probed) {
  const { facts, shortfall } = read
  if (facts.videoStreams.length === 0 && facts.audioStreams.length === 0) return withoutStreams(path, probed)
  if (facts.durationSeconds <= 0) return sourceDiagnostics.create('source-damaged', undefined, { path, why: 'none of its packets has a time' })
  if (shortfall === undefined) return undefined
  const why = `it announces ${shortfall.announcedSeconds.toFixed(2)} s but ends after ${shortfall.foundSeconds.toFixed(2)} s`
  return sourceDiagnostics.create('source-damaged', undefined, { path, why })
}

function withoutStreams(path: string, probed: Probed) {
  const real = probed.streams.filter((stream) => ['video', 'audio'].includes(stream.fields['codec_type'] ?? '') && stream.fields['disposition:attached_pic'] !== '1')
  if (real.length === 0) return sourceDiagnostics.create('source-not-media', undefined, { path, why: 'it holds no video and no sound' })
  if (real.every((stream) => stream.packets.times.length === 0)) return sourceDiagnostics.create('source-damaged', undefined, { path, why: 'its streams hold no packets' })
  const codecs = real.map((stream) => stream.fields['codec_name']).join(', ')
  return sourceDiagnostics.create('source-not-media', undefined, { path, why: `the ffmpeg at hand decodes none of its streams (${codecs})` })
}

/** As most such files are. */
function assumedAccess({ container, videoStreams }: SourceFacts): PacketAccess {
  const codec = videoStreams[0]?.codec ?? ''
  if (['mp4', 'mov'].includes(container) && ['h264', 'hevc', 'av1'].includes(codec)) return { container: 'movie' }
  return ['mkv', 'webm'].includes(container) ? { container: 'matroska' } : { why: `${container} has no index of its packets` }
}

/** For a source that is only said to be so: a constant rate, and a key frame at the start and every ten seconds. */
export function assumeInspection(facts: SourceFacts, capabilities: Capabilities): FfmpegInspection {
  const video = facts.videoStreams[0]
  const keyFrames: number[] = []
  // Bounded: an assumed year of film has no more key frames worth knowing.
  const end = video === undefined ? 0 : Math.min(video.durationSeconds, 366 * 86_400)
  for (let at = 0; at < end; at += 10) keyFrames.push(at)
  const frames = video && { frames: constantFrames(video.frameRate, video.durationSeconds) }
  return inspectionOf([{ facts, ...frames, keyFrames, seekable: isSeekable(facts.container), packets: assumedAccess(facts) }], capabilities)
}
