import { isLarge, joinGraph, listGraph, sliceOf, timelineCount, type Timeline } from '../join/index.ts'
import { frameAt, lastBefore, type FrameAt } from '../frame-times.ts'
import { decimal } from './decimal.ts'
import type { Scene } from './scene.ts'
import type { Range, SourceInput } from './source-input.ts'

/** The joined film, or what of it is wanted, up to some time. */
export function joinInput(join: Timeline, scene: Scene, wanted: { readonly video: boolean; readonly audio: boolean }, until?: number): SourceInput {
  const { video } = scene
  const end = until === undefined || video === undefined ? timelineCount(join) : frameAt(video.frames, until).index + 1
  return inputOf(join, 0, end, wanted)
}

/** Only the parts that the range shows. */
export function joinRange(join: Timeline, scene: Scene, { start, end }: Range): SourceInput {
  const { video } = scene
  if (video === undefined) return inputOf(join, 0, timelineCount(join), { video: false, audio: false })
  const first = frameAt(video.frames, start)
  const late = start - first.seconds
  const input = inputOf(join, first.index, lastBefore(video.frames, end, first.index).index + 1, { video: true, audio: false })
  return late <= 0 ? input : { ...input, videoFilters: [`setpts=PTS-${decimal(late)}/TB`] }
}

/** One frame alone, found by a seek inside the part that shows it. */
export function joinFrame(join: Timeline, frame: FrameAt): SourceInput {
  return inputOf(join, frame.index, frame.index + 1, { video: true, audio: false })
}

function inputOf(join: Timeline, from: number, to: number, wanted: { readonly video: boolean; readonly audio: boolean }): SourceInput {
  const slice = sliceOf(join, from, to)
  const { inputs, inputCount, chains, video = '', audio = '' } = isLarge(slice) ? listGraph(join, from, to, wanted) : joinGraph(slice, wanted)
  return { args: inputs, count: inputCount, chains, video, videoFilters: [], audio, audioFilters: [] }
}
