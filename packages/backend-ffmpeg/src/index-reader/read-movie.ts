import { open, type FileHandle } from 'node:fs/promises'
import type { Probed, ProbedStream } from '../inspect/probe-lines.ts'
import { boxesIn, needed, readTopBoxes, type Box } from './boxes.ts'
import { Bytes, decline } from './bytes.ts'
import { timelineOf, type Timeline } from './timeline.ts'
import { greatestCommon, matrix, trackOf, type Track } from './track.ts'

/** What ffprobe would say of a file, told from its index alone; or why ffprobe must be asked. */
export type InProcess = { readonly probed: Probed } | { readonly declined: string }

/** Reads the index of an MP4, MOV or M4A: a few thousandths of a second, whatever the film's length. */
export async function readMovie(path: string, sizeBytes: number): Promise<InProcess> {
  const file = await open(path, 'r')
  try {
    const { brand, movie } = await readTopBoxes(file, sizeBytes)
    return { probed: probedOf(movie, brand, sizeBytes) }
  } catch (error) {
    // A disk that fails, or a box that is not what it seems: ffprobe has the word for it.
    return { declined: error instanceof Error ? error.message : String(error) }
  } finally {
    await file.close()
  }
}

/** One stream alone, whatever the others are. Declines where its samples are not known exactly. */
export async function readTrack(file: FileHandle, sizeBytes: number, stream: number): Promise<{ readonly track: Track; readonly timeline: Timeline }> {
  const { movie } = await readTopBoxes(file, sizeBytes)
  const boxes = boxesIn(movie)
  declineUnusual(boxes)
  const body = boxes.filter(({ type }) => type === 'trak')[stream]?.body ?? decline('no such track')
  const track = trackOf(body, sizeBytes)
  declineCut(track, sizeBytes)
  return { track, timeline: timelineOf(track, movieTicksOf(needed(boxes, 'mvhd')), false) }
}

function probedOf(movie: Buffer, brand: string, sizeBytes: number): Probed {
  const { tracks, movieTicks } = tracksOf(movie, sizeBytes)
  const all = tracks.map((track) => ({ track, timeline: timelineOf(track, movieTicks, true) }))
  for (const { track } of all) if (track.kind !== 'data') declineCut(track, sizeBytes)
  return {
    format: { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', start_time: startOf(all), 'tag:major_brand': brand },
    streams: all.map(({ track, timeline }, index) => streamOf(track, timeline, index)),
  }
}

function tracksOf(movie: Buffer, sizeBytes: number): { readonly tracks: readonly Track[]; readonly movieTicks: number } {
  const boxes = boxesIn(movie)
  declineUnusual(boxes)
  const bodies = boxes.filter(({ type }) => type === 'trak').map(({ body }) => body)
  if (bodies.length === 0 || bodies.length > 100) decline(`${bodies.length} tracks`)
  if (bodies.some((body) => boxesIn(body).some(({ type, body: links }) => type === 'tref' && links.includes('chap')))) decline('chapters')
  return { tracks: bodies.map((body) => trackOf(body, sizeBytes)), movieTicks: movieTicksOf(needed(boxes, 'mvhd')) }
}

function declineUnusual(boxes: readonly Box[]): void {
  if (boxes.some(({ type }) => type === 'mvex' || type === 'cmov')) decline('the film is in fragments')
  // Cover art is a stream too, with the number of its place.
  const last = boxes.findLastIndex(({ type }) => type === 'trak')
  if (boxes.slice(0, last).some(({ type, body }) => type !== 'trak' && body.includes('covr'))) decline('cover art before the tracks')
}

function movieTicksOf(box: Buffer): number {
  const reader = new Bytes(box)
  const wide = reader.u8() === 1
  const ticks = reader.skip(3 + (wide ? 16 : 8)).u32()
  reader.skip((wide ? 8 : 4) + 6 + 10)
  if (matrix(reader).join(',') !== '65536,0,0,0,65536,0,0,0,1073741824') decline('a movie that is turned')
  return ticks > 0 ? ticks : decline('a movie without a time base')
}

function declineCut({ samples }: Track, sizeBytes: number): void {
  if (samples.count === 0) decline('a track without samples')
  for (let at = 0; at < samples.count; at += 1) {
    if ((samples.offsets[at] ?? 0) + (samples.sizes[at] ?? 0) > sizeBytes) decline('packets beyond the end of the file')
  }
}

interface Placed {
  readonly track: Track
  readonly timeline: Timeline
}

/** In millionths of a second, as ffmpeg rounds it. What is no picture and no sound may only begin later. */
function startOf(all: readonly Placed[]): string {
  const startsOf = (wanted: readonly Placed[]): readonly number[] => wanted.map(({ track, timeline }) => Math.round((timeline.start * 1e6) / track.ticksPerSecond))
  const start = Math.min(...startsOf(all.filter(({ track }) => track.kind !== 'data')))
  if (!Number.isFinite(start)) decline('no picture and no sound')
  if (startsOf(all.filter(({ track }) => track.kind === 'data')).some((other) => other < start)) decline('data before picture and sound')
  return (start / 1e6).toFixed(6)
}

function streamOf(track: Track, { packets, start, duration }: Timeline, index: number): ProbedStream {
  const { samples, ticksPerSecond } = track
  const seconds = (ticks: number): string => (ticks / ticksPerSecond).toFixed(6)
  const fields = {
    ...track.fields, index: String(index), codec_type: track.kind, time_base: `1/${ticksPerSecond}`,
    start_time: seconds(start), duration: seconds(duration), bit_rate: String(bitRate(track)),
    'disposition:default': track.isDefault ? '1' : '0', 'disposition:attached_pic': '0',
    ...(track.kind === 'video' && { avg_frame_rate: ratio(ticksPerSecond * samples.count, samples.duration) }),
    ...(track.kind === 'video' && samples.rateStep !== undefined && { r_frame_rate: ratio(ticksPerSecond, samples.rateStep) }),
  }
  return { fields, rotation: track.rotation, packets: track.kind === 'data' ? { times: [], durations: [], marks: [], bytes: 0 } : packets }
}

/** Of all samples over the length of the media, whatever an edit list leaves of it. */
function bitRate({ samples, ticksPerSecond, duration: announced }: Track): number {
  const duration = Math.min(announced, samples.duration)
  return duration > 0 ? Math.floor((samples.bytes * 8 * ticksPerSecond) / duration) : 0
}

function ratio(num: number, den: number): string {
  const common = greatestCommon(num, den)
  return `${num / common}/${den / common}`
}
