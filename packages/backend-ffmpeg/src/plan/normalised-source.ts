import type { FrameAt } from '../frame-times.ts'
import { inputGuard } from '../input-guard.ts'
import type { FfmpegCommand } from '../work.ts'
import { decimal } from './decimal.ts'
import type { Scene, VideoStream } from './scene.ts'
import { seekPoint } from './seek-point.ts'
import { opened, type SourceInput } from './source-input.ts'

const path = 'normalised.mkv'

/** The pictures of a source without an index, packet by packet, in a container that has one. Their times stay what they are. */
export function normaliseCommand(scene: Scene, video: VideoStream): FfmpegCommand {
  const source = opened(scene, ['-copyts'])
  return {
    args: [...source.args, '-map', source.video, '-c', 'copy', '-map_metadata', '-1', '-f', 'matroska', path],
    mediaSeconds: video.endSeconds,
  }
}

/** Read so that this frame comes first. */
export function normalisedFrame(scene: Scene, frame: FrameAt): SourceInput {
  return seekTo(scene, scene.video && seekPoint(frame, scene.video.frames), [])
}

/** Read from this key frame. The point stands a little after it, as for a source that has an index. */
export function normalisedKeyFrame(scene: Scene, frame: FrameAt): SourceInput {
  return seekTo(scene, frame.index === 0 ? undefined : frame.seconds + 0.135, ['-noaccurate_seek'])
}

/** By the source's own times: the copy holds no sound, and may begin later than the source does. */
function seekTo(scene: Scene, point: number | undefined, how: readonly string[]): SourceInput {
  const seek = point === undefined ? [] : [...how, '-seek_timestamp', '1', '-ss', decimal(scene.inspection.facts.startSeconds + point)]
  return { args: [...inputGuard('mkv'), ...seek, '-i', path], count: 1, chains: [], video: '0:0', videoFilters: [], audio: '0:0', audioFilters: [] }
}
