import type { TaskId } from '@vodflow/core'
import { frameCount } from '../frame-times.ts'
import type { Scene, VideoStream } from '../plan/scene.ts'
import { cutOf } from '../plan/source-input.ts'
import { amount, type Amount } from './amounts.ts'
import { stirring } from './stirring.ts'
import type { UnitCost } from './unit-costs.ts'

const decoders: Readonly<Record<string, UnitCost>> = {
  h264: 'decodeH264Megapixel', hevc: 'decodeHevcMegapixel', av1: 'decodeAv1Megapixel', vp9: 'decodeVp9Megapixel',
  mpeg2video: 'decodeMpeg2Megapixel', mpeg1video: 'decodeMpeg2Megapixel',
}

/** Pixels of one frame as it is stored, in millions. */
export function codedMegapixels({ facts }: VideoStream): number {
  return (facts.codedWidth * facts.codedHeight) / 1e6
}

/** Decoding so many seconds of film: by its pixels and by its bits. An unknown codec is taken for H.264. */
export function decoding(video: VideoStream, seconds: number, scene: Scene, tasks: readonly TaskId[]): readonly Amount[] {
  const { facts } = video
  const frames = video.endSeconds > 0 ? (frameCount(video.frames) * Math.min(seconds, video.endSeconds)) / video.endSeconds : 0
  const kbps = facts.bitrateKbps || scene.inspection.facts.bitrateKbps
  return [
    amount(decoders[facts.codec] ?? 'decodeH264Megapixel', frames * codedMegapixels(video) * stirring(video), tasks),
    amount('decodeStillMegapixel', frames * codedMegapixels(video) * (1 - stirring(video)), tasks),
    amount('decodeMegabit', (kbps * Math.min(seconds, video.endSeconds)) / 1000, tasks),
  ]
}

/** Decoding all of a source: of a clip also what lies before it, from the key frame that it needs, or where there is no index from the start. */
export function decodingAll(video: VideoStream, scene: Scene, tasks: readonly TaskId[]): readonly Amount[] {
  const cut = cutOf(scene)
  const amounts = decoding(video, video.endSeconds, scene, tasks)
  if (cut === undefined || video.endSeconds <= 0) return amounts
  const { part, clip: { startSeconds } } = cut
  const from = part.seekable ? (part.keyFrames.findLast((at) => at <= startSeconds + 1e-6) ?? startSeconds) : 0
  return amounts.map((each) => ({ ...each, quantity: (each.quantity * (video.endSeconds + startSeconds - from)) / video.endSeconds }))
}

/** Bringing so many frames of an HDR source to SDR. */
export function toneMapping(video: VideoStream, frames: number, tasks: readonly TaskId[]): readonly Amount[] {
  return video.hdr ? [amount('toneMapMegapixel', frames * codedMegapixels(video), tasks)] : []
}
