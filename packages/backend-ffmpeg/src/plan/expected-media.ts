import { rationalValue, type AudioFacts, type TranscodeTemplate } from '@vodflow/core'
import type { ExpectedMedia } from '../work.ts'
import { frameOfIndex } from '../frame-times.ts'
import type { Capabilities } from '../inspection.ts'
import type { AudioTarget } from './audio-target.ts'
import { holdsEnd } from './held-end.ts'
import type { VideoStream } from './scene.ts'
import type { VideoTarget } from './video-target.ts'

type Video = NonNullable<ExpectedMedia['video']>
type Audio = NonNullable<ExpectedMedia['audio']>

/** Containers count in ticks (FLV in milliseconds), so even an exact stream is a little off. */
const containerRounding = 0.002

/** What an encode of all frames gives: from the first frame to the end of the last one, on the output's own grid. */
export function expectedVideo(target: VideoTarget, video: VideoStream, capabilities: Capabilities): Video {
  const first = frameOfIndex(video.frames, 0).seconds
  const timing = target.rate === 'source' ? sourceTiming(video, first, holdsEnd(video, capabilities)) : gridTiming(rationalValue(target.rate), first, video.endSeconds)
  return {
    codec: target.encoder === 'libx265' ? 'hevc' : 'h264',
    width: target.width, height: target.height, rotation: 0, pixelFormat: target.pixelFormat,
    durationSeconds: timing.duration, toleranceSeconds: timing.tolerance + containerRounding,
  }
}

/** The fps filter rounds the first time and the end to whole frames. */
export function gridTiming(perSecond: number, first: number, end: number): { readonly duration: number; readonly tolerance: number } {
  const count = Math.max(1, Math.round(end * perSecond) - Math.round(first * perSecond))
  return { duration: count / perSecond, tolerance: 1 / perSecond }
}

/** Encoders do not pass on how long the last frame of a variable rate is shown; where it is held by one more, an average frame may be missing. */
function sourceTiming(video: VideoStream, first: number, held: boolean): { readonly duration: number; readonly tolerance: number } {
  const tolerance = held ? 2 / Math.max(1, rationalValue(video.facts.frameRate)) : ownFrameSeconds(video)
  return { duration: video.endSeconds - first, tolerance }
}

/** How long a frame of the source may be shown: the last one, whose hold many muxers drop, or of a variable rate any, up to a second. */
export function ownFrameSeconds(video: VideoStream): number {
  const { timeBase, runs, lastDuration } = video.frames
  const tick = rationalValue(timeBase)
  const longest = video.facts.variableFrameRate ? runs.reduce((most, { step }) => Math.max(most, step), 0) * tick : 0
  return Math.max(1 / Math.max(1, rationalValue(video.facts.frameRate)), Math.min(1, longest), lastDuration * tick)
}

/** MP4 has one code for all layers of MPEG audio, and readers take it for the third. */
export function codecReadBack(codec: string, container: TranscodeTemplate['container']): string {
  return codec === 'mp2' && container === 'mp4' ? 'mp3' : codec
}

/** What LAME puts before the sound: its own delay and a decoder's. */
const mp3DelaySamples = 1105

export function expectedAudio(target: AudioTarget, source: AudioFacts, container: TranscodeTemplate['container']): Audio {
  return {
    codec: codecReadBack(target.codec, container), samplingRate: target.samplingRate, channels: target.profile === 'aac_he_v2' ? 2 : target.channels,
    durationSeconds: source.durationSeconds + delaySamples(target, container) / target.samplingRate,
    toleranceSeconds: (2 * target.frameSamples) / target.samplingRate + containerRounding,
  }
}

/** Only the MP4 family can say that an encoder's first samples are not to be heard; elsewhere they lengthen the stream. */
function delaySamples(target: AudioTarget, container: TranscodeTemplate['container']): number {
  if (target.codec === 'mp3') return mp3DelaySamples
  return target.codec === 'aac' && (container === 'hls' || container === 'flv') ? target.frameSamples : 0
}
