import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { rationalValue } from '@vodflow/core'
import type { MediaSummary } from '@vodflow/engine'
import { confinementIn } from '../execute/confine.ts'
import { runProgram } from '../execute/run-program.ts'
import { frameOfIndex } from '../frame-times.ts'
import { displaySize } from '../inspect/facts.ts'
import { finite, rational, type Probed, type ProbedStream } from '../inspect/probe-lines.ts'
import { streamTimes, videoTimes, type StreamTimes, type VideoTimes } from '../inspect/stream-times.ts'
import type { ExpectedMedia } from '../work.ts'
import { openSegments } from './decrypt.ts'
import { TAIL_SECONDS } from './ends.ts'
import { parseMediaPlaylist, withDuration, type MediaPlaylist } from './hls-playlist.ts'
import { probeOutput, type ProbedOutput } from './probe-output.ts'
import { audioCodecString, videoCodecString } from './rfc6381.ts'
import { mismatch, type Mismatch, type Produced, type Verdict, type VerifyTools } from './verdict.ts'
import { parseWebpAnimation } from './webp.ts'

/** An output counts only when it opens, holds what was planned and nothing more, and its last packet is there (design.md §6). */
export async function verifyMedia(expected: ExpectedMedia, tools: VerifyTools): Promise<Verdict> {
  if (expected.container === 'webp') return verifyWebp(expected, tools)
  if (expected.container === 'hls') return verifyHls(expected, tools)
  const size = await sizeOf(join(tools.folder, expected.path))
  if (size === undefined || size === 0) return mismatch(`the file ${expected.path}`, size === 0 ? 'an empty file' : 'no such file')
  // What is decoded beside others only ever finds a film good; what is wrong with it, it must say alone.
  const soon = tools.ends?.has(expected.path) === true ? await lookInto(expected, tools) : undefined
  const looked = soon?.ok === true ? soon : await lookInto(expected, { ...tools, ends: undefined })
  if (looked.ok !== true) return looked
  const role = expected.video === undefined ? 'audio' : 'video'
  return { ok: true, produced: [{ path: expected.path, role, media: summary(expected, looked, size) }] }
}

const TAIL_GAP_SECONDS = 0.5

interface Looked {
  readonly ok: true
  readonly video?: { readonly stream: ProbedStream; readonly times: ReturnType<typeof videoTimes> }
  readonly audio?: { readonly stream: ProbedStream; readonly times: StreamTimes }
}

async function lookInto(expected: ExpectedMedia, tools: VerifyTools): Promise<Looked | Exclude<Verdict, { ok: true }>> {
  const probed = await probeOutput(expected, tools)
  if (probed.ok === 'unknown') return probed
  if (!probed.ok) return mismatch(`${expected.path} as a readable ${expected.container}`, probed.found)
  const start = finite(probed.probed.format['start_time']) ?? 0
  const streams = streamsOf(expected, probed.probed)
  if ('ok' in streams) return streams
  const video = streams.video && { stream: streams.video, times: videoTimes(streams.video, start) }
  const audio = streams.audio && { stream: streams.audio, times: streamTimes(streams.audio, start) }
  const silent = [streams.video, streams.audio].find((stream) => stream !== undefined && !probed.decoded.has(Number(stream.fields['index'])))
  const wrong =
    checkContainer(expected, probed.probed) ??
    (video && checkVideo(expected, video.stream, video.times)) ??
    (audio && checkAudio(expected, audio.stream, audio.times)) ??
    brokenEnd(expected, probed, start, [video, audio]) ??
    (silent && mismatch(`a ${silent.fields['codec_type']} stream in ${expected.path} whose first frame decodes`, probed.complaints.at(-1) ?? 'no frame'))
  return wrong ?? { ok: true, ...(video && { video }), ...(audio && { audio }) }
}

interface Timed {
  readonly stream: ProbedStream
  readonly times: StreamTimes | VideoTimes
}

