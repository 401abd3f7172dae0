import type { FfmpegWork } from '@vodflow/backend-ffmpeg'
import type { EstimateTotals, Plan, PlanStep } from '@vodflow/engine'
import { filesRead, requestOf, type PlannedSource } from '../plan/planned-source.ts'
import { relocated } from '../plan/relocate.ts'
import { differences } from './differences.ts'
import { fieldChanges, type FieldChange } from './graph-diff.ts'

export type StepChange =
  | { readonly is: 'added' | 'removed'; readonly step: string; readonly covers: readonly string[] }
  | { readonly is: 'changed'; readonly step: string; readonly fields: readonly FieldChange[] }

export interface PlanDiff {
  /** Facts of the source. */
  readonly source: readonly FieldChange[]
  readonly steps: readonly StepChange[]
  /** Absent where one of the plans has no estimate. */
  readonly cost?: { readonly old: EstimateTotals; readonly new: EstimateTotals }
}

export interface ComparedPlan {
  readonly source: PlannedSource
  readonly plan: Plan<FfmpegWork>
}

/** How differently it would be done. Where the source lies is no difference. */
export function diffPlans(old: ComparedPlan, now: ComparedPlan): PlanDiff {
  const [was, is] = [withoutPath(old), withoutPath(now)]
  const later = new Map(is.steps.map((step) => [step.id, step]))
  const known = new Set(was.steps.map(({ id }) => id))
  const steps = [
    ...was.steps.flatMap((step): readonly StepChange[] => {
      const found = later.get(step.id)
      if (found === undefined) return [{ is: 'removed', step: step.id, covers: step.covers }]
      const fields = fieldChanges(differences(contentOf(step), contentOf(found)))
      return fields.length === 0 ? [] : [{ is: 'changed', step: step.id, fields }]
    }),
    ...is.steps.filter(({ id }) => !known.has(id)).map(({ id, covers }) => ({ is: 'added', step: id, covers }) as const),
  ]
  const cost = was.estimate && is.estimate ? { old: was.estimate.totals, new: is.estimate.totals } : undefined
  return { source: fieldChanges(differences(was.source, is.source)), steps, ...(cost && { cost }) }
}

function withoutPath({ source, plan }: ComparedPlan): Plan<FfmpegWork> {
  const files = filesRead(requestOf(source))
  return relocated(plan, new Map(files.map((path, at) => [path, at === 0 ? 'SOURCE' : `SOURCE ${at + 1}`])))
}

/** Reasons are sentences about what the other fields say; the steps that stand in for a failed one follow from it. */
function contentOf({ id: _id, reasons: _reasons, ...content }: PlanStep<FfmpegWork>): object {
  if (content.work.type !== 'ffmpeg') return content
  const { alone: _alone, ...work } = content.work
  return { ...content, work }
}
