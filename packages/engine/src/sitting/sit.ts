import { type Diagnostic, fail, ok, type Result } from '@vodflow/core'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { advance } from '../advance.ts'
import type { Inspection } from '../backend.ts'
import { cacheOfSitting } from '../cache/cache-of-sitting.ts'
import { type Clock, systemClock } from '../clock.ts'
import { runDiagnostics } from '../diagnostics.ts'
import { openEncryption, type KeySource } from '../encryption.ts'
import { failureOfError, writeProblem } from '../file-error.ts'
import type { Happening } from '../happening.ts'
import { stateFolderName } from '../output-folder.ts'
import type { PublishOutcome } from '../publish.ts'
import type { RunDependencies } from '../run-procedure.ts'
import type { RunReport } from '../run-report.ts'
import type { RunHeader } from '../run-request.ts'
import type { RunState } from '../run-state.ts'
import { sourceText } from '../source.ts'
import type { StoredRun } from '../store/run-store.ts'
import { lostTasks } from './artifact-files.ts'
import { type Children, childrenIn } from './children.ts'
import { type EventLog, openEventLog } from './event-log.ts'
import { interpret, type Point } from './interpret.ts'
import type { Prepared } from './prepare.ts'
import { removePulled } from './pulled-files.ts'
import { reportOf } from './report.ts'
import { endedWell, eventOf, recapOf, waitingEvent } from './show.ts'

export interface Context<Work, I extends Inspection> {
  readonly dependencies: RunDependencies<Work, I>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly children: Children
  readonly workRoot: string
}

export interface OldRun {
  readonly stored: StoredRun
  readonly state: RunState
}

export function contextOf<Work, I extends Inspection>(dependencies: RunDependencies<Work, I>): Context<Work, I> {
  const stateFolder = join(dependencies.outputFolder, stateFolderName)
  return {
    dependencies,
    clock: dependencies.clock ?? systemClock,
    signal: dependencies.signal ?? new AbortController().signal,
    children: childrenIn(join(stateFolder, 'children.jsonl')),
    workRoot: join(stateFolder, 'work'),
  }
}

export async function goOn<Work, I extends Inspection>(old: OldRun, context: Context<Work, I>): Promise<Result<RunReport>> {
  const { dependencies } = context
  const { header, version } = old.stored
  const lost = await lostTasks(dependencies.outputFolder, old.state)
  const rests = old.state.phase === 'waiting' || (old.state.phase === 'finished' && endedWell(old.state))
  if (rests && lost.length === 0) {
    return sit(header, { state: old.state, version, commands: [] }, context, { continued: true })
  }
  const locked = lockedOut(old, dependencies.keys)
  if (locked !== undefined) return fail(locked)
  const resumed = { type: 'resumed', lost } as const
  const appended = await dependencies.store.append(header.run, version, [resumed])
  if (!appended.ok) return appended
  return sit(header, { ...advance(old.state, resumed), version: appended.value }, context, { continued: true })
}

export interface SittingStart {
  /** An earlier sitting began it. */
  readonly continued: boolean
  /** Recorded just before, and to be shown. */
  readonly before?: readonly Happening[]
  /** Open already, and told that the run has started. */
  readonly log?: EventLog
}

/** A run that encrypts goes on with its own key or not at all: half of a film under another one is lost to its players. */
export function lockedOut({ state, stored }: OldRun, keys: KeySource | undefined): Diagnostic | undefined {
  if (state.key === undefined || openEncryption(state.graph, state.key, keys) !== undefined) return undefined
  if (keys === undefined || 'missing' in keys) return runDiagnostics.create('no-master-key', undefined, { why: keys?.missing ?? 'there is no master key' })
  return runDiagnostics.create('other-master-key', undefined, { run: stored.header.run })
}

/** From this point to the end of the run, in this process. */
export async function sit<Work, I extends Inspection>(
  header: RunHeader,
  from: Point,
  context: Context<Work, I>,
  { continued, before = [], log: opened }: SittingStart,
): Promise<Result<RunReport>> {
  const { dependencies, clock, children, workRoot } = context
  const { backend, outputFolder, store } = dependencies
  const log = opened === undefined ? attached(startLog(header, context, continued), context, continued) : ok(opened)
  if (!log.ok) return log
  const { emit, close } = log.value
  try {
    for (const body of [...recapOf(from.state), ...before.flatMap((happened) => eventOf(happened, from.state))]) emit(body)
    const { use, problems, remember } = cacheOfSitting(header, from.state, dependencies.cache)
    const runner = { backend, outputFolder, workRoot, onProcess: children.record, ...(use && { cache: use }) }
    const maxParallel = Math.max(1, dependencies.maxParallel ?? 2)
    const sitting = { run: header.run, backend, keys: dependencies.keys, store, runner, emit, clock, signal: context.signal, maxParallel, publish: publisher(header, context) }
    const { state, unrecorded } = await interpret(sitting, from)
    await remember()
    if (state.phase === 'finished' && unrecorded === undefined && state.pulled !== undefined && endedWell(state)) await removePulled(outputFolder)
    const report = reportOf(header, state, clock, unrecorded)
    // The run's own end is shown when it is recorded; a sitting that had nothing to record, or could not, ends here.
    if (from.state.phase === 'waiting') emit(waitingEvent(state))
    else if (unrecorded !== undefined || from.state.phase === 'finished') emit({ type: 'run-finished', ok: report.ok, cancelled: report.cancelled })
    // One is enough to know that the cache takes nothing, and why.
    return ok(report, problems.slice(0, 1))
  } finally {
    close()
  }
}

function publisher<Work, I extends Inspection>(header: RunHeader, { dependencies: { publish }, clock, signal, children }: Context<Work, I>): (state: RunState) => Promise<PublishOutcome> {
  return async (state) => {
    if (publish === undefined) return { ok: false, failure: { reason: 'tool-incapable', detail: 'nobody here can publish' } }
    return publish(reportOf(header, state, clock), { signal, onProcess: children.record }).catch((error: unknown) => ({ ok: false, failure: failureOfError(error) }))
  }
}

/** Told to whoever listens; written once it is attached. */
export function startLog<Work, I extends Inspection>({ run, request, backend }: RunHeader, { dependencies, clock }: Context<Work, I>, continued: boolean): EventLog {
  const log = openEventLog({ run, clock, onEvent: dependencies.onEvent ?? (() => {}) })
  log.emit({ type: 'run-started', call: request.call, source: sourceText(request.source), backend, continued })
  return log
}

/** The same log, written from now on. */
export function attached<Work, I extends Inspection>(log: EventLog, { dependencies: { outputFolder } }: Context<Work, I>, append: boolean): Result<EventLog> {
  try {
    log.attach(outputFolder, append)
    return ok(log)
  } catch (error) {
    return fail(writeProblem(join(outputFolder, 'events.jsonl'), error))
  }
}

/** A run that is shown and forgotten. */
export function showOnly<Work, I extends Inspection>(header: RunHeader, { state }: Prepared, context: Context<Work, I>, { emit } = startLog(header, context, false)): RunReport {
  const report = reportOf(header, state, context.clock)
  for (const body of recapOf(state)) emit(body)
  emit({ type: 'run-finished', ok: report.ok, cancelled: report.cancelled })
  return report
}

export async function removeWork<Work, I extends Inspection>({ workRoot }: Context<Work, I>): Promise<void> {
  await rm(workRoot, { recursive: true, force: true })
}