/** What decodes of a stream must reach its last packet, or nearly, since a decoder may keep its last frames. */
function brokenEnd(expected: ExpectedMedia, { tail, complaints }: Extract<ProbedOutput, { ok: true }>, start: number, streams: readonly (Timed | undefined)[]): Mismatch | undefined {
  if (tail === undefined) return undefined
  const all = streams.filter((each) => each !== undefined)
  // Sound may end well before the picture, and a last picture may stay long: only what begins in the decoded part can be missed there.
  const end = Math.max(...all.map(({ times }) => times.endSeconds))
  const broken = all.find(({ stream, times }) => {
    const last = lastBegins(times)
    return last > end - TAIL_SECONDS && (tail.get(Number(stream.fields['index'])) ?? -Infinity) - start < last - TAIL_GAP_SECONDS
  })
  return broken && mismatch(`a ${broken.stream.fields['codec_type']} stream in ${expected.path} that decodes to its end`, complaints.at(-1) ?? 'no frame')
}

function lastBegins(times: StreamTimes | VideoTimes): number {
  return 'frames' in times ? frameOfIndex(times.frames, Number.MAX_SAFE_INTEGER).seconds : times.endSeconds
}

function streamsOf(expected: ExpectedMedia, probed: Probed): Mismatch | { readonly video?: ProbedStream; readonly audio?: ProbedStream } {
  const kinds = probed.streams.map((stream) => stream.fields['codec_type'] ?? 'unknown')
  const wanted = [...(expected.video ? ['video'] : []), ...(expected.audio ? ['audio'] : [])]
  if (kinds.toSorted().join() !== wanted.toSorted().join()) return mismatch(`the streams ${wanted.join(' and ')} in ${expected.path}`, kinds.join(', ') || 'none')
  const video = probed.streams.find((stream) => stream.fields['codec_type'] === 'video')
  const audio = probed.streams.find((stream) => stream.fields['codec_type'] === 'audio')
  return { ...(video && { video }), ...(audio && { audio }) }
}

function checkContainer(expected: ExpectedMedia, probed: Probed): Mismatch | undefined {
  const names = (probed.format['format_name'] ?? '').split(',')
  return names.includes(expected.container) ? undefined : mismatch(`${expected.path} in ${expected.container}`, names.join(','))
}

function checkVideo(expected: ExpectedMedia, stream: ProbedStream, times: StreamTimes): Mismatch | undefined {
  const video = expected.video
  if (video === undefined) return undefined
  const { fields } = stream
  const size = displaySize(stream)
  const square = rationalValue(rational(fields['sample_aspect_ratio']) ?? { num: 1, den: 1 }) === 1
  if (fields['codec_name'] !== video.codec) return mismatch(`${video.codec} video in ${expected.path}`, fields['codec_name'] ?? 'none')
  // Shown sizes are rounded; only a copied stream may still have pixels that are not square.
  const slack = square ? 0 : 1
  if (Math.abs(size.width - video.width) > slack || Math.abs(size.height - video.height) > slack) return mismatch(`${video.width}x${video.height} in ${expected.path}`, `${size.width}x${size.height}`)
  if (size.rotation !== video.rotation) return mismatch(`a rotation of ${video.rotation} in ${expected.path}`, `${size.rotation}`)
  if (video.pixelFormat !== undefined && fields['pix_fmt'] !== video.pixelFormat) return mismatch(`${video.pixelFormat} in ${expected.path}`, fields['pix_fmt'] ?? 'none')
  if (video.pixelFormat !== undefined && !square) return mismatch(`square pixels in ${expected.path}`, `a sample aspect ratio of ${fields['sample_aspect_ratio']}`)
  return checkDuration('video', expected, video.durationSeconds, video.toleranceSeconds, times)
}

