import { byCondition, type Draft, type Job } from '../draft.ts'
import type { Pass } from './pass.ts'

/** Which job of a condition comes first. */
export const order: Pass = { name: 'order', run: ordered }

function ordered(draft: Draft): Draft {
  return { jobs: byCondition(draft.jobs).flatMap((jobs) => jobs.toSorted((a, b) => rank(a) - rank(b))) }
}

function rank(job: Job): number {
  return job.kind === 'own' ? 1 : 0
}
