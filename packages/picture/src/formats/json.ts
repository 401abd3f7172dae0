import type { RunsIf, Task, TaskGraph, TaskId } from '@vodflow/core'
import { stageOf, type GraphPicture, type Stage } from '../graph-picture.ts'
import type { PictureProblem } from '../task-problems.ts'

/** The task graph by stages, for other programs; grammars/stages.schema.json describes every member. */
export interface StagesJson {
  readonly format: 'vodflow/stages@1'
  readonly title: string
  /** Of the graph that `vodflow compile` prints. */
  readonly digest: string
  readonly priority: number
  readonly notifyMode?: TaskGraph['notifyMode']
  readonly stages: readonly { readonly stage: Stage; readonly tasks: readonly Task[] }[]
  /** One for each input of each task, and for each condition. */
  readonly edges: readonly { readonly from: TaskId; readonly to: TaskId; readonly suggestion?: RunsIf['suggestion'] }[]
  readonly problems: readonly (PictureProblem & { readonly tasks: readonly TaskId[] })[]
}

/** Plain data, in the order in which it is to be read. */
export function stagesJson(graph: TaskGraph, picture: GraphPicture): StagesJson {
  return {
    format: 'vodflow/stages@1',
    title: picture.title,
    digest: graph.digest,
    priority: graph.priority,
    ...(graph.notifyMode !== undefined && { notifyMode: graph.notifyMode }),
    stages: picture.columns.map(({ stage }) => ({ stage, tasks: graph.tasks.filter((task) => stageOf(task) === stage) })),
    edges: graph.tasks.flatMap((task) => edgesOf(task)),
    problems: problemsOf(picture),
  }
}

function edgesOf({ id, inputs, runsIf }: Task): StagesJson['edges'] {
  const all = runsIf && !inputs.includes(runsIf.task) ? [...inputs, runsIf.task] : inputs
  return all.map((from) => ({ from, to: id, ...(runsIf?.task === from && { suggestion: runsIf.suggestion }) }))
}

/** Each once, with the tasks that share it. */
function problemsOf({ columns, problems }: GraphPicture): StagesJson['problems'] {
  const tasksOf = new Map<PictureProblem, TaskId[]>(problems.map((problem) => [problem, []]))
  for (const box of columns.flatMap(({ groups }) => groups.flatMap((group) => group.boxes))) {
    for (const problem of box.problems) tasksOf.set(problem, [...(tasksOf.get(problem) ?? []), box.id])
  }
  return [...tasksOf].map(([problem, tasks]) => ({ ...problem, tasks }))
}
