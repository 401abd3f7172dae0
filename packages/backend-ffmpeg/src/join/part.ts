import type { AudioFacts, SourceFacts, VideoFacts } from '@vodflow/core'
import { frameAt, frameOfIndex, framesEnd, type FrameAt } from '../frame-times.ts'
import type { FrameTimes } from '../inspection.ts'

/** One piece of a joined film: of a file, or nothing at all for a while. */
export type JoinPart = FilmPart | GapPart

export interface FilmPart {
  readonly kind: 'film'
  /** Absolute. */
  readonly path: string
  readonly facts: SourceFacts
  /** Of the chosen video stream. */
  readonly frames?: FrameTimes
  readonly keyFrames: readonly number[]
  readonly seekable: boolean
  /** Seconds from the container's start, both inside the film; absent: all of it. */
  readonly clip?: { readonly start: number; readonly end: number }
  /** What a decoder must be told before the streams: equal texts need no new decoder. Absent where nobody asked. */
  readonly parameters?: StreamParameters
}

export interface StreamParameters {
  readonly video?: string
  readonly audio?: string
}

/** A gap of a recording, bridged by black and silence. */
export interface GapPart {
  readonly kind: 'gap'
  readonly seconds: number
}

/** Which frames of a part are shown, and where its own clock begins. Seconds from the container's start. */
export interface PartSpan {
  /** The part's zero: the start of its first frame where a clip begins inside the film. */
  readonly origin: number
  /** Where it ends, as far as the part alone decides. */
  readonly end: number
  readonly first?: FrameAt
  readonly last?: FrameAt
}

export function videoOf(part: JoinPart): VideoFacts | undefined {
  return part.kind === 'film' && part.frames !== undefined ? part.facts.videoStreams[0] : undefined
}

export function audioOf(part: JoinPart): AudioFacts | undefined {
  return part.kind === 'film' ? part.facts.audioStreams[0] : undefined
}

/**
 * A clip holds the frames shown within [start, end): the first is the one shown at its start, the last one begins before its end.
 * A part with video is as long as its video, whatever its sound does.
 */
export function spanOf(part: JoinPart): PartSpan {
  if (part.kind === 'gap') return { origin: 0, end: part.seconds }
  const { clip, frames, facts } = part
  if (frames === undefined || videoOf(part) === undefined) return { origin: clip?.start ?? startOf(part), end: clip?.end ?? facts.durationSeconds }
  const filmEnd = framesEnd(frames)
  const first = frameAt(frames, clip?.start ?? 0)
  const origin = clip === undefined ? startOf(part) : first.seconds <= clip.start ? first.seconds : clip.start
  if (clip === undefined || clip.end >= filmEnd) return { origin, end: filmEnd, first, last: frameOfIndex(frames, Number.MAX_SAFE_INTEGER) }
  const atEnd = frameAt(frames, clip.end)
  const beginsBefore = atEnd.seconds < clip.end - 1e-6 || atEnd.index === first.index
  const last = beginsBefore ? atEnd : frameOfIndex(frames, atEnd.index - 1)
  return { origin, end: Math.min(last.nextSeconds, clip.end), first, last }
}

/** Where the first of the streams that are used begins. */
function startOf(part: FilmPart): number {
  const [video, audio] = [videoOf(part), audioOf(part)]
  const starts = [...(video && part.frames ? [frameOfIndex(part.frames, 0).seconds] : []), ...(audio ? [audio.startSeconds] : [])]
  return starts.length === 0 ? 0 : Math.max(0, Math.min(...starts))
}
