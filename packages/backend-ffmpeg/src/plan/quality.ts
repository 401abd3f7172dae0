import type { FfmpegCommand } from '../work.ts'
import { inputGuard } from '../input-guard.ts'
import { sourceGraph } from './encode.ts'
import { outputPath } from './muxer.ts'
import type { Rendition } from './operations/transcode.ts'
import type { Scene } from './scene.ts'

/**
 * Each frame of an output beside the frame that its encoder was given, made once more from the source. They are paired by their
 * number: no rounding of a time stamp then matters. Nothing for an output that is not held against anything.
 */
export function qualityCommands(rendition: Rendition, scene: Scene): readonly FfmpegCommand[] {
  const { video, expected, mux } = rendition
  const log = expected.quality?.log
  if (video === undefined || log === undefined) return []
  const { inputs, inputCount, chains } = sourceGraph([{ rendition }], [], scene)
  const paired = 'settb=1/25,setpts=N'
  const made = outputPath(mux)
  const unlock = mux.keyInfo === undefined ? undefined : { from: made, to: `${mux.stem}.unlocked.m3u8` }
  return [{
    args: [
      ...inputs, ...inputGuard(mux.container),
      // A list of ours: what it names besides segments is the key.
      ...(unlock ? ['-allowed_extensions', 'ALL'] : []), '-i', unlock?.to ?? made,
      '-filter_complex', [...chains, `[v0]${paired}[made]`, `[${inputCount}:v:0]${paired}[seen]`, `[seen][made]ssim=stats_file=${log}[out]`].join(';'),
      '-map', '[out]', '-f', 'null', '-',
    ],
    mediaSeconds: scene.inspection.facts.durationSeconds,
    ...(unlock && { unlock }),
  }]
}
