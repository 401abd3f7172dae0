import type { OptimiserPass } from '@vodflow/core'
import type { Draft, EncodeJob, Job, PictureJob } from '../draft.ts'
import type { Scene } from '../scene.ts'

/** Pure: a draft that gives the same outputs with less work, and the reasons in it. Where it may not, the job stays as it is. */
export interface Pass {
  readonly name: OptimiserPass
  readonly run: (draft: Draft, scene: Scene) => Draft
}

export function eachEncode(draft: Draft, change: (job: EncodeJob) => Job): Draft {
  return { jobs: draft.jobs.map((job) => (job.kind === 'encode' ? change(job) : job)) }
}

export function eachPictures(draft: Draft, change: (job: PictureJob) => Job): Draft {
  return { jobs: draft.jobs.map((job) => (job.kind === 'pictures' ? change(job) : job)) }
}
