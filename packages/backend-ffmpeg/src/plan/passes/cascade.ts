import type { TaskId } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { Draft, DraftRendition, EncodeJob } from '../draft.ts'
import { stagesOf, type Stage } from '../stages.ts'
import type { Scene, VideoStream } from '../scene.ts'
import type { Size } from '../video-target.ts'
import { eachEncode, type Pass } from './pass.ts'

/** Each size is scaled from the next larger one of its shape that is made anyway, before any watermark. */
export const cascade: Pass = { name: 'cascade', run: cascaded }

function cascaded(draft: Draft, scene: Scene): Draft {
  const { video } = scene
  return video === undefined ? draft : eachEncode(draft, (job) => cascadedIn(job, video))
}

function cascadedIn(job: EncodeJob, video: VideoStream): EncodeJob {
  const feeds = new Map<TaskId, TaskId>()
  const reasons: Reason[] = []
  for (const stages of stagesOf(job.renditions)) {
    for (const [at, stage] of stages.entries()) {
      const larger = stages.slice(0, at).findLast((other) => other.pixelFormat === stage.pixelFormat && canFeed(other, stage, video.facts))
      const first = larger?.renditions[0]
      if (larger === undefined || first === undefined) continue
      for (const { rendition } of stage.renditions) feeds.set(rendition.task.id, first.rendition.task.id)
      // From one as large as the source it saves no pixel, so it is no reason to tell.
      if (larger.width !== video.facts.width || larger.height !== video.facts.height) reasons.push(reasonOf(stage, larger, video))
    }
  }
  const renditions = job.renditions.map((each): DraftRendition => {
    const scaledFrom = feeds.get(each.rendition.task.id)
    return scaledFrom === undefined ? each : { ...each, scaledFrom }
  })
  return { ...job, renditions, reasons: [...job.reasons, ...reasons] }
}

function reasonOf(stage: Stage, larger: Size, video: VideoStream): Reason {
  return {
    choice: 'cascade', because: `${stage.width}x${stage.height} is scaled from ${larger.width}x${larger.height}, which has the same shape, not from ${video.facts.width}x${video.facts.height}`,
    tasks: stage.renditions.map(({ rendition }) => rendition.task.id),
  }
}

/** The same shape up to the rounding to even sides, and no larger than the source: what was blown up feeds nothing. */
export function canFeed(larger: Size, smaller: Size, source: Size): boolean {
  const enlarged = larger.width > source.width + 1 || larger.height > source.height + 1
  const slack = 1.01 * (1 / smaller.width + 1 / smaller.height)
  const sameShape = Math.abs((smaller.width * larger.height) / (smaller.height * larger.width) - 1) <= slack
  return !enlarged && sameShape && larger.width >= smaller.width && larger.height >= smaller.height
}
