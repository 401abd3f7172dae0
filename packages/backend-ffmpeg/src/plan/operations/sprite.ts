import type { ImageSpriteTask } from '@vodflow/core'
import { frameAt, type FrameAt } from '../../frame-times.ts'
import { frameModeArgs } from '../output-args.ts'
import { maxPicturesOfTask, type PictureOrder } from '../pictures.ts'
import { incapable, lacks, type Doom, type Scene, type VideoStream } from '../scene.ts'
import { webVttMap } from '../web-vtt.ts'
import { everyStep } from './sample.ts'

/** `key`: tiles show the key frame at or before their time, which needs no decoding of the film; `exact`: the frame shown then. */
export function lowerSprite(task: ImageSpriteTask, scene: Scene, accuracy: 'key' | 'exact'): PictureOrder | Doom {
  const { video } = scene
  if (video === undefined) return lacks('video')
  const { template } = task
  const times = everyStep(template.interval, video.endSeconds)
  if (times === undefined) return incapable(`a tile every ${template.interval} s of ${video.endSeconds.toFixed(1)} s is more than ${maxPicturesOfTask} tiles`)
  const perSheet = template.rows * template.columns
  const stem = scene.names.stem('sprite', task)
  const tilePattern = `${stem}_tile%05d.png`
  const sheets = Array.from({ length: Math.ceil(times.length / perSheet) }, (_, at) => `${stem}_${String(at).padStart(3, '0')}.jpg`)
  const shots = times.map((seconds, at) => ({
    frame: accuracy === 'key' ? keyFrameAt(scene, video, seconds) : frameAt(video.frames, seconds),
    path: tilePattern.replace('%05d', String(at).padStart(5, '0')),
  }))
  const [width, height] = [template.width * template.columns, template.height * template.rows]
  return {
    task, shots, shape: { width: template.width, height: template.height, fill: template.fillType, format: 'png' },
    after: {
      args: [
        '-framerate', '1', '-start_number', '0', '-f', 'image2', '-i', tilePattern,
        '-vf', `tile=${template.columns}x${template.rows},scale=out_color_matrix=bt601:out_range=pc,format=yuvj420p`,
        ...frameModeArgs(scene.capabilities), '-c:v', 'mjpeg', '-q:v', '2', '-f', 'image2', '-start_number', '0', `${stem}_%03d.jpg`,
      ],
      mediaSeconds: times.length,
    },
    sheet: { columns: template.columns, rows: template.rows, pattern: `${stem}_%03d.jpg`, tally: `${stem}.tiles.txt` },
    write: { path: `${stem}.vtt`, text: webVttMap({ sheets, times, endSeconds: video.endSeconds, tile: template, columns: template.columns, rows: template.rows }) },
    expected: { kind: 'sprite', task: task.id, sheets, vtt: `${stem}.vtt`, width, height, tileCount: times.length, endSeconds: video.endSeconds },
  }
}

/** Before the first key frame of a clip none stands, and a tile should show what belongs to its time. */
export function hasKeyFrameInTime(task: ImageSpriteTask, { inspection }: Scene): boolean {
  const [first] = inspection.keyFrames
  return first === undefined || first < task.template.interval
}

/** Without an index of key frames the exact frame will do. */
export function keyFrameAt(scene: Scene, video: VideoStream, seconds: number): FrameAt {
  const key = scene.inspection.keyFrames.findLast((at) => at <= seconds + 1e-6) ?? scene.inspection.keyFrames[0]
  return frameAt(video.frames, key ?? seconds)
}
