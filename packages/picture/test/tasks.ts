import { taskId, type ProcessTask, type RunsIf, type Task, type TaskGraph } from '@vodflow/core'

export const source: Task = { kind: 'source', id: taskId('source'), inputs: [], form: 'file' }
export const probe: Task = { kind: 'probe', id: taskId('probe'), inputs: [source.id] }
export const review: Task = {
  kind: 'review', id: taskId('review.10'), inputs: [probe.id], definition: 10, template: { reviewConfidence: 50, blockConfidence: 90, stops: true },
}
export const gate: RunsIf = { task: review.id, suggestion: ['pass', 'review'] }

export function cover(position: number, after: Task = probe, runsIf?: RunsIf): ProcessTask {
  return {
    kind: 'coverBySnapshot', id: taskId(`coverBySnapshot.${position}`), inputs: [after.id], definition: position, positionType: 'Time', position,
    template: { format: 'jpg', width: 0, height: 0, fillType: 'stretch' }, ...(runsIf && { runsIf }),
  }
}

export function hls(definition: number, after: Task = probe): ProcessTask {
  return { kind: 'transcode', id: taskId(`transcode.${definition}`), inputs: [after.id], definition, template: { container: 'hls', remux: true }, watermarks: [], idrAlignment: true }
}

export function master(...of: readonly Task[]): ProcessTask {
  return { kind: 'hlsMasterPlaylist', id: taskId('hlsMasterPlaylist.10000'), definition: 10000, inputs: of.map(({ id }) => id) }
}

export function graphOf(...tasks: readonly Task[]): TaskGraph {
  return { format: 'vodflow/task-graph@1', digest: '0'.repeat(64), priority: 0, tasks: [source, probe, ...tasks] }
}
