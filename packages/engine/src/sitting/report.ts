import type { Diagnostic, TaskGraph } from '@vodflow/core'
import { type Clock, timestamp } from '../clock.ts'
import type { StepFailure } from '../plan.ts'
import type { RunReport, TaskReport } from '../run-report.ts'
import type { RunHeader } from '../run-request.ts'
import type { RunState, TaskState } from '../run-state.ts'
import { endedWell } from './show.ts'

export function reportOf(header: RunHeader, state: RunState, clock: Clock, unrecorded?: Diagnostic): RunReport {
  const { pulled, facts, problems, graph, plan, key } = state
  return {
    run: header.run,
    ok: unrecorded === undefined && endedWell(state),
    cancelled: state.cancelled,
    waiting: state.phase === 'waiting',
    request: header.request,
    ...(pulled && { pulled }),
    ...(facts && { facts }),
    problems: problems ?? [],
    ...(graph && { graph }),
    ...(plan && { plan }),
    ...(key && { key }),
    ...(state.published && { published: state.published }),
    tasks: graph === undefined ? [] : taskReports(graph, state, unrecorded),
    startedAt: header.createdAt,
    finishedAt: state.finishedAt ?? timestamp(clock),
    ...(unrecorded && { unrecorded }),
  }
}

function taskReports(graph: TaskGraph, state: RunState, unrecorded: Diagnostic | undefined): readonly TaskReport[] {
  return graph.tasks.map((task) => {
    const found = state.tasks[task.id] ?? { status: 'cancelled' }
    return { task, state: unrecorded === undefined ? found : withoutRecord(found, unrecorded) }
  })
}

/** A task whose end could not be recorded has not ended well, whatever it left on the disk. */
function withoutRecord(state: TaskState, why: Diagnostic): TaskState {
  if (state.status !== 'pending' && state.status !== 'running') return state
  const failure: StepFailure = why.code === 'run/disk-full' ? { reason: 'disk-full', detail: why.message } : { reason: 'not-kept', detail: why.message }
  return { status: 'failed', failure }
}
