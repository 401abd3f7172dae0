import { frameOfIndex, type FrameAt } from '../frame-times.ts'
import type { FrameTimes } from '../inspection.ts'

/** Just before the frame, where an accurate seek finds it first; nothing for the film's first frame. */
export function seekPoint(frame: FrameAt, frames: FrameTimes): number | undefined {
  if (frame.index === 0) return undefined
  const before = frameOfIndex(frames, frame.index - 1).seconds
  return Math.max(0, frame.seconds - Math.min(0.5, (frame.seconds - before) / 2))
}
