import { rationalValue, type Rational } from '@vodflow/core'
import { encodeFrameTimes, ticksOf } from '../frame-times.ts'
import type { FrameTimes } from '../inspection.ts'
import { HIDDEN, KEY, rational, type ProbedStream } from './probe-lines.ts'

/** When a stream really plays, told by its packets. Seconds from the container's start. */
export interface StreamTimes {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly bitrateKbps: number
  /** Packets that are shown or heard. */
  readonly count: number
}

export interface VideoTimes extends StreamTimes {
  readonly frames: FrameTimes
  readonly keyFrames: readonly number[]
  /** In the file, and not shown. */
  readonly hidden: number
  /** See `InspectedFile`. */
  readonly order: PacketOrder
  readonly variable: boolean
  readonly frameRate: Rational
}

export interface PacketOrder {
  readonly reordered?: true
  readonly openKeyFrames?: readonly number[]
}

/** The shown packets of a stream, in ticks from the container's start. */
interface Shown {
  /** Ascending. */
  readonly ticks: Float64Array
  /** Of the key frames, ascending. */
  readonly keys: Float64Array
  /** Of the packet that is shown last; NaN where the file does not say. */
  readonly lastDuration: number
  readonly hidden: number
  readonly typicalStep: number
}

export function streamTimes(stream: ProbedStream, containerStart: number): StreamTimes {
  const timeBase = timeBaseOf(stream)
  return summary(stream, shownOf(stream, timeBase, containerStart), timeBase)
}

export function videoTimes(probed: ProbedStream, containerStart: number): VideoTimes {
  const stream = fromFirstKeyFrame(probed)
  const timeBase = timeBaseOf(stream)
  const shown = shownOf(stream, timeBase, containerStart)
  const variable = isVariable(shown)
  const times = summary(stream, shown, timeBase)
  return {
    ...times,
    frames: encodeFrameTimes(shown.ticks, timeBase, lastDuration(shown)),
    keyFrames: Array.from(shown.keys, (tick) => seconds(tick, timeBase)),
    hidden: shown.hidden,
    order: packetOrder(stream, shown, timeBase, containerStart),
    variable,
    frameRate: frameRateOf(stream, variable, shown.typicalStep, timeBase, times),
  }
}

/** A recording seldom begins with a key frame, and nothing of H.264 is shown before the first one; decoders of other codecs make up what is missing. */
function fromFirstKeyFrame(stream: ProbedStream): ProbedStream {
  const first = Array.from(stream.packets.marks).findIndex((mark) => (mark & KEY) !== 0)
  if (first <= 0 || stream.fields['codec_name'] !== 'h264') return stream
  const marks = Array.from(stream.packets.marks, (mark, at) => (at < first ? mark | HIDDEN : mark))
  return { ...stream, packets: { ...stream.packets, marks } }
}

function timeBaseOf(stream: ProbedStream): Rational {
  return rational(stream.fields['time_base']) ?? { num: 1, den: 1000 }
}

function summary(stream: ProbedStream, shown: Shown, timeBase: Rational): StreamTimes {
  const first = shown.ticks[0]
  const last = shown.ticks.at(-1)
  if (first === undefined || last === undefined) return { startSeconds: 0, endSeconds: 0, bitrateKbps: 0, count: 0 }
  // Sound before the start is priming: decoded, never heard.
  const startSeconds = Math.max(0, seconds(first, timeBase))
  const endSeconds = seconds(last + lastDuration(shown), timeBase)
  const span = endSeconds - startSeconds
  return { startSeconds, endSeconds, count: shown.ticks.length, bitrateKbps: span > 0 ? (stream.packets.bytes * 8) / 1000 / span : 0 }
}

/** Hidden packets are decoded and thrown away: edit lists, priming. A stream without time stamps keeps file order at its rate. */
function shownOf(stream: ProbedStream, timeBase: Rational, containerStart: number): Shown {
  const { times, durations, marks } = stream.packets
  const origin = Math.round((containerStart * timeBase.den) / timeBase.num)
  const ticks = new Float64Array(marks.length)
  const keys: number[] = []
  let count = 0
  let last = -1
  let hidden = 0
  for (let at = 0; at < marks.length; at += 1) {
    const mark = marks[at] ?? 0
    const time = times[at] ?? Number.NaN
    if ((mark & HIDDEN) !== 0) hidden += 1
    if ((mark & HIDDEN) !== 0 || Number.isNaN(time)) continue
    ticks[count] = time - origin
    count += 1
    if ((mark & KEY) !== 0) keys.push(time - origin)
    if (last < 0 || time >= (times[last] ?? 0)) last = at
  }
  const ordered = ticks.subarray(0, count).toSorted()
  return { ticks: ordered, keys: Float64Array.from(keys).toSorted(), lastDuration: durations[last] ?? Number.NaN, hidden, typicalStep: medianStep(ordered) }
}

