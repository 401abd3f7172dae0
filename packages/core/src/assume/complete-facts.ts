import { rationalValue, type AudioFacts, type Rational, type SourceFacts, type VideoFacts } from '../facts.ts'
import type { FactValue } from './fact-value.ts'

/** What was said: by list and stream, `videoStreams.0`, or `source`; then by field. */
export interface SaidFacts {
  readonly videoStreams: readonly SaidOf[]
  readonly audioStreams: readonly SaidOf[]
  readonly source: SaidOf
}
export type SaidOf = ReadonlyMap<string, FactValue>

/** A film of a minute in full HD with stereo sound, wherever nothing else was said; sums and shapes follow what was. */
export function completeFacts({ source, videoStreams, audioStreams }: SaidFacts): SourceFacts {
  const duration = number(source, 'durationSeconds') ?? longest([...videoStreams, ...audioStreams]) ?? 60
  const bitrates = shareBitrate(number(source, 'bitrateKbps'), videoStreams, audioStreams)
  const start = number(source, 'startSeconds') ?? 0
  const video = videoStreams.map((said, at) => completeVideo(said, at, duration, bitrates.video))
  const audio = audioStreams.map((said, at) => completeAudio(said, videoStreams.length + at, duration, bitrates.audio))
  const bitrateKbps = number(source, 'bitrateKbps') ?? (video[0]?.bitrateKbps ?? 0) + (audio[0]?.bitrateKbps ?? 0)
  return {
    container: text(source, 'container') ?? 'mp4',
    sizeBytes: number(source, 'sizeBytes') ?? Math.round(bitrateKbps * 125 * duration),
    durationSeconds: duration,
    bitrateKbps,
    startSeconds: start,
    videoStreams: video,
    audioStreams: audio,
    md5: text(source, 'md5') ?? '',
    sourceType: text(source, 'sourceType') ?? '',
    sourceContext: text(source, 'sourceContext') ?? '',
  }
}

function longest(streams: readonly SaidOf[]): number | undefined {
  const durations = streams.flatMap((said) => number(said, 'durationSeconds') ?? [])
  return durations.length > 0 ? Math.max(...durations) : undefined
}

/** A total that was said is shared out: audio as usual or a quarter of it, video the rest. */
function shareBitrate(total: number | undefined, videoStreams: readonly SaidOf[], audioStreams: readonly SaidOf[]): { video: number; audio: number } {
  if (total === undefined) return { video: 4000, audio: 128 }
  if (videoStreams.length === 0) return { video: 0, audio: total }
  const [firstVideo, firstAudio] = [videoStreams[0], audioStreams[0]]
  const saidVideo = firstVideo && number(firstVideo, 'bitrateKbps')
  const saidAudio = firstAudio && number(firstAudio, 'bitrateKbps')
  const usual = saidVideo === undefined ? Math.min(128, Math.round(total / 4)) : Math.max(0, total - saidVideo)
  const audio = firstAudio === undefined ? 0 : (saidAudio ?? usual)
  return { video: Math.max(0, total - audio), audio }
}

function completeVideo(said: SaidOf, index: number, duration: number, bitrate: number): VideoFacts {
  const codec = text(said, 'codec') ?? 'h264'
  return {
    index: number(said, 'index') ?? index,
    codec,
    profile: text(said, 'profile') ?? (codec === 'h264' ? 'High' : ''),
    pixelFormat: text(said, 'pixelFormat') ?? 'yuv420p',
    ...sizes(said),
    frameRate: rational(said, 'frameRate') ?? { num: 25, den: 1 },
    variableFrameRate: said.get('variableFrameRate') === true,
    bitrateKbps: number(said, 'bitrateKbps') ?? bitrate,
    startSeconds: number(said, 'startSeconds') ?? 0,
    durationSeconds: number(said, 'durationSeconds') ?? duration,
    interlaced: said.get('interlaced') === true,
    colour: {
      range: text(said, 'colour.range') ?? 'tv',
      space: text(said, 'colour.space') ?? 'bt709',
      primaries: text(said, 'colour.primaries') ?? 'bt709',
      transfer: text(said, 'colour.transfer') ?? 'bt709',
    },
  }
}

type Sizes = Pick<VideoFacts, 'codedWidth' | 'codedHeight' | 'width' | 'height' | 'rotation' | 'sampleAspectRatio'>

/** As stored and as shown follow from each other; one side alone makes 16:9, upright where the film is turned. */
function sizes(said: SaidOf): Sizes {
  const rotation = number(said, 'rotation') ?? 0
  const sampleAspectRatio = rational(said, 'sampleAspectRatio') ?? { num: 1, den: 1 }
  const turned = rotation === 90 || rotation === 270
  const stretch = rationalValue(sampleAspectRatio)
  const saidCoded = { width: number(said, 'codedWidth'), height: number(said, 'codedHeight') }
  const fromCoded = saidCoded.width === undefined && saidCoded.height === undefined ? undefined : shaped(saidCoded, 16 / 9 / stretch)
  const flat = fromCoded && { width: whole(fromCoded.width * stretch), height: fromCoded.height }
  const shownFromCoded = flat && (turned ? swapped(flat) : flat)
  const saidShown = { width: number(said, 'width') ?? shownFromCoded?.width, height: number(said, 'height') ?? shownFromCoded?.height }
  const shown = shaped(saidShown, turned ? 9 / 16 : 16 / 9)
  const stored = turned ? swapped(shown) : shown
  return {
    rotation,
    sampleAspectRatio,
    ...shown,
    codedWidth: saidCoded.width ?? fromCoded?.width ?? whole(stored.width / stretch),
    codedHeight: saidCoded.height ?? fromCoded?.height ?? stored.height,
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The missing side in this shape, rounded to even pixels; 1080 lines where both are missing. */
function shaped(size: { readonly width: number | undefined; readonly height: number | undefined }, shape: number): Size {
  const { width, height } = size
  if (width !== undefined) return { width, height: height ?? even(width / shape) }
  if (height !== undefined) return { width: even(height * shape), height }
  return shape >= 1 ? { width: even(1080 * shape), height: 1080 } : { width: 1080, height: even(1080 / shape) }
}

function swapped({ width, height }: Size): Size {
  return { width: height, height: width }
}

/** Within the bounds that a said size has. */
function even(value: number): number {
  return Math.min(16_384, Math.max(2, Math.round(value / 2) * 2))
}

function whole(value: number): number {
  return Math.min(16_384, Math.max(1, Math.round(value)))
}

function completeAudio(said: SaidOf, index: number, duration: number, bitrate: number): AudioFacts {
  const codec = text(said, 'codec') ?? 'aac'
  return {
    index: number(said, 'index') ?? index,
    codec,
    profile: text(said, 'profile') ?? (codec === 'aac' ? 'LC' : ''),
    samplingRate: number(said, 'samplingRate') ?? 48_000,
    channels: number(said, 'channels') ?? 2,
    bitrateKbps: number(said, 'bitrateKbps') ?? bitrate,
    startSeconds: number(said, 'startSeconds') ?? 0,
    durationSeconds: number(said, 'durationSeconds') ?? duration,
  }
}

function number(said: SaidOf, field: string): number | undefined {
  const value = said.get(field)
  return typeof value === 'number' ? value : undefined
}

function text(said: SaidOf, field: string): string | undefined {
  const value = said.get(field)
  return typeof value === 'string' ? value : undefined
}

function rational(said: SaidOf, field: string): Rational | undefined {
  const value = said.get(field)
  return typeof value === 'object' ? value : undefined
}
