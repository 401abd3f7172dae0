import type { Plan, PlanStep } from '@vodflow/engine'
import type { FfmpegWork } from '../work.ts'

/** One step for each task, with the same expectations; none where the step covers one task. */
export function splitStep(_plan: Plan<FfmpegWork>, step: PlanStep<FfmpegWork>): readonly PlanStep<FfmpegWork>[] {
  return step.work.type === 'ffmpeg' ? (step.work.alone ?? []) : []
}
