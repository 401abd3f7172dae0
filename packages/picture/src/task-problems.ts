import { placeOf, printable, type Diagnostic, type SourceSpan, type TaskId } from '@vodflow/core'

/** A diagnostic as a picture shows it; its texts hold no control character. */
export interface PictureProblem {
  readonly severity: Diagnostic['severity']
  readonly code: string
  readonly message: string
  /** `file:line:column`. */
  readonly place?: string
}

export interface TaskProblems {
  readonly byTask: ReadonlyMap<TaskId, readonly PictureProblem[]>
  /** What belongs to no task, or to all of them alike. */
  readonly others: readonly PictureProblem[]
}

/** Gives each diagnostic to the tasks that were written where it points. */
export function problemsByTask(diagnostics: readonly Diagnostic[], origins: ReadonlyMap<TaskId, SourceSpan>): TaskProblems {
  const byTask = new Map<TaskId, PictureProblem[]>()
  const others: PictureProblem[] = []
  for (const diagnostic of diagnostics) {
    const problem = problemOf(diagnostic)
    const tasks = tasksAt(diagnostic, origins)
    if (tasks.length === 0) others.push(problem)
    for (const task of tasks) byTask.set(task, [...(byTask.get(task) ?? []), problem])
  }
  return { byTask, others }
}

function problemOf({ severity, code, message, span }: Diagnostic): PictureProblem {
  const place = placeOf(span)
  return { severity, code, message: printable(message), ...(place !== undefined && { place: printable(place) }) }
}

/** Source and probe come from the call itself, so a place says nothing about them. */
function tasksAt({ span, message }: Diagnostic, origins: ReadonlyMap<TaskId, SourceSpan>): readonly TaskId[] {
  if (span === undefined) return []
  const written = [...origins].filter(([id]) => id !== 'source' && id !== 'probe')
  const around = written.filter(([, origin]) => contains(origin, span))
  const there = (around.length > 0 ? narrowest(around) : written.filter(([, origin]) => contains(span, origin))).map(([id]) => id)
  const named = there.length > 1 ? thoseNamed(message, there) : there
  // A place that holds every task is that of the whole procedure.
  return named.length > 1 && named.length === written.length ? [] : named
}

type Written = readonly [TaskId, SourceSpan]

function narrowest(around: readonly Written[]): readonly Written[] {
  const least = Math.min(...around.map(([, { start, end }]) => end - start))
  return around.filter(([, { start, end }]) => end - start === least)
}

/** One line can ask for many templates (`{10,20,30}`): then the number that the message names tells which task it is about. */
function thoseNamed(message: string, tasks: readonly TaskId[]): readonly TaskId[] {
  const numbers = [...message.matchAll(/\b(?:template|definition) (\d{1,15})\b/g)].map(([, number]) => number)
  return numbers.length === 0 ? tasks : tasks.filter((id) => numbers.includes(id.split('.')[1]))
}

function contains(outer: SourceSpan, inner: SourceSpan): boolean {
  return outer.file.path === inner.file.path && outer.start <= inner.start && inner.end <= outer.end
}
