import type { AnimatedGraphicsTask } from '@vodflow/core'
import { rationalValue, webpEncoderOf } from '@vodflow/core'
import type { ExpectedMedia, FfmpegCommand } from '../../work.ts'
import { toneMapFilters, videoScaleOptions } from '../colour.ts'
import { ratio, rounded } from '../decimal.ts'
import { gridTiming } from '../expected-media.ts'
import { cleanOutputArgs, frameModeArgs, keepZeroArgs } from '../output-args.ts'
import type { OwnWork } from '../own-work.ts'
import { lacks, unsuitable, type Doom, type Scene, type VideoStream } from '../scene.ts'
import { rangeInput, type Range, type SourceInput } from '../source-input.ts'
import { rateOf, scaledSize, type Size } from '../video-target.ts'

/** A GIF or an animated WebP of a part of the film; an end beyond the film's is the film's. */
export function lowerAnimatedGraphics(task: AnimatedGraphicsTask, scene: Scene): OwnWork | Doom {
  const { video } = scene
  if (video === undefined) return lacks('video')
  const clip = { start: task.startTime ?? 0, end: Math.min(task.endTime ?? video.endSeconds, video.endSeconds) }
  if (clip.start >= clip.end) return unsuitable(`an animation from ${clip.start} s was asked for, but the video ends at ${rounded(video.endSeconds, 3)} s`)
  const { format } = task.template
  const size = animationSize(task, video)
  const path = `${scene.names.stem('v', task)}.${format}`
  return {
    task,
    commands: format === 'gif' ? gifCommands(task, clip, size, path, scene, video) : [webpCommand(task, clip, size, path, scene, video)],
    outputs: [{ kind: 'media', task: task.id, path, container: format, deep: false, video: expected(task, clip, size) }],
    reasons: [{ choice: 'separate', because: `${format} of ${rounded(clip.end - clip.start)} s at ${task.template.fps} fps${format === 'gif' ? ' needs its palette first: two passes, so that no frame waits in memory' : ''}` }],
  }
}

function expected(task: AnimatedGraphicsTask, clip: Range, size: Size): NonNullable<ExpectedMedia['video']> {
  const timing = gridTiming(rationalValue(rateOf(task.template.fps)), 0, clip.end - clip.start)
  return { codec: task.template.format, ...size, rotation: 0, durationSeconds: timing.duration, toleranceSeconds: timing.tolerance + 0.011 }
}

function animationSize(task: AnimatedGraphicsTask, video: VideoStream): Size {
  const size = scaledSize(Math.max(0, task.template.width), Math.max(0, task.template.height), video.facts)
  return { width: Math.max(1, Math.round(size.width)), height: Math.max(1, Math.round(size.height)) }
}

/**
 * The first frame also stands for what of the clip comes before it (a film of few frames, one that starts late).
 * Time stamps are rounded up, so each picture is the frame shown at its time and not a later one: at 2 fps that is a quarter second.
 */
function frameFilters(task: AnimatedGraphicsTask, size: Size, source: SourceInput, video: VideoStream): string {
  return [
    ...source.videoFilters,
    `fps=fps=${ratio(rateOf(task.template.fps))}:start_time=0:round=up`,
    ...toneMapFilters(video),
    `scale=${size.width}:${size.height}:flags=bicubic${videoScaleOptions(video)}`, 'setsar=1',
  ].join(',')
}

function framesOf(task: AnimatedGraphicsTask, size: Size, source: SourceInput, video: VideoStream): string {
  return [...source.chains, `[${source.video}]${frameFilters(task, size, source, video)}`].join(';')
}

function gifCommands(task: AnimatedGraphicsTask, clip: Range, size: Size, path: string, scene: Scene, video: VideoStream): readonly FfmpegCommand[] {
  const source = rangeInput(scene, clip)
  const frames = framesOf(task, size, source, video)
  const mediaSeconds = clip.end - clip.start
  const palette = `${scene.names.stem('v', task)}_palette.png`
  return [
    {
      args: [...source.args, '-filter_complex', `${frames},palettegen=stats_mode=full[g]`, '-map', '[g]', '-frames:v', '1', '-c:v', 'png', '-f', 'image2', '-update', '1', palette, ...keepZeroArgs(scene)],
      mediaSeconds,
    },
    {
      args: [
        ...source.args, '-f', 'png_pipe', '-i', palette, '-filter_complex', `${frames}[f];[f][${source.count}:v]paletteuse=dither=sierra2_4a[g]`,
        '-map', '[g]', ...frameModeArgs(scene.capabilities), '-c:v', 'gif', '-loop', '0', ...cleanOutputArgs, '-f', 'gif', path, ...keepZeroArgs(scene),
      ],
      mediaSeconds,
    },
  ]
}

function webpCommand(task: AnimatedGraphicsTask, clip: Range, size: Size, path: string, scene: Scene, video: VideoStream): FfmpegCommand {
  const source = rangeInput(scene, clip)
  return {
    args: [
      ...source.args, '-filter_complex', `${framesOf(task, size, source, video)},format=yuv420p[g]`,
      '-map', '[g]', ...frameModeArgs(scene.capabilities), '-c:v', webpEncoderOf(scene.capabilities), '-q:v', '75', '-loop', '0', ...cleanOutputArgs, '-f', 'webp', path, ...keepZeroArgs(scene),
    ],
    mediaSeconds: clip.end - clip.start,
  }
}
