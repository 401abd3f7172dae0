import { rationalValue, type AudioFacts, type Rational, type VideoFacts } from '@vodflow/core'
import { frameCount, frameOfIndex, framesEnd, type FrameAt } from '../frame-times.ts'
import type { FrameTimes, InspectedFile, InspectedPart } from '../inspection.ts'

/** Which frames of a part are shown, and where its own clock begins. Seconds from the container's start. */
export interface PartSpan {
  readonly origin: number
  readonly end: number
  /** Of the chosen video stream; absent where nothing of it is shown. */
  readonly first?: FrameAt
  readonly last?: FrameAt
}

/** A part that shows something. */
export interface ShownPart extends InspectedFile {
  readonly frames: FrameTimes
}

/** One file is read as it is. */
export function isJoin(parts: readonly InspectedPart[]): boolean {
  return parts.length > 1 || parts.some((part) => !isFile(part))
}

export function isFile(part: InspectedPart): part is InspectedFile {
  return 'facts' in part
}

/** Where nothing of the video is inside the clip the part has none. */
export function isShown(part: InspectedPart): part is ShownPart {
  if (!isFile(part) || part.frames === undefined || part.facts.videoStreams.length === 0 || frameCount(part.frames) === 0) return false
  return part.clip === undefined || part.clip.frames !== undefined
}

export function videoOf(part: InspectedPart): VideoFacts | undefined {
  return isShown(part) ? part.facts.videoStreams[0] : undefined
}

/** Where nothing of the sound is inside the clip the part has none. */
export function audioOf(part: InspectedPart): AudioFacts | undefined {
  const audio = isFile(part) ? part.facts.audioStreams[0] : undefined
  if (audio === undefined || !isFile(part)) return undefined
  const { start, end } = { start: part.clip?.startSeconds ?? 0, end: part.clip?.endSeconds ?? Number.POSITIVE_INFINITY }
  return audio.startSeconds < end && audio.startSeconds + audio.durationSeconds > start ? audio : undefined
}

/** A part that shows something is as long as its pictures, whatever its sound does. */
export function spanOf(part: InspectedPart, rate: Rational): PartSpan {
  if (!isFile(part)) return { origin: 0, end: part.gapSeconds }
  const { clip, frames, facts } = part
  if (!isShown(part) || frames === undefined) return { origin: clip?.startSeconds ?? startOf(part), end: clip?.endSeconds ?? facts.durationSeconds + startOf(part) }
  if (clip?.frames === undefined) return { origin: entry(part, rate), end: framesEnd(frames), first: frameOfIndex(frames, 0), last: frameOfIndex(frames, Number.MAX_SAFE_INTEGER) }
  const first = frameOfIndex(frames, clip.frames.first)
  // What is left of the first frame may be less than one of the canvas, which it must have all the same.
  const step = 1 / rationalValue(rate)
  const late = first.seconds - clip.startSeconds
  const origin = late > 0 && late < step ? first.seconds : Math.min(clip.startSeconds, Math.max(first.seconds, first.nextSeconds - step))
  const filmEnd = framesEnd(frames)
  return { origin, end: Math.min(filmEnd, clip.endSeconds), first, last: frameOfIndex(frames, clip.frames.first + clip.frames.count - 1) }
}

/** Sound often begins a little before its pictures: less than a frame of it would show the first one twice. */
function entry(part: ShownPart, rate: Rational): number {
  const start = startOf(part)
  const first = frameOfIndex(part.frames, 0).seconds
  return first - start < 1 / rationalValue(rate) ? first : start
}

/** Where the first of the streams that are used begins. */
export function startOf(part: InspectedFile): number {
  const [video] = part.facts.videoStreams
  const [audio] = part.facts.audioStreams
  const shown = video !== undefined && part.frames !== undefined && frameCount(part.frames) > 0
  const starts = [...(shown && part.frames ? [frameOfIndex(part.frames, 0).seconds] : []), ...(audio ? [audio.startSeconds] : [])]
  return starts.length === 0 ? 0 : Math.max(0, Math.min(...starts))
}
