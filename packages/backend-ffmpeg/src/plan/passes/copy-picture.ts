import { rationalValue } from '@vodflow/core'
import { frameOfIndex } from '../../frame-times.ts'
import { isFullRange } from '../colour.ts'
import { hlsSegmentSeconds } from '../encoder-args.ts'
import type { Rendition } from '../operations/transcode.ts'
import type { Scene, VideoStream } from '../scene.ts'
import type { VideoTarget } from '../video-target.ts'

/** Each holds what the ones before hold. */
const h264Profiles = [['Baseline', 'Constrained Baseline'], ['Main'], ['High', 'Progressive High', 'Constrained High']]
const asked = { baseline: 0, main: 1, high: 2 } as const
/** Those whose times and codec headers a copy keeps. */
const copiedFrom = ['mp4', 'mov', '3gp', 'mkv', 'ts', 'flv']

/** The codec and the size that are asked for: near enough to say why it is not simply taken. */
export function isAlike({ video: target }: Rendition, { video }: Scene): boolean {
  if (target === undefined || video === undefined) return false
  return video.facts.codec === codecOf(target) && video.facts.width === target.width && video.facts.height === target.height
}

function codecOf(target: VideoTarget): string {
  return target.encoder === 'libx265' ? 'hevc' : 'h264'
}

/** All that keeps the pictures of the source from being what is asked for. */
export function pictureObstacles(rendition: Rendition, hidden: number, scene: Scene): readonly string[] {
  const { video: target } = rendition
  const { video } = scene
  if (target === undefined || video === undefined) return []
  return [
    ...(target.overlays.length > 0 ? ['a watermark is drawn on it'] : []),
    ...(rendition.task.drm ? ['it is encrypted'] : []),
    ...(rendition.expected.quality ? ['its likeness to the source is measured'] : []),
    ...lookObstacles(target, video), ...rateObstacles(target, video, scene), ...keyFrameObstacles(rendition, target, video, scene),
    ...fileObstacles(rendition, video, hidden, scene),
  ]
}

function lookObstacles(target: VideoTarget, { facts, hdr }: VideoStream): readonly string[] {
  const square = facts.codedWidth === facts.width && facts.codedHeight === facts.height && rationalValue(facts.sampleAspectRatio) === 1
  return [
    ...(facts.rotation === 0 ? [] : [`it is turned by ${facts.rotation} degrees`]),
    ...(square || facts.rotation !== 0 ? [] : ['its pixels are not square']),
    ...(facts.interlaced ? ['it is interlaced'] : []),
    ...(hdr ? ['it is HDR'] : []),
    ...(isFullRange(facts) ? ['its colours have the full range'] : []),
    ...(facts.pixelFormat === target.pixelFormat || isFullRange(facts) ? [] : [`its pixels are ${facts.pixelFormat}, ${target.pixelFormat} is asked for`]),
    ...profileObstacles(target, facts.profile),
  ]
}

function profileObstacles(target: VideoTarget, profile: string): readonly string[] {
  const fits = target.encoder === 'libx265' ? profile === 'Main' : h264Profiles.slice(0, asked[target.profile] + 1).some((names) => names.includes(profile))
  return fits ? [] : [`its profile is ${profile || 'not known'}, ${target.encoder === 'libx265' ? 'main' : target.profile} is asked for`]
}

function rateObstacles(target: VideoTarget, { facts }: VideoStream, { inspection }: Scene): readonly string[] {
  const kbps = facts.bitrateKbps || inspection.facts.bitrateKbps
  const own = rationalValue(facts.frameRate)
  const wanted = target.rate === 'source' ? own : rationalValue(target.rate)
  return [
    ...(kbps <= 0 ? ['its bit rate is not known'] : kbps > target.bitrateKbps + 0.5 ? [`it has ${Math.round(kbps)} kbps, ${target.bitrateKbps} are asked for`] : []),
    ...(target.rate !== 'source' && facts.variableFrameRate ? [`its frame rate varies, ${fps(wanted)} fps are asked for`] : []),
    ...(Math.abs(own - wanted) > 0.0005 * wanted ? [`it has ${fps(own)} fps, ${fps(wanted)} are asked for`] : []),
  ]
}

function fps(rate: number): string {
  return String(Number(rate.toFixed(3)))
}

/** By the real places of the key frames: as far apart as is asked for at most, and where segments have to begin. */
function keyFrameObstacles({ mux, task }: Rendition, target: VideoTarget, video: VideoStream, { inspection }: Scene): readonly string[] {
  const { keyFrames } = inspection
  const perSecond = rationalValue(video.facts.frameRate) || 25
  const first = frameOfIndex(video.frames, 0).seconds
  if (Math.abs((keyFrames[0] ?? -1) - first) > 0.5 / perSecond) return ['its first frame is no key frame']
  const ends = [...keyFrames, video.endSeconds]
  const steps = ends.slice(1).map((at, index) => (at - (ends[index] ?? 0)) * perSecond)
  const [longest, shortest] = [Math.max(...steps), Math.min(...steps.slice(0, -1), Number.POSITIVE_INFINITY)]
  return [
    ...(longest > target.gop + 0.5 ? [`its key frames are up to ${Math.round(longest)} frames apart, ${target.gop} are asked for at most`] : []),
    ...(target.minGop !== undefined && shortest < target.minGop - 0.5 ? [`two of its key frames are ${Math.round(shortest)} frames apart, ${target.minGop} are asked for at least`] : []),
    ...(task.idrAlignment ? ['all outputs are to have their key frames at the same places'] : []),
    ...(mux.container === 'hls' ? segmentObstacles(keyFrames, video.endSeconds, perSecond) : []),
  ]
}

function segmentObstacles(keyFrames: readonly number[], end: number, perSecond: number): readonly string[] {
  const known = new Set(keyFrames.map((at) => Math.round(at * perSecond)))
  for (let at = hlsSegmentSeconds; at < end - 1 / perSecond; at += hlsSegmentSeconds) {
    if (!known.has(Math.round(at * perSecond))) return [`it has no key frame at ${at} s, where a segment begins`]
  }
  return []
}

function fileObstacles({ mux }: Rendition, { facts }: VideoStream, hidden: number, { inspection }: Scene): readonly string[] {
  const { container } = inspection.facts
  return [
    ...(copiedFrom.includes(container) ? [] : [`the times in ${container} are not kept by a copy`]),
    ...(hidden > 0 ? [`${hidden} of its frames are in the file and not shown`] : []),
    ...(facts.codec === 'hevc' && mux.container === 'flv' ? ['FLV does not hold it'] : []),
  ]
}