function checkAudio(expected: ExpectedMedia, stream: ProbedStream, times: StreamTimes): Mismatch | undefined {
  const audio = expected.audio
  if (audio === undefined) return undefined
  const { fields } = stream
  if (!sameAudio(fields['codec_name'] ?? '', audio.codec, expected.container)) return mismatch(`${audio.codec} audio in ${expected.path}`, fields['codec_name'] ?? 'none')
  if (audio.samplingRate !== undefined && finite(fields['sample_rate']) !== audio.samplingRate) return mismatch(`${audio.samplingRate} Hz in ${expected.path}`, `${fields['sample_rate']} Hz`)
  if (audio.channels !== undefined && finite(fields['channels']) !== audio.channels) return mismatch(`${audio.channels} channels in ${expected.path}`, `${fields['channels']}`)
  return checkDuration('audio', expected, audio.durationSeconds, audio.toleranceSeconds, times)
}

/** MP4 has one word for the layers of MPEG audio, so MP2 reads back as MP3; both are decoded by what the packets say. */
function sameAudio(found: string, planned: string, container: string): boolean {
  return found === planned || (container === 'mp4' && found === 'mp3' && planned === 'mp2')
}

/** By the packets, not by the header: a header keeps its promise even when the end is missing. */
function checkDuration(kind: string, { path, deep }: ExpectedMedia, seconds: number, tolerance: number, times: StreamTimes): Mismatch | undefined {
  const found = times.endSeconds - times.startSeconds
  // Containers with a clock of a millisecond round every time.
  if (Math.abs(found - seconds) <= tolerance + 0.002) return undefined
  // A copied stream keeps the frames that an edit list hid at its end.
  if (deep && found > seconds && found - seconds <= 0.25) return undefined
  return mismatch(`${seconds.toFixed(3)} s (within ${tolerance.toFixed(3)} s) of ${kind} in ${path}`, `${found.toFixed(3)} s`, found < seconds)
}

function summary(expected: ExpectedMedia, looked: Looked, sizeBytes: number): MediaSummary {
  const { video, audio } = looked
  const durationSeconds = Math.max(video ? video.times.endSeconds : 0, audio ? audio.times.endSeconds : 0)
  const size = video ? displaySize(video.stream) : { width: 0, height: 0 }
  return {
    container: expected.container,
    width: size.width,
    height: size.height,
    durationSeconds,
    bitrateKbps: durationSeconds > 0 ? (sizeBytes * 8) / 1000 / durationSeconds : 0,
    videoStreams: video ? [{ codec: video.stream.fields['codec_name'] ?? '', width: size.width, height: size.height, fps: rationalValue(video.times.frameRate), bitrateKbps: video.times.bitrateKbps }] : [],
    audioStreams: audio ? [{ codec: audio.stream.fields['codec_name'] ?? '', samplingRate: finite(audio.stream.fields['sample_rate']) ?? 0, bitrateKbps: audio.times.bitrateKbps }] : [],
  }
}

async function verifyHls(expected: ExpectedMedia, tools: VerifyTools): Promise<Verdict> {
  const folder = join(tools.folder, dirname(expected.path))
  const text = await readFile(join(tools.folder, expected.path), 'utf8').catch(() => undefined)
  if (text === undefined) return mismatch(`the playlist ${expected.path}`, 'no such file')
  const parsed = parseMediaPlaylist(text)
  if (typeof parsed === 'string') return mismatch(`the playlist ${expected.path}`, parsed)
  const opened = await openSegments(expected, text, parsed, tools)
  if ('ok' in opened) return opened
  const sizes: number[] = []
  for (const segment of parsed.segments) {
    const size = await sizeOf(join(folder, segment.name))
    if (size === undefined || size === 0) return mismatch(`the segment ${segment.name}`, size === 0 ? 'an empty file' : 'no such file')
    sizes.push(size)
  }
  const looked = await lookInto(expected, opened)
  if (looked.ok !== true) return looked
  const playlist = await settleDurations(expected, { text, playlist: parsed }, looked, tools.folder, opened)
  if ('ok' in playlist) return playlist
  const media = { ...summary(expected, looked, sizes.reduce((sum, size) => sum + size, 0)), ...(await masterFacts(looked, playlist, sizes, join(opened.folder, dirname(expected.path)))) }
  if (opened !== tools) await rm(opened.folder, { recursive: true, force: true })
  const prefix = dirname(expected.path) === '.' ? '' : `${dirname(expected.path)}/`
  const segments = playlist.segments.map((segment): Produced => ({ path: prefix + segment.name, role: 'segment' }))
  // The playlist comes last, so that it never names what is not there yet.
  return { ok: true, produced: [...segments, { path: expected.path, role: 'playlist', media }] }
}

