import type { Capabilities } from '../inspection.ts'

/** Every frame keeps the time that the filters gave it; the 2018 build knows this only under its old name. */
export function frameModeArgs(capabilities: Capabilities): readonly string[] {
  return capabilities.options.fpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough']
}

/** Phones write where and with what a film was taken; a stream that starts late must not overflow the muxer's queue. */
export const cleanOutputArgs = ['-map_metadata', '-1', '-map_chapters', '-1', '-max_muxing_queue_size', '4096'] as const
