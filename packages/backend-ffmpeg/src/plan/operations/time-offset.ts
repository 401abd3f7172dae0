import type { SnapshotByTimeOffsetTask } from '@vodflow/core'
import { frameAt } from '../../frame-times.ts'
import { pictureShape } from '../fill.ts'
import { maxPicturesOfTask, type PictureOrder } from '../pictures.ts'
import { incapable, lacks, unsuitable, type Doom, type Scene } from '../scene.ts'

/** One offset beyond the end fails the task: a list with a hole in it would name the wrong pictures. */
export function lowerTimeOffset(task: SnapshotByTimeOffsetTask, scene: Scene): PictureOrder | Doom {
  const { video } = scene
  if (video === undefined) return lacks('video')
  const beyond = task.timeOffset.find((ms) => ms / 1000 > video.endSeconds + 1e-6)
  if (beyond !== undefined) return unsuitable(`a snapshot at ${beyond} ms was asked for, but the video ends at ${Math.floor(video.endSeconds * 1000)} ms`)
  if (task.timeOffset.length > maxPicturesOfTask) return incapable(`${task.timeOffset.length} snapshots were asked for, but at most ${maxPicturesOfTask} are made`)
  const shape = pictureShape(task.template, video.facts)
  const stem = scene.names.stem('snapshot', task)
  const files = task.timeOffset.map((atMs) => ({ path: `${stem}_${atMs}.${shape.format}`, atMs }))
  return {
    task, shape, shots: files.map(({ path, atMs }) => ({ path, frame: frameAt(video.frames, atMs / 1000) })),
    expected: { kind: 'images', task: task.id, format: shape.format, width: shape.width, height: shape.height, files },
  }
}
