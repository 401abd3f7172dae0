import { type Diagnostic, isProcessTask, type TaskGraph } from '@vodflow/core'
import { planDiagnostics } from '../diagnostics.ts'
import type { Plan } from '../plan.ts'

/** Steps that this machine cannot do: known before any work, so nothing is begun. */
export function unavailableSteps(plan: Plan): readonly Diagnostic[] {
  return plan.steps.flatMap(({ id, covers, unavailable }) =>
    unavailable === undefined ? [] : [planDiagnostics.create('step-unavailable', undefined, { step: id, tasks: covers, missing: unavailable })],
  )
}

/** What a back end must never give, whatever the user wrote. */
export function assertPlanFits(graph: TaskGraph, plan: Plan): void {
  const ids = new Set(plan.steps.map(({ id }) => id))
  if (ids.size < plan.steps.length) throw new Error('two steps of the plan have one id')
  const known = new Set(graph.tasks.filter((task) => isProcessTask(task) || task.kind === 'review' || (task.kind === 'source' && task.keep === true)).map(({ id }) => id))
  const covered = new Set<string>()
  for (const { id, covers } of plan.steps) {
    if (!/^[\w.-]{1,120}$/.test(id) || id.startsWith('.')) throw new Error(`step '${id}' is not safe as a file name`)
    if (covers.length === 0) throw new Error(`step '${id}' covers no task`)
    for (const task of covers) {
      if (!known.has(task)) throw new Error(`step '${id}' covers '${task}', which is no task to do`)
      if (covered.has(task)) throw new Error(`task '${task}' is covered by two steps`)
      covered.add(task)
    }
  }
}
