import type { TaskId } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { DraftRendition, EncodeJob } from '../draft.ts'
import type { VideoStream } from '../scene.ts'
import { stagesOf, type Stage } from '../stages.ts'
import { hasZimg, scalesWell, strangeTag } from '../zimg.ts'
import { eachEncode, type Pass } from './pass.ts'

/**
 * Sizes that are scaled from another of ours are scaled by zimg, which takes less for the same filter. Frames of the source itself
 * are not: `scale` alone takes whatever they are, and changes in their middle.
 */
export const zimg: Pass = {
  name: 'zimg',
  run: (draft, scene) => {
    const { video } = scene
    return video === undefined || !hasZimg(scene.capabilities) ? draft : eachEncode(draft, (job) => scaledIn(job, video))
  },
}

function scaledIn(job: EncodeJob, video: VideoStream): EncodeJob {
  const strange = strangeTag(video)
  const tasks = new Set<TaskId>()
  const reasons: Reason[] = []
  for (const stages of stagesOf(job.renditions)) {
    for (const stage of stages) {
      const larger = feederOf(stage, stages)
      if (larger === undefined) continue
      const refusal = strange === undefined ? tooOdd(stage, larger) : `the source's colours are tagged '${strange}', which not every zimg takes`
      const of = stage.renditions.map(({ rendition }) => rendition.task.id)
      if (refusal === undefined) for (const task of of) tasks.add(task)
      reasons.push(reasonOf(stage, of, refusal))
    }
  }
  const renditions = job.renditions.map((each): DraftRendition => (tasks.has(each.rendition.task.id) ? { ...each, scaledBy: 'zimg' } : each))
  return { ...job, renditions, reasons: [...job.reasons, ...reasons] }
}

function feederOf({ renditions: [first] }: Stage, stages: readonly Stage[]): Stage | undefined {
  return stages.find(({ renditions }) => renditions.some(({ rendition }) => rendition.task.id === first?.scaledFrom))
}

function tooOdd(stage: Stage, larger: Stage): string | undefined {
  return scalesWell(larger.width, stage.width) ? undefined : `from ${larger.width} to ${stage.width} pixels of width some processors let zimg spoil columns`
}

function reasonOf({ width, height }: Stage, tasks: readonly TaskId[], refusal: string | undefined): Reason {
  if (refusal !== undefined) return { choice: 'swscale', because: `${width}x${height} is scaled by swscale: ${refusal}`, tasks }
  return { choice: 'zimg', because: `${width}x${height} is scaled by zimg, which takes less than swscale for the same filter`, tasks }
}
