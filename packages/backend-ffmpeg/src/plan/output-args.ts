import type { Capabilities } from '../inspection.ts'
import type { Scene, VideoStream } from './scene.ts'

/** Every frame keeps the time that the filters gave it; the 2018 build knows this only under its old name. */
export function frameModeArgs(capabilities: Capabilities): readonly string[] {
  return capabilities.options.fpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough']
}

/** Else ffmpeg counts in frames of the average rate, where two frames of a variable rate can fall on one time (performance.md §F, VFR). */
export function sourceTimeBaseArgs(video: VideoStream, at: string): readonly string[] {
  const { num, den } = video.frames.timeBase
  return [`-enc_time_base${at}`, `${num}:${den}`]
}

/** Phones write where and with what a film was taken; a stream that starts late must not overflow the muxer's queue. */
export const cleanOutputArgs = ['-map_metadata', '-1', '-map_chapters', '-1', '-max_muxing_queue_size', '4096'] as const

/**
 * In containers whose times may jump (TS, PS) ffmpeg moves its zero to the first stream that is used. Reading all of them
 * into nothing keeps it where the frame times were measured from; a join has a zero of its own.
 */
export function keepZeroArgs(scene: Scene): readonly string[] {
  return scene.inspection.seekable || scene.join !== undefined ? [] : ['-map', '0', '-ignore_unknown', '-c', 'copy', '-f', 'null', '-']
}
