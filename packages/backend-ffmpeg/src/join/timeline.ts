import { rationalValue, type Rational } from '@vodflow/core'
import { frameAt, type FrameAt } from '../frame-times.ts'
import type { InspectedPart } from '../inspection.ts'
import type { Canvas } from './canvas.ts'
import { isShown, spanOf, type PartSpan } from './part.ts'

/** A joined film on its grid: what of each part is shown when. Counted in frames of the canvas, or in samples where it has no video. */
export interface Timeline {
  readonly canvas: Canvas
  readonly pieces: readonly Piece[]
}

export interface Piece {
  readonly part: InspectedPart
  /** Place among the parts, from 0. */
  readonly index: number
  readonly span: PartSpan
  /** Where it begins in the joined film. */
  readonly start: number
  readonly count: number
  /** Counts of the part that come before the piece: a slice may begin inside a part. */
  readonly skip: number
}

/** So little is rounding of a time that lies between two counts. */
const TIE = 1e-6

export function timelineOf(parts: readonly InspectedPart[], canvas: Canvas): Timeline {
  const pieces: Piece[] = []
  let start = 0
  for (const [index, part] of parts.entries()) {
    const span = spanOf(part, canvas.rate)
    const count = countOf(span, canvas.rate)
    pieces.push({ part, index, span, start, count, skip: 0 })
    start += count
  }
  return { canvas, pieces }
}

/** Each part by itself is whole counts long, so sound and picture begin together in every part and nothing drifts. */
function countOf({ origin, end, last }: PartSpan, rate: Rational): number {
  const shown = last === undefined ? 1 : countAt(last.seconds - origin, rate) + 1
  return Math.max(1, shown, countAt(end - origin, rate))
}

/** As the `fps` filter rounds. */
export function countAt(seconds: number, rate: Rational): number {
  return Math.floor(seconds * rationalValue(rate) + 0.5 + TIE)
}

export function timelineCount({ pieces }: Timeline): number {
  const last = pieces.at(-1)
  return last === undefined ? 0 : last.start + last.count
}

export function secondsOf(count: number, { rate }: Canvas): number {
  return (count * rate.den) / rate.num
}

/** The same film from one count up to another, as a film of its own. */
export function sliceOf({ canvas, pieces }: Timeline, from: number, to: number): Timeline {
  let start = 0
  const kept: Piece[] = []
  for (const piece of pieces) {
    const [first, end] = [Math.max(from, piece.start), Math.min(to, piece.start + piece.count)]
    if (first >= end) continue
    kept.push({ ...piece, start, count: end - first, skip: piece.skip + first - piece.start })
    start += end - first
  }
  return { canvas, pieces: kept }
}

/** The frame of the part that the piece shows first. */
export function firstShown({ part, span, skip }: Piece, canvas: Canvas): FrameAt | undefined {
  if (!isShown(part) || span.first === undefined || skip === 0) return span.first
  const found = frameAt(part.frames, span.origin + secondsOf(skip + 0.5, canvas) - 2 * TIE)
  return found.index < span.first.index ? span.first : found
}
