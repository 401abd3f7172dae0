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

type Places = ReadonlyMap<TaskId, SourceSpan>

/**
 * Gives each diagnostic to the tasks that were written where it points: to those whose template stands there, else to those of the
 * action around it (`actions`, by default the same places).
 */
export function problemsByTask(diagnostics: readonly Diagnostic[], origins: Places, actions: Places = origins): TaskProblems {
  const byTask = new Map<TaskId, PictureProblem[]>()
  const others: PictureProblem[] = []
  // Source and probe come from the call itself, so a place says nothing about them.
  const places = { origins: [...origins].filter(isWritten), actions: [...actions].filter(isWritten) }
  for (const diagnostic of diagnostics) {
    const problem = problemOf(diagnostic)
    const tasks = tasksAt(diagnostic, places)
    if (tasks.length === 0) others.push(problem)
    for (const task of tasks) byTask.set(task, [...(byTask.get(task) ?? []), problem])
  }
  return { byTask, others }
}

type Written = readonly [TaskId, SourceSpan]

const isWritten = ([id]: Written): boolean => id !== 'source' && id !== 'probe'

function problemOf({ severity, code, message, span }: Diagnostic): PictureProblem {
  const place = placeOf(span)
  return { severity, code, message: printable(message), ...(place !== undefined && { place: printable(place) }) }
}

function tasksAt({ span, params }: Diagnostic, { origins, actions }: { readonly origins: readonly Written[]; readonly actions: readonly Written[] }): readonly TaskId[] {
  if (span === undefined) return []
  const around = narrowestAround(span, origins.filter(([id]) => !isMaster(id)))
  const within = around.length > 0 ? around : narrowestAround(span, actions)
  const there = within.length > 0 ? within : origins.filter(([, origin]) => contains(span, origin))
  const meant = thoseMeant(params, there.map(([id]) => id))
  // A place that holds every task is that of the whole procedure; that of one action stands inside of it.
  const isWhole = meant.length > 1 && meant.length === origins.length && !there.every(([, place]) => isInside(span, place))
  return isWhole || !areDistinct(meant) ? [] : meant
}

function narrowestAround(span: SourceSpan, places: readonly Written[]): readonly Written[] {
  const around = places.filter(([, place]) => contains(place, span))
  const least = Math.min(...around.map(([, { start, end }]) => end - start))
  return around.filter(([, { start, end }]) => end - start === least)
}

/** One place can ask for many tasks (`{10,20,30}`): then the template that the diagnostic is about tells them apart. */
function thoseMeant(params: Diagnostic['params'], tasks: readonly TaskId[]): readonly TaskId[] {
  const { kind, definition } = params ?? {}
  const isOfTask = typeof definition === 'number' && kind !== 'watermark' && kind !== 'drm'
  if (isOfTask && tasks.length > 0) return tasks.filter((id) => definitionOf(id) === String(definition))
  const made = tasks.filter((id) => !isMaster(id))
  return made.length > 0 ? made : tasks
}

/** Two of the same template, made by one line in a loop, cannot be told apart by a place. */
function areDistinct(tasks: readonly TaskId[]): boolean {
  return new Set(tasks.map((id) => id.split('.', 2).join('.'))).size === tasks.length
}

const definitionOf = (id: TaskId): string | undefined => id.split('.')[1]
const isMaster = (id: TaskId): boolean => id.startsWith('hlsMasterPlaylist.')

function isInside({ start, end }: SourceSpan, outer: SourceSpan): boolean {
  return outer.start < start || end < outer.end
}

function contains(outer: SourceSpan, inner: SourceSpan): boolean {
  return outer.file.path === inner.file.path && outer.start <= inner.start && inner.end <= outer.end
}
