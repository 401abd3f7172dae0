import { rationalValue } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { FrameAt } from '../frame-times.ts'
import { rounded } from './decimal.ts'
import type { Scene, VideoStream } from './scene.ts'

/** Start of a process, opening the file and the seek itself, in seconds of film decoded meanwhile (performance.md §B, §D). */
const seekSeconds = 2
/** In the same unit: one key frame of a key-frame-only pass, and fetching one by a seek of its own. */
const keyFrameSeconds = 0.08
const keySeekSeconds = 1.2
/** Starting the one decoder that packets go to, and finding them: in the tables of an MP4, by the clusters of a Matroska file. */
const decoderSeconds = 1.2
const matroskaSeconds = 1.2

export interface Choice {
  readonly how: 'seek' | 'scan'
  readonly reason: Reason
}

/** Copying a film's packets into a container with an index: a process, and a part of every second. */
const copySeconds = 1.2
const copyShare = 0.02

/** @param seconds of the film */
export function normaliseCost(seconds: number): number {
  return copySeconds + copyShare * seconds
}

/** Exact frames: a seek each, or one decode from the start to the last of them. */
export function seekOrScan(frames: readonly FrameAt[], scene: Scene, video: VideoStream): Choice {
  const last = frames.at(-1)?.nextSeconds ?? 0
  if (!scene.inspection.seekable) {
    return { how: 'scan', reason: { choice: 'scan', because: `${plural(frames.length)} come from one decode of ${rounded(last)} s: ${containerWithout(scene)} has no index to seek by` } }
  }
  const seeks = seekCost(frames, scene, video)
  const numbers = `${plural(frames.length)} by seeks cost about ${rounded(seeks)} s of decoding, one decode to the last of them ${rounded(last)} s`
  return seeks <= last ? { how: 'seek', reason: { choice: 'seek', because: numbers } } : { how: 'scan', reason: { choice: 'scan', because: numbers } }
}

function seekCost(frames: readonly FrameAt[], scene: Scene, video: VideoStream): number {
  return frames.reduce((sum, frame) => sum + seekSeconds + sinceKeyFrame(frame, scene, video), 0)
}

/** Key frames: a seek each, or one pass that decodes only key frames. */
export function keySeekOrScan(frames: readonly FrameAt[], scene: Scene): Choice {
  const scan = keyScanCost(frames, scene)
  const seeks = frames.length * keySeekSeconds
  const pass = decodesKeysAlone(scene) ? `one pass over ${scene.inspection.keyFrames.length} key frames` : 'one decode of all frames to the last of them, since H.264 key frames of open groups are not decoded alone,'
  if (!scene.inspection.seekable) return { how: 'scan', reason: { choice: 'scan', because: `${plural(frames.length)} of key frames come from ${decodesKeysAlone(scene) ? 'one key-frame pass' : 'one decode of all frames'}: ${containerWithout(scene)} has no index to seek by` } }
  const numbers = `${plural(frames.length)} of key frames by seeks cost about ${rounded(seeks)} s of decoding, ${pass} ${rounded(scan)} s`
  return seeks < scan ? { how: 'seek', reason: { choice: 'seek', because: numbers } } : { how: 'scan', reason: { choice: 'scan', because: numbers } }
}

function keyScanCost(frames: readonly FrameAt[], scene: Scene): number {
  return decodesKeysAlone(scene) ? scene.inspection.keyFrames.length * keyFrameSeconds : frames.at(-1)?.nextSeconds ?? 0
}

/** The H.264 decoder that is given key frames alone brings those of open groups into disorder, and loses most of them. */
export function decodesKeysAlone({ inspection: { parts }, video }: Scene): boolean {
  return video?.facts.codec !== 'h264' || !parts.some((part) => 'facts' in part && (part.openKeyFrames ?? []).length > 0)
}

/** What the way that a job goes costs it, in seconds of film decoded. */
export function costOfWay(way: 'scan' | 'seek', accuracy: 'exact' | 'key', frames: readonly FrameAt[], scene: Scene, video: VideoStream): number {
  if (accuracy === 'key') return way === 'scan' ? keyScanCost(frames, scene) : frames.length * keySeekSeconds
  return way === 'scan' ? frames.at(-1)?.nextSeconds ?? 0 : seekCost(frames, scene, video)
}

export interface PacketCost {
  readonly seconds: number
  /** Packets that are read: the frames and what they need. About: the order of decoding is not known here. */
  readonly packets: number
}

/** The packets of the frames, and of what comes before each since its key frame, each once, through one decoder. */
export function packetCost(frames: readonly FrameAt[], scene: Scene, video: VideoStream): PacketCost {
  const access = scene.inspection.parts[0]
  const isMatroska = access !== undefined && 'packets' in access && access.packets !== undefined && 'container' in access.packets && access.packets.container === 'matroska'
  const perGroup = new Map<number, FrameAt>()
  for (const frame of frames) perGroup.set(frame.seconds - sinceKeyFrame(frame, scene, video), frame)
  let film = 0
  for (const [key, last] of perGroup) film += last.seconds - key
  return { seconds: decoderSeconds + (isMatroska ? matroskaSeconds : 0) + perGroup.size * keyFrameSeconds + film, packets: Math.round(perGroup.size + film * rationalValue(video.facts.frameRate)) }
}

/** Half a group of pictures where the index is not known well. */
export function sinceKeyFrame(frame: FrameAt, scene: Scene, video: VideoStream): number {
  const key = scene.inspection.keyFrames.findLast((at) => at <= frame.seconds + 1e-6)
  return key === undefined ? Math.min(5, video.endSeconds / 2) : frame.seconds - key
}

export function plural(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`
}

/** Of several parts, the first that no seek finds its way in. */
function containerWithout({ inspection: { parts, facts } }: Scene): string {
  return parts.flatMap((part) => ('facts' in part && !part.seekable ? [part.facts.container] : []))[0] ?? facts.container
}
