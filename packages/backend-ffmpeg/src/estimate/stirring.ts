import { rationalValue } from '@vodflow/core'
import type { VideoStream } from '../plan/scene.ts'

/** Bits a pixel of the source below which most blocks repeat what was there; films have ten times that. */
const stillBitsPerPixel = 0.004

/** How much of the picture changes, as the source's own bits tell: 1 for any film, near 0 for a title that stands for minutes. */
export function stirring({ facts }: VideoStream): number {
  const perSecond = rationalValue(facts.frameRate) * facts.codedWidth * facts.codedHeight
  return facts.bitrateKbps > 0 && perSecond > 0 ? Math.min(1, (facts.bitrateKbps * 1000) / perSecond / stillBitsPerPixel) : 1
}
