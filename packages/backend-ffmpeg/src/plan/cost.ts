import type { Reason } from '@vodflow/engine'
import type { FrameAt } from '../frame-times.ts'
import { rounded } from './decimal.ts'
import type { Scene, VideoStream } from './scene.ts'

/** Start of a process, opening the file and the seek itself, in seconds of film decoded meanwhile (performance.md §B, §D). */
const seekSeconds = 2
/** In the same unit: one key frame of a key-frame-only pass, and fetching one by a seek of its own. */
const keyFrameSeconds = 0.08
const keySeekSeconds = 1.2

export interface Choice {
  readonly how: 'seek' | 'scan'
  readonly reason: Reason
}

/** Exact frames: a seek each, or one decode from the start to the last of them. */
export function seekOrScan(frames: readonly FrameAt[], scene: Scene, video: VideoStream): Choice {
  const last = frames.at(-1)?.nextSeconds ?? 0
  if (!scene.inspection.seekable) {
    return { how: 'scan', reason: { choice: 'scan', because: `${plural(frames.length)} come from one decode of ${rounded(last)} s: ${scene.inspection.facts.container} has no index to seek by` } }
  }
  const seeks = frames.reduce((sum, frame) => sum + seekSeconds + sinceKeyFrame(frame, scene, video), 0)
  const numbers = `${plural(frames.length)} by seeks cost about ${rounded(seeks)} s of decoding, one decode to the last of them ${rounded(last)} s`
  return seeks <= last ? { how: 'seek', reason: { choice: 'seek', because: numbers } } : { how: 'scan', reason: { choice: 'scan', because: numbers } }
}

/** Key frames: a seek each, or one pass that decodes only key frames. */
export function keySeekOrScan(frames: readonly FrameAt[], scene: Scene): Choice {
  const { keyFrames, seekable, facts } = scene.inspection
  const scan = keyFrames.length * keyFrameSeconds
  const seeks = frames.length * keySeekSeconds
  if (!seekable) return { how: 'scan', reason: { choice: 'scan', because: `${plural(frames.length)} of key frames come from one key-frame pass: ${facts.container} has no index to seek by` } }
  const numbers = `${plural(frames.length)} of key frames by seeks cost about ${rounded(seeks)} s of decoding, one pass over ${keyFrames.length} key frames ${rounded(scan)} s`
  return seeks < scan ? { how: 'seek', reason: { choice: 'seek', because: numbers } } : { how: 'scan', reason: { choice: 'scan', because: numbers } }
}

/** Half a group of pictures where the index is not known well. */
export function sinceKeyFrame(frame: FrameAt, scene: Scene, video: VideoStream): number {
  const key = scene.inspection.keyFrames.findLast((at) => at <= frame.seconds + 1e-6)
  return key === undefined ? Math.min(5, video.endSeconds / 2) : frame.seconds - key
}

function plural(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`
}