function sumOf(playlist: MediaPlaylist): number {
  return playlist.segments.reduce((sum, segment) => sum + segment.seconds, 0)
}

interface Written {
  readonly text: string
  readonly playlist: MediaPlaylist
}

/** A segment is as long as its video, while sound may start before or end after; and a transport stream holds no durations, so how long a last picture stays is told by the playlist alone. */
async function settleDurations(expected: ExpectedMedia, written: Written, looked: Looked, folder: string, tools: VerifyTools): Promise<MediaPlaylist | Mismatch> {
  const longest = Math.max(looked.video?.times.endSeconds ?? 0, looked.audio?.times.endSeconds ?? 0)
  const most = Math.max(longest, expected.video?.durationSeconds ?? 0)
  const fits = (playlist: MediaPlaylist): boolean => sumOf(playlist) >= longest - 1 && sumOf(playlist) <= most + 1
  const isMeant = (playlist: MediaPlaylist): boolean => sumOf(playlist) >= longest - 0.1 && fits(playlist)
  const begun = isMeant(written.playlist) ? written : await mendFirstSegment(written, join(folder, expected.path), looked)
  const playlist = isMeant(begun.playlist) ? begun.playlist : ((await mendLastSegment(expected, begun.text, begun.playlist, folder, tools)) ?? begun.playlist)
  return fits(playlist) ? playlist : mismatch(`durations in ${expected.path} that add up to ${longest.toFixed(3)} s`, `${sumOf(playlist).toFixed(3)} s`)
}

/** ffmpeg counts from the first picture, though the first segment holds what sounds before it. */
async function mendFirstSegment(written: Written, path: string, { video, audio }: Looked): Promise<Written> {
  const before = video && audio ? video.times.startSeconds - audio.times.startSeconds : 0
  const [first] = written.playlist.segments
  if (first === undefined || before <= 0.1) return written
  const text = withDuration(written.text, 'first', first.seconds + before)
  const playlist = await rewritten(text, path)
  return playlist === undefined ? written : { text, playlist }
}

async function rewritten(text: string, path: string): Promise<MediaPlaylist | undefined> {
  const read = parseMediaPlaylist(text)
  if (typeof read === 'string') return undefined
  await writeFile(path, text)
  return read
}

/**
 * ffmpeg counts the last segment by the first frame's duration, which is wrong for a copied variable rate, and by the packet that
 * was written last, which with B-frames is not the one shown last: measure it instead.
 */
async function mendLastSegment(expected: ExpectedMedia, text: string, playlist: MediaPlaylist, folder: string, tools: VerifyTools): Promise<MediaPlaylist | undefined> {
  const path = join(dirname(expected.path), playlist.segments.at(-1)?.name ?? '')
  const probed = await probeOutput({ ...expected, path, deep: false }, tools)
  if (probed.ok !== true) return undefined
  const ends = probed.probed.streams.map((stream) => streamTimes(stream, finite(probed.probed.format['start_time']) ?? 0)).map((times) => times.endSeconds - times.startSeconds)
  return rewritten(withDuration(text, 'last', Math.max(0.001, ...ends)), join(folder, expected.path))
}

