import { rationalValue, type Rational, type VideoFacts } from '@vodflow/core'
import type { ExpectedMedia } from '../work.ts'

type Video = NonNullable<ExpectedMedia['video']>

/** Containers round times by so much, which tolerances have in them. */
const rounding = 0.002

/**
 * Frames a second of a stand-in. What is expected says how long one frame is at most; where that fits the film's own rate, or twice
 * its frames, it is that rate; so it is of a copy, as long as its frames are no longer than that.
 */
export function stubRate({ toleranceSeconds, pixelFormat }: Video, source: VideoFacts | undefined): Rational {
  const perSecond = 1 / Math.max(1 / 240, toleranceSeconds - rounding)
  const own = source && rationalValue(source.frameRate)
  const isCopied = pixelFormat === undefined && own !== undefined && own >= perSecond
  const isOwn = isCopied || (own !== undefined && [1, 2].some((frames) => Math.abs(perSecond * frames - own) < 0.01 * own))
  return isOwn && source ? source.frameRate : namedRate(perSecond)
}

/** 24, 24000/1001, or as near as a thousandth. */
function namedRate(perSecond: number): Rational {
  const whole = Math.round(perSecond)
  if (Math.abs(perSecond - whole) < 0.001 * whole) return Math.abs(perSecond - (whole * 1000) / 1001) < Math.abs(perSecond - whole) ? { num: whole * 1000, den: 1001 } : { num: whole, den: 1 }
  return { num: Math.max(1, Math.round(perSecond * 1000)), den: 1000 }
}
