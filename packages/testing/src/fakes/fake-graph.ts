import { type Compiled, contentDigest, type RunsIf, type Suggestion, type Task, type TaskGraph, taskId } from '@vodflow/core'

/** A task of which only the name and what it waits for matter. */
export interface FakeTask {
  readonly id: string
  readonly kind?: 'review' | 'imageSprite'
  readonly inputs?: readonly string[]
  /** A transcode into HLS whose key is asked for at this address. */
  readonly getKeyUrl?: string
  readonly runsIf?: { readonly task: string; readonly suggestion: readonly Suggestion[] }
}

/** Source, probe and these tasks, in the order given: inputs must stand before their users. */
export function fakeGraph(tasks: readonly FakeTask[]): TaskGraph {
  const body = {
    format: 'vodflow/task-graph@1',
    priority: 0,
    tasks: [
      { kind: 'source', id: taskId('source'), inputs: [], form: 'file' },
      { kind: 'probe', id: taskId('probe'), inputs: [taskId('source')] },
      ...tasks.map(taskOf),
    ],
  } as const
  return { ...body, digest: contentDigest(body) }
}

export function fakeCompiled(tasks: readonly FakeTask[]): Compiled {
  return { graph: fakeGraph(tasks), origins: new Map(), images: new Map() }
}

function taskOf({ id, kind = 'imageSprite', inputs = [], getKeyUrl, runsIf }: FakeTask): Task {
  const gate: { readonly runsIf?: RunsIf } = runsIf ? { runsIf: { ...runsIf, task: taskId(runsIf.task) } } : {}
  const base = { id: taskId(id), inputs: [taskId('probe'), ...inputs.map(taskId)], definition: 10, ...gate }
  if (kind === 'review') return { ...base, kind, template: { reviewConfidence: 60, blockConfidence: 90, stops: true } }
  if (getKeyUrl !== undefined) {
    const drm = { definition: 10, template: { keySource: 'VodBuildInKMS', getKeyUrl } } as const
    return { ...base, kind: 'transcode', watermarks: [], idrAlignment: false, template: { container: 'hls' }, drm }
  }
  return { ...base, kind, template: { format: 'jpg', width: 142, height: 80, rows: 10, columns: 10, interval: 10, fillType: 'black' } }
}