async function masterFacts(looked: Looked, playlist: MediaPlaylist, sizes: readonly number[], folder: string): Promise<Pick<MediaSummary, 'codecs' | 'peakBitsPerSecond'>> {
  const first = await headOf(join(folder, playlist.segments[0]?.name ?? ''))
  const words = [looked.video && videoCodecString(looked.video.stream.fields, first), looked.audio && audioCodecString(looked.audio.stream.fields)]
  const codecs = words.filter((word) => word !== undefined).join(',')
  return { ...(codecs !== '' && { codecs }), peakBitsPerSecond: peakOf(playlist, sizes) }
}

/**
 * RFC 8216 §4.1: the highest rate of any segments in a row that last between half and one and a half target durations together; a
 * short last one counts with what comes before it.
 */
function peakOf({ segments, targetDuration }: MediaPlaylist, sizes: readonly number[]): number {
  let peak = 0
  for (const first of segments.keys()) {
    let [seconds, bits] = [0, 0]
    for (const [at, segment] of segments.slice(first).entries()) {
      seconds += segment.seconds
      bits += (sizes[first + at] ?? 0) * 8
      if (seconds > 1.5 * targetDuration) break
      if (seconds >= 0.5 * targetDuration) peak = Math.max(peak, bits / seconds)
    }
  }
  return Math.ceil(peak > 0 ? peak : (sizes.reduce((sum, size) => sum + size, 0) * 8) / segments.reduce((sum, { seconds }) => sum + seconds, 0))
}

async function verifyWebp(expected: ExpectedMedia, tools: VerifyTools): Promise<Verdict> {
  const bytes = await readFile(join(tools.folder, expected.path)).catch(() => undefined)
  const webp = bytes === undefined ? 'no such file' : parseWebpAnimation(bytes)
  const video = expected.video
  if (bytes === undefined || typeof webp === 'string' || video === undefined) return mismatch(`the WebP animation ${expected.path}`, typeof webp === 'string' ? webp : 'a planned sound')
  const { width, height, frames } = webp
  // The encoder joins frames that are equal: a clip in which nothing moves becomes one picture without a duration.
  const durationSeconds = frames === 1 ? video.durationSeconds : webp.durationSeconds
  if (width !== video.width || height !== video.height) return mismatch(`${video.width}x${video.height} in ${expected.path}`, `${width}x${height}`)
  const times = { startSeconds: 0, endSeconds: durationSeconds, bitrateKbps: 0, count: frames }
  const wrong = checkDuration('video', expected, video.durationSeconds, video.toleranceSeconds, times) ?? (await decodeStill(expected.path, webp.firstFrame, tools))
  if (wrong !== undefined) return wrong
  const bitrateKbps = durationSeconds > 0 ? (bytes.length * 8) / 1000 / durationSeconds : 0
  const stream = { codec: 'webp', width, height, fps: durationSeconds > 0 ? frames / durationSeconds : 0, bitrateKbps }
  return { ok: true, produced: [{ path: expected.path, role: 'video', media: { container: 'webp', width, height, durationSeconds, bitrateKbps, videoStreams: [stream], audioStreams: [] } }] }
}

async function decodeStill(path: string, still: Buffer, tools: VerifyTools): Promise<Mismatch | Extract<Verdict, { ok: 'unknown' }> | undefined> {
  const args = ['-v', 'error', '-f', 'webp_pipe', '-show_entries', 'frame=width', '-of', 'compact', '-i', 'pipe:0']
  const end = await runProgram({ program: tools.ffprobe, args, input: Readable.from([still]), limitMs: 60_000, signal: tools.signal, ...confinementIn(tools.sandbox, args) })
  if (end.how !== 'exited') return { ok: 'unknown', end }
  return /^frame\|/m.test(end.stdout) ? undefined : mismatch(`a first frame that decodes in ${path}`, end.lastLines.at(-1) ?? 'no frame')
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then((kind) => (kind.isFile() ? kind.size : undefined), () => undefined)
}
