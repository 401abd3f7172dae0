import type { Reason } from '@vodflow/engine'
import { byCondition, type Draft, type EncodeJob, type Job, type PictureJob } from '../draft.ts'
import { groupPictures, type PictureOrder } from '../pictures.ts'
import type { Scene } from '../scene.ts'
import { drawnOf } from '../stages.ts'
import { fuseReasons } from './fuse-reasons.ts'
import type { Pass } from './pass.ts'

/** Frames that a fused command picks beside its encodes; more of them are made apart. */
const maxPicturesBeside = 1000

/** Pictures come, as the exact frames, from the decode that an encode of the same condition needs anyway. */
export const beside: Pass = { name: 'beside', run: placed }

function placed(draft: Draft, scene: Scene): Draft {
  return { jobs: byCondition(draft.jobs).flatMap((jobs) => placedSet(jobs, scene)) }
}

function placedSet(jobs: readonly Job[], scene: Scene): readonly Job[] {
  const encode = jobs.find(hasDecode)
  const pictures = jobs.filter((job) => job.kind === 'pictures')
  if (encode === undefined || pictures.length === 0) return jobs
  const orders = pictures.flatMap((job) => job.pictures.map(({ exact }) => exact))
  const refusal = whyNot(orders)
  if (refusal !== undefined) return jobs.map((job) => (job.kind === 'pictures' ? { ...job, reasons: [refusal, ...job.reasons] } : job))
  return jobs.flatMap((job): readonly Job[] => (job === encode ? [withPictures(encode, pictures, orders, scene)] : job.kind === 'pictures' ? [] : [job]))
}

function hasDecode(job: Job): job is EncodeJob {
  return job.kind === 'encode' && !job.twoPass && drawnOf(job.renditions).length > 0
}

function whyNot(orders: readonly PictureOrder[]): Reason | undefined {
  const frames = groupPictures(orders, true).reduce((sum, group) => sum + group.frames.length, 0)
  if (frames > maxPicturesBeside) return { choice: 'separate', because: `${frames} pictures are more than the ${maxPicturesBeside} that are picked beside encodes` }
  return undefined
}

function withPictures(encode: EncodeJob, jobs: readonly PictureJob[], orders: readonly PictureOrder[], scene: Scene): EncodeJob {
  const job = { ...encode, pictures: [...encode.pictures, ...orders], once: jobs.some(({ once }) => once) || encode.once }
  const others = [...encode.reasons, ...jobs.flatMap(({ reasons }) => reasons)].filter(({ choice }) => choice !== 'fuse')
  return { ...job, reasons: [...fuseReasons(job, scene), ...others] }
}
