import type { AudioFacts, Rational, SourceFacts, VideoFacts } from '@vodflow/core'
import { frameAt, frameCount, frameOfIndex, lastBefore, sliceFrames } from '../frame-times.ts'
import type { FfmpegInspection, FrameTimes, InspectedFile, ResolvedClip } from '../inspection.ts'
import { rateOfTicks } from './stream-times.ts'

/** What is known of the whole from what is known of its parts. Pure; a probe of the real thing agrees within a frame. */
export type Derived = Pick<FfmpegInspection, 'facts' | 'frames' | 'keyFrames' | 'seekable'>

/** Of a file, or of a clip of it. */
export function deriveFile(part: InspectedFile): Derived {
  const { facts, frames, keyFrames, seekable, clip } = part
  if (clip === undefined) return { facts, ...(frames && { frames }), keyFrames, seekable }
  const sliced = frames && clip.frames && sliceFrames(frames, clip.frames.first, clip.frames.count, clip)
  const inside = keyFrames.filter((at) => at >= clip.startSeconds - half(facts) && at < clip.endSeconds).map((at) => Math.max(0, at - clip.startSeconds))
  return { facts: clippedFacts(facts, clip, sliced), ...(sliced && { frames: sliced }), keyFrames: inside, seekable }
}

/** A key frame that is the first of a clip stands at its start, up to rounding. */
function half({ videoStreams: [video] }: SourceFacts): number {
  return video === undefined || video.frameRate.num === 0 ? 0 : video.frameRate.den / video.frameRate.num / 1000
}

function clippedFacts(facts: SourceFacts, clip: ResolvedClip, frames: FrameTimes | undefined): SourceFacts {
  const videoStreams = facts.videoStreams.flatMap((video, at) => clippedVideo(video, clip, at === 0 ? frames : undefined))
  const audioStreams = facts.audioStreams.flatMap((audio) => clippedStream(audio, clip))
  const durationSeconds = Math.max(0, ...[...videoStreams, ...audioStreams].map((stream) => stream.durationSeconds))
  const share = facts.durationSeconds > 0 ? durationSeconds / facts.durationSeconds : 1
  return { ...facts, sizeBytes: Math.round(facts.sizeBytes * Math.min(1, share)), durationSeconds, startSeconds: 0, videoStreams, audioStreams }
}

function clippedVideo(video: VideoFacts, clip: ResolvedClip, frames: FrameTimes | undefined): readonly VideoFacts[] {
  return clippedStream(video, clip).map((stream) => {
    if (frames === undefined || !video.variableFrameRate) return stream
    const { frameRate, variable } = rateOfTicks(frames, stream.durationSeconds)
    return { ...stream, frameRate: orOld(frameRate, video.frameRate), variableFrameRate: variable }
  })
}

function orOld(rate: Rational, old: Rational): Rational {
  return rate.num > 0 ? rate : old
}

/** What of a stream plays inside the clip; nothing of one that ends before it or begins after it. */
function clippedStream<S extends VideoFacts | AudioFacts>(stream: S, clip: ResolvedClip): readonly S[] {
  const start = Math.max(stream.startSeconds, clip.startSeconds)
  const end = Math.min(stream.startSeconds + stream.durationSeconds, clip.endSeconds)
  return end - start <= 0 ? [] : [{ ...stream, startSeconds: start - clip.startSeconds, durationSeconds: end - start }]
}

/** Where a film ends: the last of its streams. */
export function filmEnd({ videoStreams, audioStreams }: SourceFacts): number {
  return Math.max(0, ...[...videoStreams, ...audioStreams].map(({ startSeconds, durationSeconds }) => startSeconds + durationSeconds))
}

/**
 * The frames of a clip: from the one that is shown at `start` to the last that begins before `end`. Of a constant rate the
 * clip is moved to whole frames, by less than one at either end; of a variable rate it is cut just where it was asked, and its
 * first and last frame are shown for what is left of them.
 */
export function resolveClip(span: { readonly start: number; readonly end: number }, part: Omit<InspectedFile, 'clip'>): ResolvedClip {
  const { facts, frames } = part
  const [video] = facts.videoStreams
  const exact = { startSeconds: span.start, endSeconds: span.end }
  if (video === undefined || frames === undefined || frameCount(frames) === 0) return exact
  const videoEnd = frameOfIndex(frames, Number.MAX_SAFE_INTEGER).nextSeconds
  const firstFrame = frameOfIndex(frames, 0)
  if (span.start >= videoEnd || span.end <= firstFrame.seconds) return exact
  const first = frameAt(frames, span.start)
  const last = lastBefore(frames, span.end, first.index)
  const usual = video.frameRate.num > 0 ? video.frameRate.den / video.frameRate.num : 0
  const onGrid = (hold: number): boolean => !video.variableFrameRate && hold <= 1.5 * usual
  const startSeconds = first.seconds <= span.start && onGrid(first.nextSeconds - first.seconds) ? first.seconds : onTick(span.start, frames)
  const endSeconds = last.nextSeconds >= span.end ? (onGrid(last.nextSeconds - last.seconds) ? last.nextSeconds : onTick(span.end, frames)) : span.end
  return { startSeconds, endSeconds, frames: { first: first.index, count: last.index - first.index + 1 } }
}

function onTick(seconds: number, { timeBase }: FrameTimes): number {
  return (Math.round((seconds * timeBase.den) / timeBase.num) * timeBase.num) / timeBase.den
}
