import type { Task, TaskGraph } from '@vodflow/core'
import { differences, isSame, type Difference } from './differences.ts'

/** A field by its dotted path; `undefined`: not there. */
export interface FieldChange {
  readonly field: string
  readonly old: unknown
  readonly new: unknown
}

export type TaskChange =
  | { readonly is: 'added' | 'removed'; readonly task: Task }
  /** The ids differ only in the hash of what the task asks for. */
  | { readonly is: 'changed'; readonly old: Task; readonly new: Task; readonly fields: readonly FieldChange[] }

export interface GraphDiff {
  readonly fields: readonly FieldChange[]
  /** In the order of the old graph, then what was added in the order of the new one. */
  readonly tasks: readonly TaskChange[]
}

/** What one graph asks for and another does not, task by task and field by field. */
export function diffGraphs(old: TaskGraph, now: TaskGraph): GraphDiff {
  const pairs = matchTasks(old.tasks, now.tasks)
  const oldIds = new Map([...pairs].map(([was, is]) => [is.id, was.id]))
  const matched = new Set(pairs.values())
  const tasks = [
    ...old.tasks.flatMap((task): readonly TaskChange[] => {
      const found = pairs.get(task)
      if (found === undefined) return [{ is: 'removed', task }]
      const fields = fieldChanges(differences(contentOf(task), contentOf(withOldIds(found, oldIds))))
      return fields.length === 0 ? [] : [{ is: 'changed', old: task, new: found, fields }]
    }),
    ...now.tasks.filter((task) => !matched.has(task)).map((task) => ({ is: 'added', task }) as const),
  ]
  const fields: readonly FieldChange[] = old.priority === now.priority ? [] : [{ field: 'priority', old: old.priority, new: now.priority }]
  // Of two graphs that are written alike, something differs that neither shows: what is hidden in a URL.
  const hidden = tasks.length === 0 && fields.length === 0 && old.digest !== now.digest
  return { fields: hidden ? [{ field: 'digest', old: old.digest, new: now.digest }] : fields, tasks }
}

export function fieldChanges(found: readonly Difference[]): readonly FieldChange[] {
  return found.map(({ path, old, new: now }) => ({ field: path.join('.'), old, new: now }))
}

/** By id; then, of one kind and definition, those that differ in the fewest fields: an id may carry a hash of its task's content. */
function matchTasks(old: readonly Task[], now: readonly Task[]): ReadonlyMap<Task, Task> {
  const byId = new Map(now.map((task) => [task.id, task]))
  const pairs = new Map<Task, Task>()
  for (const task of old) {
    const same = byId.get(task.id)
    if (same?.kind === task.kind) pairs.set(task, same)
  }
  const taken = new Set<Task>(pairs.values())
  for (const { a, b } of candidates(old.filter((task) => !pairs.has(task)), now.filter((task) => !taken.has(task)))) {
    if (pairs.has(a) || taken.has(b)) continue
    pairs.set(a, b)
    taken.add(b)
  }
  return pairs
}

interface Candidate {
  readonly a: Task
  readonly b: Task
  readonly distance: number
  /** The same in both directions, so that a comparison is the mirror of its reverse. */
  readonly key: string
}

/** A graph has at most a thousand tasks, but of one definition few: what is too many is not compared. */
const candidateLimit = 10_000

function candidates(old: readonly Task[], now: readonly Task[]): readonly Candidate[] {
  const groups = new Map<string, Task[]>()
  for (const task of now) groups.set(groupOf(task), [...(groups.get(groupOf(task)) ?? []), task])
  const found: Candidate[] = []
  for (const a of old) {
    for (const b of groups.get(groupOf(a)) ?? []) {
      if (found.length >= candidateLimit) return found
      found.push({ a, b, distance: differences(contentOf(a), contentOf(b)).length, key: [a.id, b.id].toSorted().join(' ') })
    }
  }
  return found.toSorted((x, y) => x.distance - y.distance || (x.key < y.key ? -1 : x.key > y.key ? 1 : 0))
}

function groupOf(task: Task): string {
  return 'definition' in task ? `${task.kind}.${task.definition}` : task.kind
}

/** Without what the pairing is by. */
function contentOf({ id: _id, kind: _kind, ...content }: Task): object {
  return content
}

/** An input that only got another hash is the same input. */
function withOldIds(task: Task, oldIds: ReadonlyMap<string, Task['id']>): Task {
  const inputs = task.inputs.map((id) => oldIds.get(id) ?? id)
  const { runsIf } = task
  if (isSame(inputs, task.inputs) && (runsIf === undefined || !oldIds.has(runsIf.task))) return task
  return { ...task, inputs, ...(runsIf && { runsIf: { ...runsIf, task: oldIds.get(runsIf.task) ?? runsIf.task } }) }
}
