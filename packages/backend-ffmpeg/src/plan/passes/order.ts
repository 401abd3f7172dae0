import { byCondition, tasksOf, type Draft, type EncodeJob, type Job } from '../draft.ts'
import { drawnOf } from '../stages.ts'
import type { Pass } from './pass.ts'

/** What is soon done comes first, so that somebody who waits has something to see: pictures after a second, not after the films. */
export const order: Pass = { name: 'order', run: ordered }

function ordered(draft: Draft): Draft {
  return { jobs: byCondition(draft.jobs).flatMap((jobs) => jobs.toSorted((a, b) => rank(a) - rank(b))) }
}

/** What others wait for, pictures, what is copied, animations, then encodes by their pixels, and last those that read the source twice. */
function rank(job: Job): number {
  switch (job.kind) {
    case 'pictures': return 1
    case 'own': return ownRank(tasksOf(job)[0]?.kind)
    case 'encode': return pixelsOf(job) === 0 ? 2 : job.renditions.length > 1 ? 4 : (job.twoPass ? 5 : 4) + pixelsOf(job) / (1 + pixelsOf(job))
  }
}

function ownRank(kind: string | undefined): number {
  if (kind === 'review') return 0
  return kind === 'transcode' ? 2 : 3
}

function pixelsOf({ renditions }: EncodeJob): number {
  return drawnOf(renditions).reduce((sum, { rendition: { video } }) => sum + (video.width * video.height) / 1e6, 0)
}
