import { isHdr, rationalValue, type AudioFacts, type EncoderSpeed, type VideoFacts } from '@vodflow/core'
import type { StepFailure } from '@vodflow/engine'
import { endsEarly } from '../cut-points.ts'
import { constantFrames, frameCount, framesEnd } from '../frame-times.ts'
import type { Capabilities, FfmpegInspection, FrameTimes } from '../inspection.ts'
import type { Timeline } from '../join/index.ts'
import type { Names } from './names.ts'

/** Everything that planning one source looks at. */
export interface Scene {
  /** Absolute path of the source, or `SOURCE`. */
  readonly input: string
  readonly inspection: FfmpegInspection
  /** Present where the film is made of several parts. */
  readonly join?: Timeline
  readonly capabilities: Capabilities
  readonly speed: EncoderSpeed
  /** That one command is expected to take at most; absent: 4200. */
  readonly memoryMiB?: number
  /** Absent: exact pictures, and key frames for the tiles of sprites. */
  readonly imageAccuracy?: 'key' | 'exact'
  readonly video?: VideoStream
  readonly audio?: AudioFacts
  readonly names: Names
  /** Why nothing can be encrypted here. */
  readonly noKeys?: string
  /** Where the image of a watermark is, by its digest. */
  readonly images: ReadonlyMap<string, string>
}

export interface VideoStream {
  readonly facts: VideoFacts
  readonly frames: FrameTimes
  /** Seconds, from the container's start, at which the last frame ends: what percentages are of. */
  readonly endSeconds: number
  readonly hdr: boolean
  /** A clip ends before its film does. */
  readonly endsEarly: boolean
}

/** Frames that are not known are taken to come at the average rate. */
export function videoStream(inspection: FfmpegInspection): VideoStream | undefined {
  const [facts] = inspection.facts.videoStreams
  if (facts === undefined) return undefined
  const known = inspection.frames !== undefined && frameCount(inspection.frames) > 0 ? inspection.frames : undefined
  const frames = known ?? constantFrames(facts.frameRate, facts.durationSeconds)
  return { facts, frames, endSeconds: framesEnd(frames), hdr: isHdr(facts), endsEarly: clipEndsEarly(inspection) }
}

function clipEndsEarly({ parts: [part] }: FfmpegInspection): boolean {
  return part !== undefined && 'facts' in part && part.clip?.frames !== undefined && endsEarly(part, part.clip)
}

/** A task that this source or this build cannot give. */
export interface Doom {
  readonly doom: StepFailure
}

export function isDoom(value: object): value is Doom {
  return 'doom' in value
}

export function unsuitable(detail: string): Doom {
  return { doom: { reason: 'source-unsuitable', detail } }
}

/** What another source or another build could not mend: a limit of ours. */
export function incapable(detail: string): Doom {
  return { doom: { reason: 'tool-incapable', detail } }
}

export function lacks(stream: 'video' | 'audio'): Doom {
  return { doom: { reason: 'source-lacks-stream', stream } }
}

/** For reasons: `1920x1080 at 29.97 fps for 8 s`. */
export function filmSentence(video: VideoStream): string {
  const { width, height, frameRate } = video.facts
  return `${width}x${height} at ${Number(rationalValue(frameRate).toFixed(2))} fps for ${Number(video.endSeconds.toFixed(1))} s`
}
