import type { TaskId } from '@vodflow/core'
import type { EarlierResults, PlanStep, Reason } from '@vodflow/engine'
import type { FfmpegWork } from '../work.ts'
import { tasksOf, type Draft, type Job } from './draft.ts'

type Step = PlanStep<FfmpegWork>

/** A step whose result is in a cache; its work is what it would do by itself. */
export function reusedStep(step: Step, earlier: EarlierResults): Step {
  const [task] = step.covers
  const result = task && earlier.found.get(task)
  if (result === undefined) return step
  const files = result.artifacts.length
  const because = `the same was made before: ${files === 1 ? 'its file is' : `its ${files} files are`} in the cache '${earlier.folder}'`
  return { ...step, reasons: [{ choice: 'reuse', because }], reuse: { cache: earlier.folder, result } }
}

/** Where a result was made before and has to be made again, the plan says what is not as it was. */
export function withReasonsToMakeAgain(draft: Draft, earlier: EarlierResults | undefined): Draft {
  if (earlier === undefined || earlier.changed.size === 0) return draft
  return { jobs: draft.jobs.map((job): Job => ({ ...job, reasons: [...job.reasons, ...tasksOf(job).flatMap(({ id }) => reasonOf(id, earlier))] })) }
}

function reasonOf(task: TaskId, { changed }: EarlierResults): readonly Reason[] {
  const why = changed.get(task)
  return why === undefined ? [] : [{ choice: 'again', because: `it is made again: ${why}`, tasks: [task] }]
}
