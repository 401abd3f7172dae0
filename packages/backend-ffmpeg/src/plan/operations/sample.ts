import type { SampleSnapshotTask, SampleSnapshotTemplate } from '@vodflow/core'
import { frameAt } from '../../frame-times.ts'
import { pictureShape } from '../fill.ts'
import { maxPicturesOfTask, type PictureOrder } from '../pictures.ts'
import { incapable, lacks, type Doom, type Scene } from '../scene.ts'

export function lowerSample(task: SampleSnapshotTask, scene: Scene): PictureOrder | Doom {
  const { video } = scene
  if (video === undefined) return lacks('video')
  const times = sampleTimes(task.template, video.endSeconds)
  if (times === undefined) return incapable(`a sample every ${task.template.interval} ${task.template.sampleType === 'Percent' ? '%' : 's'} is more than ${maxPicturesOfTask} pictures`)
  const shape = pictureShape(task.template, video.facts)
  const stem = scene.names.stem('sample', task)
  const shots = times.map((seconds, at) => ({ frame: frameAt(video.frames, seconds), path: `${stem}_${String(at).padStart(4, '0')}.${shape.format}` }))
  return {
    task, shape, shots,
    expected: { kind: 'images', task: task.id, format: shape.format, width: shape.width, height: shape.height, files: shots.map(({ path }) => ({ path })) },
  }
}

/** The first is the first frame (templates.md §5.2); undefined where they are too many. */
export function sampleTimes(template: Pick<SampleSnapshotTemplate, 'sampleType' | 'interval'>, durationSeconds: number): readonly number[] | undefined {
  const { interval } = template
  if (template.sampleType === 'Percent') {
    return everyStep(interval, 100)?.map((percent) => (percent * durationSeconds) / 100)
  }
  return everyStep(interval, durationSeconds)
}

/** 0, step, 2 step, … below the end, always with 0. A last one within a millionth of the end is rounding. */
export function everyStep(step: number, end: number): readonly number[] | undefined {
  const count = step > 0 ? Math.max(1, Math.ceil(end / step - 1e-6)) : Number.POSITIVE_INFINITY
  return count > maxPicturesOfTask ? undefined : Array.from({ length: count }, (_, at) => at * step)
}
