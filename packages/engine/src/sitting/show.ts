import { type TaskId, taskId } from '@vodflow/core'
import type { EventBody } from '../event.ts'
import type { Happening } from '../happening.ts'
import { reviewsInDoubt } from '../draft.ts'
import type { PulledSource } from '../pull-source.ts'
import { newRun, type RunState } from '../run-state.ts'

/** What these happenings, which led from one state to the other, look like from outside. */
export function eventsOf(happenings: readonly Happening[], before: RunState, after: RunState): readonly EventBody[] {
  const finished = happenings.some(({ type }) => type === 'finished')
  return [
    ...happenings.flatMap((happened) => eventOf(happened, after)),
    ...changesBetween(before, after),
    ...(after.phase === 'waiting' && before.phase !== 'waiting' ? [waitingEvent(after)] : []),
    ...(finished ? [{ type: 'run-finished', ok: endedWell(after), cancelled: after.cancelled } as const] : []),
  ]
}

/** What whoever listens must know of a run that goes on: what it knows, what it will do, and what is done. */
export function recapOf(state: RunState): readonly EventBody[] {
  const { pulled, facts, problems, graph, plan } = state
  return [
    ...(pulled === undefined ? [] : [pulledEvent(pulled)]),
    ...(facts === undefined ? [] : [{ type: 'source-inspected', facts } as const]),
    ...(problems === undefined ? [] : [{ type: 'source-refused', problems } as const]),
    ...(graph === undefined || plan === undefined ? [] : [{ type: 'run-planned', graph, plan } as const]),
    ...changesBetween(newRun, state),
    ...(state.published === undefined ? [] : [{ type: 'run-published', outcome: state.published } as const]),
  ]
}

export const sourceTask = taskId('source')

export function pulledEvent({ md5, identity }: PulledSource): EventBody {
  return { type: 'source-pulled', task: sourceTask, sizeBytes: identity.sizeBytes, md5 }
}

export function waitingEvent(state: RunState): EventBody {
  return { type: 'run-waiting', reviews: reviewsInDoubt(state) }
}

export function endedWell(state: RunState): boolean {
  if (state.cancelled || state.problems !== undefined || state.published?.ok === false) return false
  return Object.values(state.tasks).every(({ status }) => status === 'done' || status === 'skipped')
}

export function eventOf(happened: Happening, after: RunState): readonly EventBody[] {
  switch (happened.type) {
    case 'step-started':
      return [{ ...happened, covers: after.steps[happened.step]?.step.covers ?? [] }]
    case 'step-finished':
      return [happened]
    case 'step-split':
      return happened.into.length > 0 ? [happened] : []
    case 'reviewed':
      return [{ type: 'run-reviewed', review: happened.task, ruling: happened.ruling }]
    case 'published':
      return [{ type: 'run-published', outcome: happened.outcome }]
    case 'cancelled':
      return [{ type: 'run-cancelled' }]
    default:
      return []
  }
}

function changesBetween(before: RunState, after: RunState): readonly EventBody[] {
  return (after.graph?.tasks ?? []).flatMap(({ id }) => {
    const state = after.tasks[id]
    const changed = state !== undefined && state !== before.tasks[id] && !(state.status === 'pending' && before.tasks[id] === undefined)
    return changed ? [{ type: 'task-changed', task: id satisfies TaskId, state } as const] : []
  })
}
