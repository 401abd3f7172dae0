import { rationalValue, type Rational } from '@vodflow/core'
import type { FrameRun, FrameTimes } from './inspection.ts'

/** A frame of the film: its place in presentation order and the half-open range of seconds in which it is shown. */
export interface FrameAt {
  readonly index: number
  readonly seconds: number
  readonly nextSeconds: number
}

/** Times are often written down with six decimals (ffprobe does), so a T this little before a frame means that frame. */
const ROUNDING_SECONDS = 1e-6

/** `ticks` ascending, relative to the container's start; `lastDuration` in ticks. Runs of equal steps become one entry. */
export function encodeFrameTimes(ticks: ArrayLike<number>, timeBase: Rational, lastDuration: number): FrameTimes {
  const runs: FrameRun[] = []
  let at = 0
  while (at < ticks.length) {
    const run = runFrom(ticks, at)
    runs.push(run)
    at += run.count
  }
  return { timeBase, runs, lastDuration }
}

/** The frames of a film with a constant rate that starts at 0; none for a rate or a duration that is not positive. */
export function constantFrames(rate: Rational, durationSeconds: number): FrameTimes {
  const perSecond = rationalValue(rate)
  const count = perSecond > 0 && durationSeconds > 0 ? Math.max(1, Math.round(durationSeconds * perSecond)) : 0
  return {
    timeBase: count > 0 ? { num: rate.den, den: rate.num } : { num: 1, den: 1 },
    runs: count > 0 ? [{ first: 0, step: count > 1 ? 1 : 0, count }] : [],
    lastDuration: 1,
  }
}

export function frameCount(frames: FrameTimes): number {
  return frames.runs.reduce((sum, run) => sum + run.count, 0)
}

/** The frame shown at T: the last one that starts at or before it; before the first frame the first, after the end the last. */
export function frameAt(frames: FrameTimes, seconds: number): FrameAt {
  const tick = ((seconds + ROUNDING_SECONDS) * frames.timeBase.den) / frames.timeBase.num
  let index = 0
  let found = 0
  for (const run of frames.runs) {
    if (run.first > tick) break
    const inRun = run.step > 0 ? Math.min(run.count - 1, Math.floor((tick - run.first) / run.step)) : 0
    found = index + Math.max(0, inRun)
    index += run.count
  }
  return frameOfIndex(frames, found)
}

/** Past either end: the first, the last. Without any frame: an empty range at 0. */
export function frameOfIndex(frames: FrameTimes, index: number): FrameAt {
  const count = frameCount(frames)
  if (count === 0) return { index: 0, seconds: 0, nextSeconds: 0 }
  const inside = Math.min(Math.max(0, index), count - 1)
  const tick = tickOf(frames, inside)
  const next = inside + 1 < count ? tickOf(frames, inside + 1) : tick + frames.lastDuration
  return { index: inside, seconds: toSeconds(frames, tick), nextSeconds: toSeconds(frames, next) }
}

/** The last frame that begins before T, and none before `atLeast`. Times within the rounding of T count as T. */
export function lastBefore(frames: FrameTimes, seconds: number, atLeast: number): FrameAt {
  const at = frameAt(frames, seconds)
  const begins = at.seconds < seconds - ROUNDING_SECONDS
  return frameOfIndex(frames, Math.max(atLeast, begins ? at.index : at.index - 1))
}

/** These frames alone, told from `startSeconds` on: one that began before is shown from 0, and the last until `endSeconds`. */
export function sliceFrames(frames: FrameTimes, first: number, count: number, span: { readonly startSeconds: number; readonly endSeconds: number }): FrameTimes {
  const { timeBase } = frames
  const tick = (seconds: number): number => Math.round((seconds * timeBase.den) / timeBase.num)
  const origin = tick(span.startSeconds)
  const ticks = ticksOf(frames).slice(first, first + count).map((at) => Math.max(0, at - origin))
  return encodeFrameTimes(ticks, timeBase, Math.max(1, tick(span.endSeconds) - origin - (ticks.at(-1) ?? 0)))
}

/** Of every frame, in order. */
export function ticksOf({ runs }: FrameTimes): readonly number[] {
  return runs.flatMap(({ first, step, count }) => Array.from({ length: count }, (_, at) => first + step * at))
}

/** When the last frame ends; 0 without any. */
export function framesEnd(frames: FrameTimes): number {
  return frameOfIndex(frames, Number.MAX_SAFE_INTEGER).nextSeconds
}

function tickOf(frames: FrameTimes, index: number): number {
  let left = index
  for (const run of frames.runs) {
    if (left < run.count) return run.first + run.step * left
    left -= run.count
  }
  return 0
}

/** Multiplied first: whole numbers stay exact, so equal times of different time bases are equal numbers. */
function toSeconds(frames: FrameTimes, tick: number): number {
  return (tick * frames.timeBase.num) / frames.timeBase.den
}

/** The longest run of equal steps that starts at this place; a lone frame has step 0. */
function runFrom(ticks: ArrayLike<number>, at: number): FrameRun {
  const first = ticks[at] ?? 0
  const second = ticks[at + 1]
  if (second === undefined) return { first, step: 0, count: 1 }
  const step = second - first
  let end = at + 2
  while (end < ticks.length && ticks[end] === first + step * (end - at)) end += 1
  return { first, step, count: end - at }
}
