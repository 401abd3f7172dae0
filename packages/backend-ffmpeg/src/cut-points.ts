import { frameCount, frameOfIndex } from './frame-times.ts'
import type { InspectedFile, ResolvedClip } from './inspection.ts'
import { rounded } from './plan/decimal.ts'

/**
 * Why a clip cannot be copied out of its file and still show exactly its frames; undefined where it can.
 * A copy begins with a key frame, and ends where no packet of a later picture stands before one of an earlier.
 */
export function whyNotCutOut(part: InspectedFile, clip: ResolvedClip): string | undefined {
  const { container } = part.facts
  if (!['mp4', 'mov', '3gp', 'm4a', 'mkv', 'webm'].includes(container)) return `a copy cannot be cut out of ${container}, which has no index`
  if (part.frames === undefined || clip.frames === undefined) return undefined
  if (clip.frames.first === 0 && (part.hiddenFrames ?? 0) > 0) return 'the file begins with frames that are not shown, and a copy would take them for the first of the clip'
  return whyNotFrom(part, clip) ?? (endsEarly(part, clip) ? whyNotTo(part, clip) : undefined)
}

/** Whether the file goes on behind the clip. */
export function endsEarly({ facts }: InspectedFile, clip: ResolvedClip): boolean {
  return [...facts.videoStreams, ...facts.audioStreams].some((stream) => stream.startSeconds + stream.durationSeconds > clip.endSeconds + 1e-6)
}

function whyNotFrom(part: InspectedFile, { startSeconds, frames }: ResolvedClip): string | undefined {
  const first = frames?.first ?? 0
  if (part.frames === undefined || first === 0) return undefined
  const { seconds } = frameOfIndex(part.frames, first)
  if (isClean(part, seconds) && Math.abs(seconds - startSeconds) < 1e-6) return undefined
  return `a copy can only begin with a key frame, and the clip begins at ${rounded(startSeconds, 3)} s: ${cleanAround(part, startSeconds)}`
}

function whyNotTo(part: InspectedFile, { endSeconds, frames }: ResolvedClip): string | undefined {
  const next = (frames?.first ?? 0) + (frames?.count ?? 0)
  if (part.frames === undefined || next >= frameCount(part.frames)) return undefined
  const { seconds } = frameOfIndex(part.frames, next)
  if (Math.abs(seconds - endSeconds) > 1e-6) return `a copy cannot shorten its last frame, which is shown until ${rounded(seconds, 3)} s, and the clip ends at ${rounded(endSeconds, 3)} s`
  if (part.reordered !== true || isClean(part, seconds)) return undefined
  return `a copy would lose or add frames where they are not stored in order, as around the end of the clip at ${rounded(endSeconds, 3)} s: ${cleanAround(part, endSeconds)}`
}

function isClean({ keyFrames, openKeyFrames = [] }: InspectedFile, seconds: number): boolean {
  const near = (at: number): boolean => Math.abs(at - seconds) < 1e-6
  return keyFrames.some(near) && !openKeyFrames.some(near)
}

function cleanAround({ keyFrames, openKeyFrames = [] }: InspectedFile, seconds: number): string {
  const clean = keyFrames.filter((at) => !openKeyFrames.includes(at))
  const near = [clean.findLast((at) => at < seconds), clean.find((at) => at >= seconds)].filter((at) => at !== undefined)
  return near.length === 0 ? 'it has no place to cut at' : `the next places to cut at are ${near.map((at) => `${rounded(at, 3)} s`).join(' and ')}`
}
