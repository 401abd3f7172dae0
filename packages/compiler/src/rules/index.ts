import type { Diagnostic } from '@vodflow/core'
import type { ResolvedProcedure } from '../resolved.ts'
import { animatedRange } from './animated-range.ts'
import { beyondEnd } from './beyond-end.ts'
import { buildLacks } from './build-lacks.ts'
import { coverPosition } from './cover-position.ts'
import { duplicateDefinition } from './duplicate-definition.ts'
import { encryptionNeedsHls } from './encryption-needs-hls.ts'
import { idrAlignment } from './idr-alignment.ts'
import { looksLikeFraction } from './looks-like-fraction.ts'
import { looksLikeMilliseconds } from './looks-like-milliseconds.ts'
import { looksLikeSeconds } from './looks-like-seconds.ts'
import { impossibleFrame } from './impossible-frame.ts'
import { masterNeedsRenditions } from './master-needs-renditions.ts'
import { oddSize } from './odd-size.ts'
import { priority } from './priority.ts'
import { reviewStops } from './review-stops.ts'
import type { Rule, RuleContext } from './rule.ts'
import { sampleInterval } from './sample-interval.ts'
import { severalReviews } from './several-reviews.ts'
import { sourceLacks } from './source-lacks.ts'
import { timeOffsets } from './time-offsets.ts'
import { tooManyPictures } from './too-many-pictures.ts'
import { upscaling } from './upscaling.ts'
import { verifyNeedsVideo } from './verify-needs-video.ts'
import { watermarkNeedsVideo } from './watermark-needs-video.ts'
import { watermarkOutside } from './watermark-outside.ts'
import { watermarkWithoutTranscode } from './watermark-without-transcode.ts'

/** In the order their diagnostics are shown. */
const rules: readonly Rule[] = [
  priority,
  severalReviews,
  duplicateDefinition,
  reviewStops,
  encryptionNeedsHls,
  watermarkWithoutTranscode,
  watermarkNeedsVideo,
  verifyNeedsVideo,
  watermarkOutside,
  idrAlignment,
  masterNeedsRenditions,
  timeOffsets,
  coverPosition,
  looksLikeSeconds,
  looksLikeMilliseconds,
  looksLikeFraction,
  animatedRange,
  sampleInterval,
  beyondEnd,
  tooManyPictures,
  sourceLacks,
  oddSize,
  impossibleFrame,
  upscaling,
  buildLacks,
]

export function checkRules(procedure: ResolvedProcedure, context: RuleContext): readonly Diagnostic[] {
  return rules.flatMap((rule) => rule(procedure, context))
}
