import { rationalValue, type Rational } from '@vodflow/core'
import { encodeFrameTimes } from '../frame-times.ts'
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
  readonly variable: boolean
  readonly frameRate: Rational
}

/** Ticks of the shown packets, from the container's start, ascending; each with its duration and whether it is a key frame. */
interface Shown {
  readonly tick: number
  readonly duration: number
  readonly key: boolean
}

export function streamTimes(stream: ProbedStream, containerStart: number): StreamTimes {
  const timeBase = rational(stream.fields['time_base']) ?? { num: 1, den: 1000 }
  return summary(stream, shownOf(stream, timeBase, containerStart), timeBase)
}

export function videoTimes(stream: ProbedStream, containerStart: number): VideoTimes {
  const timeBase = rational(stream.fields['time_base']) ?? { num: 1, den: 1000 }
  const shown = shownOf(stream, timeBase, containerStart)
  const ticks = shown.map((packet) => packet.tick)
  const typical = median(stepsOf(ticks))
  const variable = isVariable(stepsOf(ticks), typical)
  const times = summary(stream, shown, timeBase)
  return {
    ...times,
    frames: encodeFrameTimes(ticks, timeBase, lastDuration(shown, typical)),
    keyFrames: shown.filter((packet) => packet.key).map((packet) => seconds(packet.tick, timeBase)),
    variable,
    frameRate: frameRateOf(stream, variable, typical, timeBase, times),
  }
}

function summary(stream: ProbedStream, shown: readonly Shown[], timeBase: Rational): StreamTimes {
  const first = shown[0]
  const last = shown.at(-1)
  if (first === undefined || last === undefined) return { startSeconds: 0, endSeconds: 0, bitrateKbps: 0, count: 0 }
  const typical = median(stepsOf(shown.map((packet) => packet.tick)))
  // Sound before the start is priming: decoded, never heard.
  const startSeconds = Math.max(0, seconds(first.tick, timeBase))
  const endSeconds = seconds(last.tick + lastDuration(shown, typical), timeBase)
  const span = endSeconds - startSeconds
  return { startSeconds, endSeconds, count: shown.length, bitrateKbps: span > 0 ? (stream.packets.bytes * 8) / 1000 / span : 0 }
}

/** Hidden packets are decoded and thrown away: edit lists, priming. A stream without time stamps keeps file order at its rate. */
function shownOf(stream: ProbedStream, timeBase: Rational, containerStart: number): readonly Shown[] {
  const { times, durations, marks } = stream.packets
  const origin = Math.round((containerStart * timeBase.den) / timeBase.num)
  const shown: Shown[] = []
  for (const [at, mark] of marks.entries()) {
    const time = times[at] ?? Number.NaN
    if ((mark & HIDDEN) !== 0 || Number.isNaN(time)) continue
    shown.push({ tick: time - origin, duration: durations[at] ?? Number.NaN, key: (mark & KEY) !== 0 })
  }
  return shown.toSorted((a, b) => a.tick - b.tick)
}

/** Of the packet that is shown last; where the file does not say, as long as frames usually are. */
function lastDuration(shown: readonly Shown[], typical: number): number {
  const told = shown.at(-1)?.duration ?? Number.NaN
  return Number.isFinite(told) && told > 0 ? told : Math.max(1, typical)
}

function stepsOf(ticks: readonly number[]): readonly number[] {
  return ticks.slice(1).map((tick, at) => tick - (ticks[at] ?? tick))
}

function median(values: readonly number[]): number {
  const order = values.toSorted((a, b) => a - b)
  return order[Math.floor(order.length / 2)] ?? 0
}

/**
 * Decided by the times, not by what the file says: more than 2 % of the steps (and at least two) lie a tenth, and more than a
 * tick of rounding, away from the usual one. A lost frame in a constant film is no variable rate.
 */
function isVariable(steps: readonly number[], typical: number): boolean {
  const odd = steps.filter((step) => Math.abs(step - typical) > Math.max(1, typical / 10)).length
  return odd >= 2 && odd > steps.length * 0.02
}

/** The rate of a variable film, or of a part of one, which may be constant. */
export function rateOfTicks(frames: FrameTimes, span: number): { readonly frameRate: Rational; readonly variable: boolean } {
  const steps = stepsOf(frames.runs.flatMap(({ first, step, count }) => Array.from({ length: count }, (_, at) => first + step * at)))
  const typical = median(steps)
  const variable = isVariable(steps, typical)
  const count = steps.length + 1
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
