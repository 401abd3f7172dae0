import { HIDDEN, KEY, type Packets } from '../inspect/probe-lines.ts'
import { decline } from './bytes.ts'
import type { Track } from './track.ts'

/** A track as its edit list shows it: what ffmpeg's demuxer makes of it, in ticks of the media. */
export interface Timeline {
  readonly packets: Packets
  /** When it begins. */
  readonly start: number
  /** As announced. */
  readonly duration: number
}

interface Window {
  readonly from: number
  readonly to: number
  /** Ticks of nothing before it. */
  readonly delay: number
}

/**
 * @param movieTicks the movie's own ticks a second, in which edits have their lengths
 * @param lengthNeeded declines where ffmpeg would find the length of the last packet by decoding
 */
export function timelineOf(track: Track, movieTicks: number, lengthNeeded: boolean): Timeline {
  const { samples } = track
  const announced = Math.min(track.duration, samples.duration)
  const window = windowOf(track, movieTicks)
  if (window === undefined) return { packets: packetsOf(track, 0, undefined, lengthNeeded ? announced : undefined), start: samples.times[0] ?? 0, duration: announced }
  const origin = track.kind === 'video' ? firstShown(samples.times, window) : window.from
  const duration = Math.min(announced, window.delay + window.to - window.from)
  return { packets: packetsOf(track, window.delay - origin, window, lengthNeeded ? duration : undefined), start: window.delay, duration }
}

/** One stretch of the media, perhaps after a pause: everything else is left to ffprobe. */
function windowOf({ edits, ticksPerSecond }: Track, movieTicks: number): Window | undefined {
  if (edits.length === 0) return undefined
  const [first, second] = edits
  const pause = first !== undefined && first.mediaTime === -1 && edits.length === 2 ? first.duration : 0
  const edit = pause > 0 ? second : first
  if (edit === undefined || edits.length > (pause > 0 ? 2 : 1) || edit.mediaTime < 0 || edit.duration === 0) decline('an edit list of several parts')
  const ticks = (duration: number): number => Math.round((duration * ticksPerSecond) / movieTicks)
  return { from: edit.mediaTime, to: edit.mediaTime + ticks(edit.duration), delay: ticks(pause) }
}

function firstShown(times: Float64Array, { from, to }: Window): number {
  let first = Number.POSITIVE_INFINITY
  for (let at = 0; at < times.length; at += 1) {
    const time = times[at] ?? 0
    if (time >= from && time < to && time < first) first = time
  }
  return Number.isFinite(first) ? first : decline('an edit list that shows nothing')
}

function packetsOf(track: Track, shift: number, window: Window | undefined, duration: number | undefined): Packets {
  const { samples, kind } = track
  const { count } = samples
  const times = new Float64Array(count)
  const durations = new Float64Array(count).fill(Number.NaN)
  const marks = new Uint8Array(count)
  let last = -1
  for (let at = 0; at < count; at += 1) {
    const time = samples.times[at] ?? 0
    const step = (samples.decodeTimes[at + 1] ?? samples.duration) - (samples.decodeTimes[at] ?? 0)
    const hidden = window !== undefined && ((kind === 'video' ? time < window.from : time + step <= window.from) || time >= window.to)
    times[at] = time + shift
    marks[at] = (samples.isKey[at] === 1 ? KEY : 0) | (hidden ? HIDDEN : 0)
    if (!hidden && (last < 0 || time >= (samples.times[last] ?? 0))) last = at
  }
  if (last >= 0 && duration !== undefined) durations[last] = lengthOf(track, last, shift, duration)
  return { times, durations, marks, bytes: samples.bytes }
}

const samplesOfAacPacket = 1024

/** How long ffmpeg says that the packet which is shown last lasts. */
function lengthOf(track: Track, at: number, shift: number, duration: number): number {
  const { samples, picture, ticksPerSecond } = track
  if (samples.reordered) {
    const { rate } = picture ?? {}
    const told = rate !== undefined && rate.num < rate.den * 1000 ? Math.floor((ticksPerSecond * rate.den) / rate.num) : samples.rateStep
    return told !== undefined && told > 0 ? told : decline('a variable rate whose last frame has no length')
  }
  const time = samples.decodeTimes[at] ?? 0
  const next = at + 1 < samples.count ? samples.decodeTimes[at + 1] ?? 0 : duration - shift
  if (next > time) return next - time
  const isPlain = track.fields['codec_name'] === 'aac' && Number(track.fields['sample_rate']) === ticksPerSecond
  return isPlain ? samplesOfAacPacket : decline('a last packet without a length')
}
