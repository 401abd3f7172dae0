import { rationalValue, type AudioFacts } from '@vodflow/core'
import { frameCount } from '../frame-times.ts'
import type { Rendition } from '../plan/operations/transcode.ts'
import type { Scene, VideoStream } from '../plan/scene.ts'
import type { ExpectedMedia } from '../work.ts'
import { stirring } from './stirring.ts'

/** What the encoder's buffer lets the first seconds cost above the rate, in seconds of it. */
const headStartSeconds = 0.25
/** A frame that stands longer than this lets the rate control's buffer run full, and what it could have spent is lost. */
const idleSeconds = 1
/** Silence takes next to nothing: a sound is not made much larger than it was. */
const soundGrowth = 2

/** Of the video stream: the rate that the template sets, as far as the film can use it. */
export function videoMegabits({ video: target, expected }: Rendition, { video }: Scene): number {
  if (target === undefined || video === undefined) return 0
  const seconds = expected.video?.durationSeconds ?? video.endSeconds
  // What stands still takes even less than its share: the little that moves is as small as it was in the source.
  const used = stirring(video) ** 1.5 * Math.max(0.05, 1 - idleShare(video))
  return (target.bitrateKbps * (seconds + headStartSeconds) * used) / 1000
}

/** The part of the film in which a frame stands beyond what the buffer holds. */
function idleShare({ frames, endSeconds }: VideoStream): number {
  const tick = rationalValue(frames.timeBase)
  const idle = frames.runs.reduce((sum, run) => sum + Math.max(0, run.count - 1) * Math.max(0, run.step * tick - idleSeconds), 0)
  return endSeconds > 0 ? idle / endSeconds : 0
}

/** Of a whole output that is encoded: both streams and what the container adds. */
export function renditionBytes(rendition: Rendition, scene: Scene): number {
  const { audio, expected } = rendition
  const audioBytes = audio ? soundKbps(audio.bitrateKbps, scene.audio) * 125 * (expected.audio?.durationSeconds ?? 0) : 0
  const packets = packetsOf(rendition, scene)
  return wrapped(videoMegabits(rendition, scene) * 125_000 + audioBytes, packets, expected.container)
}

function soundKbps(asked: number, source: AudioFacts | undefined): number {
  return source && source.bitrateKbps > 0 ? Math.min(asked, soundGrowth * source.bitrateKbps) : asked
}

function packetsOf({ video, audio, expected }: Rendition, scene: Scene): number {
  const frames = video === undefined ? 0 : video.rate === 'source' ? frameCountOf(scene) : (expected.video?.durationSeconds ?? 0) * rationalValue(video.rate)
  return frames + (audio ? ((expected.audio?.durationSeconds ?? 0) * audio.samplingRate) / audio.frameSamples : 0)
}

function frameCountOf({ video }: Scene): number {
  return video ? frameCount(video.frames) : 0
}

/** Bytes a packet and a share of all, by container: MP4's tables, FLV's tags, the padding of transport packets. */
export function wrapped(bytes: number, packets: number, container: ExpectedMedia['container']): number {
  switch (container) {
    case 'mp4': case 'm4a': return bytes + 10 * packets + 1500
    case 'flv': return bytes + 16 * packets + 500
    case 'hls': return bytes * (188 / 184) + 60 * packets
    case 'mp3': case 'gif': case 'webp': return bytes + 500
  }
}

/** Streams that are copied: their own rates, or the whole file where nothing is left out. */
export function copiedBytes(expected: ExpectedMedia, scene: Scene): number {
  const { facts } = scene.inspection
  const everything = facts.videoStreams.length + facts.audioStreams.length <= (expected.video ? 1 : 0) + (expected.audio ? 1 : 0)
  const streams = ((scene.video?.facts.bitrateKbps ?? 0) * (scene.video?.endSeconds ?? 0) + audioKilobits(scene.audio)) * 125
  const bytes = everything || streams === 0 ? facts.sizeBytes : Math.min(facts.sizeBytes, streams)
  return expected.container === 'hls' && facts.container !== 'ts' ? wrapped(bytes, frameCountOf(scene), 'hls') : bytes
}

function audioKilobits(audio: AudioFacts | undefined): number {
  return audio ? audio.bitrateKbps * audio.durationSeconds : 0
}