/** A key frame is clean where all packets before it are shown before it, and all behind it later. */
function packetOrder(stream: ProbedStream, { ticks }: Shown, timeBase: Rational, containerStart: number): PacketOrder {
  const { times, marks } = stream.packets
  const origin = Math.round((containerStart * timeBase.den) / timeBase.num)
  const open: number[] = []
  let reordered = false
  let before = 0
  let latest = Number.NEGATIVE_INFINITY
  for (let at = 0; at < marks.length; at += 1) {
    const mark = marks[at] ?? 0
    const tick = (times[at] ?? Number.NaN) - origin
    if ((mark & HIDDEN) !== 0 || Number.isNaN(tick)) continue
    if (tick < latest) reordered = true
    if ((mark & KEY) !== 0 && (latest > tick || tick !== ticks[before])) open.push(seconds(tick, timeBase))
    latest = Math.max(latest, tick)
    before += 1
  }
  return { ...(reordered && { reordered }), ...(open.length > 0 && { openKeyFrames: open }) }
}

/** Where the file does not say, as long as frames usually are. */
function lastDuration({ lastDuration: told, typicalStep }: Shown): number {
  return Number.isFinite(told) && told > 0 ? told : Math.max(1, typicalStep)
}

function medianStep(ticks: Float64Array): number {
  const steps = new Float64Array(Math.max(0, ticks.length - 1))
  for (let at = 0; at < steps.length; at += 1) steps[at] = (ticks[at + 1] ?? 0) - (ticks[at] ?? 0)
  return steps.toSorted()[Math.floor(steps.length / 2)] ?? 0
}

/**
 * Decided by the times, not by what the file says: more than 2 % of the steps (and at least two) lie a tenth, and more than a
 * tick of rounding, away from the usual one. A lost frame in a constant film is no variable rate.
 */
function isVariable({ ticks, typicalStep }: Pick<Shown, 'ticks' | 'typicalStep'>): boolean {
  const most = Math.max(1, typicalStep / 10)
  let odd = 0
  for (let at = 1; at < ticks.length; at += 1) if (Math.abs((ticks[at] ?? 0) - (ticks[at - 1] ?? 0) - typicalStep) > most) odd += 1
  return odd >= 2 && odd > (ticks.length - 1) * 0.02
}

/** The rate of a variable film, or of a part of one, which may be constant. */
export function rateOfTicks(frames: FrameTimes, span: number): { readonly frameRate: Rational; readonly variable: boolean } {
  const ticks = Float64Array.from(ticksOf(frames))
  const typical = medianStep(ticks)
  const variable = isVariable({ ticks, typicalStep: typical })
  const count = ticks.length
  const perSecond = variable || typical <= 0 ? (span > 0 ? count / span : 0) : frames.timeBase.den / (frames.timeBase.num * typical)
  return { frameRate: { num: Math.round(perSecond * 1000), den: 1000 }, variable }
}

/** The announced rate where it agrees with the times within 1 % (it is exact: 30000/1001); else what the times give. */
function frameRateOf(stream: ProbedStream, variable: boolean, typical: number, timeBase: Rational, times: StreamTimes): Rational {
  const span = times.endSeconds - times.startSeconds
  const measured = variable || typical <= 0 ? (span > 0 ? times.count / span : 0) : timeBase.den / (timeBase.num * typical)
  for (const told of [stream.fields['avg_frame_rate'], stream.fields['r_frame_rate']]) {
    const rate = rational(told)
    if (rate !== undefined && (measured === 0 || Math.abs(rationalValue(rate) / measured - 1) < 0.01)) return rate
  }
  if (measured <= 0) return { num: 0, den: 1 }
  return { num: Math.round(measured * 1000), den: 1000 }
}

function seconds(tick: number, timeBase: Rational): number {
  return (tick * timeBase.num) / timeBase.den
}
