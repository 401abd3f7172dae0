import type { CoverBySnapshotTask } from '@vodflow/core'
import { frameAt } from '../../frame-times.ts'
import { pictureShape } from '../fill.ts'
import type { PictureOrder } from '../pictures.ts'
import { lacks, unsuitable, type Doom, type Scene } from '../scene.ts'

/** Percent is of the video's duration; 100 % is its last frame. */
export function lowerCover(task: CoverBySnapshotTask, scene: Scene): PictureOrder | Doom {
  const { video } = scene
  if (video === undefined) return lacks('video')
  const seconds = task.positionType === 'Percent' ? (video.endSeconds * task.position) / 100 : task.position
  if (seconds > video.endSeconds) {
    return unsuitable(`a cover at ${seconds} s was asked for, but the video ends at ${Number(video.endSeconds.toFixed(3))} s`)
  }
  const shape = pictureShape(task.template, video.facts)
  const path = scene.names.cover(task, shape.format)
  return {
    task, shape, shots: [{ frame: frameAt(video.frames, seconds), path }],
    expected: { kind: 'images', task: task.id, format: shape.format, width: shape.width, height: shape.height, files: [{ path }] },
  }
}
