import { rationalValue } from '@vodflow/core'
import { frameCount } from '../frame-times.ts'
import type { Capabilities } from '../inspection.ts'
import { decimal } from './decimal.ts'
import type { VideoStream } from './scene.ts'

/** A last picture that stays longer than this many usual frames is one that somebody would miss. */
const usualFrames = 1.5

/**
 * No encoder passes on how long the last frame of a variable rate stays, so a screen recording would end when its last picture
 * appears. It is shown once more a usual frame before the end. Nothing where it ends like any other frame, or where the build is
 * too old.
 */
export function heldEndFilters(video: VideoStream, capabilities: Capabilities): readonly string[] {
  if (!holdsEnd(video, capabilities)) return []
  const at = video.endSeconds - usualSeconds(video)
  return ['tpad=stop=1:stop_mode=clone', `setpts='if(eq(N,${frameCount(video.frames)}),${decimal(at)}/TB,PTS)'`]
}

export function holdsEnd(video: VideoStream, { filters }: Capabilities): boolean {
  const { timeBase, lastDuration } = video.frames
  return video.facts.variableFrameRate && filters.includes('tpad') && lastDuration * rationalValue(timeBase) > usualFrames * usualSeconds(video)
}

function usualSeconds({ facts }: VideoStream): number {
  return 1 / Math.max(1, rationalValue(facts.frameRate))
}
