import { rationalValue, targetSize, type Rational, type Size, type VideoTemplate } from '@vodflow/core'
import type { VideoStream } from './scene.ts'

export { scaledSize, targetSize, type Size } from '@vodflow/core'

/** What a template asks for once the source is known. */
export interface VideoTarget extends Size {
  readonly encoder: VideoTemplate['codec']
  readonly profile: VideoTemplate['videoProfile']
  readonly pixelFormat: VideoTemplate['colorSpace']
  /** `source`: every frame keeps its own time (a variable rate stays one). */
  readonly rate: Rational | 'source'
  readonly bitrateKbps: number
  /** Frames between key frames, at most and at least. */
  readonly gop: number
  readonly minGop?: number
  readonly deinterlace: boolean
  readonly twoPass: boolean
}

/** templates.md §10: 0 is the source's, negative never above it, positive is obeyed. */
export function videoTarget(template: VideoTemplate, video: VideoStream, containerKbps: number): VideoTarget {
  const rate = targetRate(template.fps, video)
  const perSecond = rate === 'source' ? rationalValue(video.facts.frameRate) : rationalValue(rate)
  return {
    ...targetSize(template, video.facts),
    encoder: template.codec,
    profile: template.videoProfile,
    pixelFormat: template.colorSpace,
    rate,
    bitrateKbps: targetBitrate(template.bitrate, video.facts.bitrateKbps || containerKbps),
    gop: template.maxGop === undefined ? Math.max(1, template.gop) : gopFrames(template.maxGop, perSecond),
    ...(template.minGop !== undefined && { minGop: gopFrames(template.minGop, perSecond) }),
    deinterlace: template.deinterlaced === 1,
    twoPass: template.videoRateControl === 1,
  }
}

function gopFrames(seconds: number, perSecond: number): number {
  return Math.max(1, Math.round(seconds * (perSecond || 25)))
}

function targetRate(fps: number, video: VideoStream): Rational | 'source' {
  const { frameRate, variableFrameRate } = video.facts
  const own = rationalValue(frameRate)
  const asSource = fps === 0 || (fps < 0 && own > 0 && own <= -fps)
  if (!asSource) return rateOf(Math.abs(fps))
  return variableFrameRate || own === 0 ? 'source' : frameRate
}

/** 29.97 means 30000/1001. */
export function rateOf(fps: number): Rational {
  if (Number.isInteger(fps)) return { num: fps, den: 1 }
  const whole = Math.round(fps * 1.001)
  if (Math.abs((whole * 1000) / 1001 - fps) < 0.005) return { num: whole * 1000, den: 1001 }
  return { num: Math.max(1, Math.round(fps * 1000)), den: 1000 }
}

/** A source that does not say its bit rate gets what its whole file has; 1 kbps would be no answer. */
function targetBitrate(bitrate: number, sourceKbps: number): number {
  const source = Math.max(32, Math.round(sourceKbps))
  if (bitrate === 0) return source
  return bitrate < 0 ? Math.min(-bitrate, sourceKbps > 0 ? source : -bitrate) : bitrate
}
