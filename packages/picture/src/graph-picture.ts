import {
  canonicalJson, fitInto, isProcessTask, printable, type Diagnostic, type RunsIf, type SourceSpan, type Task, type TaskGraph, type TaskId,
} from '@vodflow/core'
import { problemsByTask, type PictureProblem } from './task-problems.ts'
import { taskWords } from './task-words.ts'

export type Stage = 'source' | 'probe' | 'review' | 'process'
const stages: readonly Stage[] = ['source', 'probe', 'review', 'process']
/** The longest name, of 64 wide characters, fits. */
const titleColumns = 130

/** A task graph as people look at it: plain data, the same for every format. No text in it holds a control character. */
export interface GraphPicture {
  readonly title: string
  /** The stages that have tasks, in the order they run. */
  readonly columns: readonly PictureColumn[]
  readonly edges: readonly PictureEdge[]
  /** Problems that belong to no box. */
  readonly problems: readonly PictureProblem[]
}

export interface PictureColumn {
  readonly stage: Stage
  readonly groups: readonly PictureGroup[]
}

/** Boxes that wait for the same tasks on the same condition, so that one edge says it for all. */
export interface PictureGroup {
  /** `process`, `process.2`, …; boxes have names of their own. */
  readonly id: string
  readonly boxes: readonly PictureBox[]
}

export interface PictureBox {
  readonly id: TaskId
  readonly kind: Task['kind']
  readonly words: readonly string[]
  readonly problems: readonly PictureProblem[]
}

/** From a box to a box, or to all boxes of a group. */
export interface PictureEdge {
  readonly from: TaskId
  readonly to: { readonly box: TaskId } | { readonly group: string }
  /** `if it suggests pass or review`. */
  readonly label?: string
}

export interface GraphPictureInput {
  readonly graph: TaskGraph
  /** What a user calls it: the call, or a name. */
  readonly title: string
  readonly diagnostics?: readonly Diagnostic[]
  /** Where each task was written; without it no problem is laid at a task's door. */
  readonly origins?: ReadonlyMap<TaskId, SourceSpan>
  /** The whole action that asked for each task, for problems beside its template. */
  readonly actions?: ReadonlyMap<TaskId, SourceSpan>
}

export function graphPicture({ graph, title, diagnostics = [], origins = new Map(), actions }: GraphPictureInput): GraphPicture {
  const problems = problemsByTask(diagnostics, origins, actions)
  const boxOf = (task: Task): PictureBox => ({
    id: task.id, kind: task.kind, words: taskWords(task).map(printable), problems: problems.byTask.get(task.id) ?? [],
  })
  const columns = stages.flatMap((stage) => {
    const groups = groupsOf(stage, graph.tasks)
    return groups.length === 0 ? [] : [{ stage, groups }]
  })
  return {
    title: fitInto(printable(title.trim()), titleColumns),
    columns: columns.map(({ stage, groups }) => ({ stage, groups: groups.map(({ id, tasks }) => ({ id, boxes: tasks.map(boxOf) })) })),
    edges: columns.flatMap(({ groups }) => groups.flatMap(edgesInto)),
    problems: problems.others,
  }
}

export function stageOf(task: Task): Stage {
  return isProcessTask(task) ? 'process' : task.kind
}

interface Group {
  readonly id: string
  readonly inputs: readonly TaskId[]
  readonly runsIf?: RunsIf
  readonly tasks: Task[]
}

/** Tasks of one stage by what they wait for outside of it. One that only waits for its neighbours stands with the first of them. */
function groupsOf(stage: Stage, all: readonly Task[]): readonly Group[] {
  const tasks = all.filter((task) => stageOf(task) === stage)
  const ids = new Set(tasks.map(({ id }) => id))
  const groups = new Map<string, Group>()
  const keyOfTask = new Map<TaskId, string>()
  for (const task of tasks) {
    const inputs = task.inputs.filter((id) => !ids.has(id))
    const beside = inputs.length === 0 ? besideOf(task, keyOfTask, groups) : undefined
    const key = beside ?? canonicalJson([inputs, task.runsIf ?? null])
    keyOfTask.set(task.id, key)
    const group = groups.get(key)
    if (group) group.tasks.push(task)
    else groups.set(key, { id: groups.size === 0 ? stage : `${stage}.${groups.size + 1}`, inputs, tasks: [task], ...(task.runsIf && { runsIf: task.runsIf }) })
  }
  return [...groups.values()]
}

/** The group of the first neighbour it waits for, if both run on the same condition. */
function besideOf(task: Task, keyOfTask: ReadonlyMap<TaskId, string>, groups: ReadonlyMap<string, Group>): string | undefined {
  const key = task.inputs.map((id) => keyOfTask.get(id)).find((known) => known !== undefined)
  const condition = key === undefined ? undefined : groups.get(key)?.runsIf
  return canonicalJson(condition ?? null) === canonicalJson(task.runsIf ?? null) ? key : undefined
}

function edgesInto({ id, inputs, runsIf, tasks }: Group): readonly PictureEdge[] {
  const [first] = tasks
  const to = tasks.length === 1 && first !== undefined ? { box: first.id } : { group: id }
  const gate = runsIf && !inputs.includes(runsIf.task) ? [runsIf.task] : []
  const own = new Set(tasks.map((task) => task.id))
  return [
    ...[...inputs, ...gate].map((from): PictureEdge => ({ from, to, ...(runsIf?.task === from && { label: labelOf(runsIf) }) })),
    ...tasks.flatMap((task) => task.inputs.filter((from) => own.has(from)).map((from): PictureEdge => ({ from, to: { box: task.id } }))),
  ]
}

function labelOf({ suggestion }: RunsIf): string {
  return `if it suggests ${suggestion.join(' or ')}`
}
