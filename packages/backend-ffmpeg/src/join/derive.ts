import type { AudioFacts, SourceFacts, VideoFacts } from '@vodflow/core'
import type { FrameTimes, InspectedPart } from '../inspection.ts'
import { audioOf, isFile, videoOf } from './part.ts'
import { countAt, secondsOf, timelineCount, type Piece, type Timeline } from './timeline.ts'

/** What the probe of a joined film would find. */
export interface Derived {
  readonly facts: SourceFacts
  readonly frames?: FrameTimes
  readonly keyFrames: readonly number[]
  readonly seekable: boolean
}

export function deriveJoin(timeline: Timeline): Derived {
  const { canvas } = timeline
  const count = timelineCount(timeline)
  const durationSeconds = secondsOf(count, canvas)
  const parts = timeline.pieces.map(({ part }) => part)
  const video = canvas.video && videoFacts(timeline, durationSeconds)
  const audio = canvas.audio && audioFacts(timeline, durationSeconds)
  const films = parts.flatMap((part) => (isFile(part) ? [part] : []))
  const bitrateKbps = (video?.bitrateKbps ?? 0) + (audio?.bitrateKbps ?? 0)
  return {
    facts: {
      container: canvas.video ? 'mp4' : 'm4a', sizeBytes: Math.round((bitrateKbps * 1000 * durationSeconds) / 8), durationSeconds, bitrateKbps, startSeconds: 0,
      videoStreams: video ? [video] : [], audioStreams: audio ? [audio] : [],
      md5: '', sourceType: films[0]?.facts.sourceType ?? '', sourceContext: films[0]?.facts.sourceContext ?? '',
    },
    ...(canvas.video && { frames: gridFrames(timeline, count) }),
    keyFrames: canvas.video ? keyFramesOf(timeline) : [],
    seekable: films.every(({ seekable }) => seekable),
  }
}

function gridFrames({ canvas: { rate } }: Timeline, count: number): FrameTimes {
  return { timeBase: { num: rate.den, den: rate.num }, runs: count > 0 ? [{ first: 0, step: count > 1 ? 1 : 0, count }] : [], lastDuration: 1 }
}

function videoFacts({ canvas, pieces }: Timeline, durationSeconds: number): VideoFacts | undefined {
  const { video } = canvas
  if (video === undefined) return undefined
  const shown = pieces.flatMap(({ part }) => videoOf(part) ?? [])
  const { width, height } = video
  const common = (read: (facts: VideoFacts) => string, otherwise: string): string => (new Set(shown.map(read)).size === 1 && shown[0] ? read(shown[0]) : otherwise)
  return {
    index: 0, codec: common(({ codec }) => codec, shown[0]?.codec ?? 'h264'), profile: common(({ profile }) => profile, ''), pixelFormat: 'yuv420p',
    codedWidth: width, codedHeight: height, width, height, rotation: 0, sampleAspectRatio: { num: 1, den: 1 },
    frameRate: canvas.rate, variableFrameRate: false, bitrateKbps: weighted(pieces, (part) => videoOf(part)?.bitrateKbps ?? 0),
    startSeconds: 0, durationSeconds, interlaced: false, colour: video.colour,
  }
}

function audioFacts({ canvas, pieces }: Timeline, durationSeconds: number): AudioFacts | undefined {
  const { audio } = canvas
  const first = pieces.map(({ part }) => audioOf(part)).find((each) => each !== undefined)
  if (audio === undefined || first === undefined) return undefined
  return {
    index: 1, codec: first.codec, profile: first.profile, samplingRate: audio.samplingRate, channels: audio.channels,
    bitrateKbps: weighted(pieces, (part) => audioOf(part)?.bitrateKbps ?? 0), startSeconds: 0, durationSeconds,
  }
}

/** The average over the joined film. */
function weighted(pieces: readonly Piece[], read: (part: InspectedPart) => number): number {
  const total = pieces.reduce((sum, { count }) => sum + count, 0)
  return total === 0 ? 0 : pieces.reduce((sum, { part, count }) => sum + read(part) * count, 0) / total
}

/** Every part can be entered at its start, and where its own file has a key frame. */
function keyFramesOf({ canvas, pieces }: Timeline): readonly number[] {
  return pieces.flatMap((piece) => {
    const { part, span, start, count } = piece
    const inside = isFile(part) ? part.keyFrames.map((at) => countAt(at - span.origin, canvas.rate)).filter((at) => at > 0 && at < count) : []
    return [0, ...inside].map((at) => secondsOf(start + at, canvas))
  })
}
