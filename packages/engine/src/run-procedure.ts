import { type Compiled, contentDigest, fail, ok, type Result, type SourceFacts } from '@vodflow/core'
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { advance, fold } from './advance.ts'
import type { Backend, ChildRecord, Inspection } from './backend.ts'
import { type Clock, systemClock, timestamp } from './clock.ts'
import { runDiagnostics } from './diagnostics.ts'
import { reviewsInDoubt } from './draft.ts'
import type { Event } from './event.ts'
import { writeProblem } from './file-error.ts'
import type { Happening } from './happening.ts'
import { stateFolderName } from './output-folder.ts'
import type { RunReport } from './run-report.ts'
import { requestDigest, type RunHeader, type RunRequest } from './run-request.ts'
import type { Ruling, RunState } from './run-state.ts'
import { lostTasks, removeArtifacts } from './sitting/artifact-files.ts'
import { type Children, childrenIn } from './sitting/children.ts'
import { openEventLog } from './sitting/event-log.ts'
import { interpret, type Point } from './sitting/interpret.ts'
import { follow, prepare, type Prepared } from './sitting/prepare.ts'
import { reportOf } from './sitting/report.ts'
import { endedWell, eventOf, recapOf, waitingEvent } from './sitting/show.ts'
import { filesOf, pathsOf, sourceText, type Source } from './source.ts'
import { identifyParts } from './source-identity.ts'
import type { RunStore, StoredRun } from './store/run-store.ts'

export interface RunDependencies<Work, I extends Inspection> {
  readonly backend: Backend<Work, I>
  readonly store: RunStore
  /** Absolute; see `openOutput`, which gives this and the store. */
  readonly outputFolder: string
  /** Must read nothing but the request. 'unknown' facts only after the source was refused, to name the tasks that fail. */
  readonly compile: (request: RunRequest, facts: SourceFacts | 'unknown') => Promise<Result<Compiled>>
  /** Ends a process that a killed sitting left behind, if it still is that process. */
  readonly endOrphan: (child: ChildRecord) => Promise<void>
  readonly onEvent?: (event: Event) => void
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** Steps at a time; 2 if absent. */
  readonly maxParallel?: number
}

/**
 * Runs a request to its end, or goes on with the run of the same request that is in the store; a run of another request there
 * gives way, with the files it made, once this one has been planned.
 *
 * A failed result means: refused before any work (exit 2). A source that is at fault is a report that is not `ok` (exit 1).
 */
export async function runProcedure<Work, I extends Inspection>(
  request: RunRequest,
  dependencies: RunDependencies<Work, I>,
): Promise<Result<RunReport>> {
  const context = contextOf(dependencies)
  const found = await findRun(dependencies.store)
  if (!found.ok) return found
  await context.children.endOrphans(dependencies.endOrphan)
  await removeWork(context)
  const source = filesOf(request.source)
  if (source === undefined) throw new Error(`a source of the form '${request.source.form}' is not opened yet`)
  const identities = await identifyParts(source)
  const digest = requestDigest(request, identities, dependencies.backend.name)
  const old = found.value
  const run = randomBytes(16).toString('hex')
  const backend = dependencies.backend.name
  const header: RunHeader = {
    format: 'vodflow/run@1', run, createdAt: timestamp(context.clock), backend, request, identities, digest,
  }
  // A run whose source was refused has nothing to go on with: the source may have been mended.
  const goesOn = old !== undefined && old.stored.header.digest === digest && old.state.plan !== undefined
  try {
    return goesOn ? await goOn(old, context) : await startAnew(header, source, old, context)
  } finally {
    await context.children.forget()
    await removeWork(context)
  }
}

/**
 * A person's word for the run in the store that waits for it. It is recorded first, then the run goes on to its end; a failed
 * result means that nothing was.
 */
export async function reviewRun<Work, I extends Inspection>(
  ruling: Ruling,
  dependencies: Omit<RunDependencies<Work, I>, 'compile'>,
): Promise<Result<RunReport>> {
  const { outputFolder, store } = dependencies
  const found = await findRun(store)
  if (!found.ok) return found
  const old = found.value
  const [task] = old === undefined ? [] : reviewsInDoubt(old.state)
  if (old?.state.phase !== 'waiting' || task === undefined) {
    return fail(runDiagnostics.create('not-waiting', undefined, { folder: outputFolder, phase: old?.state.phase }))
  }
  const { header } = old.stored
  if (ruling === 'pass' && !(await isStill(header))) {
    return fail(runDiagnostics.create('reviewed-source-moved', undefined, { path: sourceText(header.request.source) }))
  }
  const context = contextOf({ ...dependencies, compile: neverCompiled })
  const lost = await lostTasks(outputFolder, old.state)
  const happenings: readonly Happening[] = [{ type: 'reviewed', task, ruling }, ...(lost.length > 0 ? [{ type: 'resumed', lost } as const] : [])]
  const appended = await store.append(header.run, old.stored.version, happenings)
  if (!appended.ok) return appended
  try {
    return await sit(header, { ...follow(happenings, old.state), version: appended.value }, context, true, happenings)
  } finally {
    await context.children.forget()
    await removeWork(context)
  }
}

async function isStill({ request, identities }: RunHeader): Promise<boolean> {
  const source = filesOf(request.source)
  const now = source && (await identifyParts(source))
  return now !== undefined && !now.includes(null) && contentDigest(now) === contentDigest(identities)
}

/** A run that waits has its graph. */
async function neverCompiled(): Promise<Result<Compiled>> {
  throw new Error('a run that waits was compiled before')
}

interface Context<Work, I extends Inspection> {
  readonly dependencies: RunDependencies<Work, I>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly children: Children
  readonly workRoot: string
}

interface OldRun {
  readonly stored: StoredRun
  readonly state: RunState
}

function contextOf<Work, I extends Inspection>(dependencies: RunDependencies<Work, I>): Context<Work, I> {
  const stateFolder = join(dependencies.outputFolder, stateFolderName)
  return {
    dependencies,
    clock: dependencies.clock ?? systemClock,
    signal: dependencies.signal ?? new AbortController().signal,
    children: childrenIn(join(stateFolder, 'children.jsonl')),
    workRoot: join(stateFolder, 'work'),
  }
}

/** The one run of this folder, if there is one. */
async function findRun(store: RunStore): Promise<Result<OldRun | undefined>> {
  const list = await store.list()
  if (!list.ok) return list
  const [header] = list.value
  if (header === undefined) return ok(undefined)
  const loaded = await store.load(header.run)
  if (!loaded.ok) return loaded
  return ok(loaded.value && { stored: loaded.value, state: fold(loaded.value.happenings) })
}

async function startAnew<Work, I extends Inspection>(
  header: RunHeader,
  source: Source,
  old: OldRun | undefined,
  context: Context<Work, I>,
): Promise<Result<RunReport>> {
  const { dependencies, signal } = context
  const prepared = await prepare(header.request, source, dependencies, signal)
  if (!prepared.ok) return prepared
  const { state } = prepared.value
  // A run that never got a plan does not take the place of one that did: a mistyped source must not cost the old outputs.
  if (state.plan === undefined && (state.cancelled || old?.state.plan !== undefined)) {
    return ok(showOnly(header, prepared.value, context), prepared.diagnostics)
  }
  if (old !== undefined) {
    await removeArtifacts(dependencies.outputFolder, old.state, pathsOf(source))
    const removed = await dependencies.store.remove(old.stored.header.run)
    if (!removed.ok) return removed
  }
  const created = await dependencies.store.create(header, prepared.value.happenings)
  if (!created.ok) return created
  const report = await sit(header, { ...prepared.value, version: created.value }, context, false)
  return report.ok ? ok(report.value, prepared.diagnostics) : report
}

async function goOn<Work, I extends Inspection>(old: OldRun, context: Context<Work, I>): Promise<Result<RunReport>> {
  const { dependencies } = context
  const { header, version } = old.stored
  const lost = await lostTasks(dependencies.outputFolder, old.state)
  const rests = old.state.phase === 'waiting' || (old.state.phase === 'finished' && endedWell(old.state))
  if (rests && lost.length === 0) {
    return sit(header, { state: old.state, version, commands: [] }, context, true)
  }
  const resumed = { type: 'resumed', lost } as const
  const appended = await dependencies.store.append(header.run, version, [resumed])
  if (!appended.ok) return appended
  return sit(header, { ...advance(old.state, resumed), version: appended.value }, context, true)
}

/** From this point to the end of the run, in this process. */
async function sit<Work, I extends Inspection>(
  header: RunHeader,
  from: Point,
  context: Context<Work, I>,
  continued: boolean,
  /** Recorded just before, and to be shown. */
  before: readonly Happening[] = [],
): Promise<Result<RunReport>> {
  const { dependencies, clock, children, workRoot } = context
  const { backend, outputFolder, store } = dependencies
  const log = openLog(header.run, context, continued)
  if (!log.ok) return log
  const { emit, close } = log.value
  try {
    emit({ type: 'run-started', call: header.request.call, source: sourceText(header.request.source), backend: header.backend, continued })
    for (const body of [...recapOf(from.state), ...before.flatMap((happened) => eventOf(happened, from.state))]) emit(body)
    const runner = { backend, outputFolder, workRoot, onProcess: children.record }
    const maxParallel = Math.max(1, dependencies.maxParallel ?? 2)
    const sitting = { run: header.run, backend, store, runner, emit, clock, signal: context.signal, maxParallel }
    const { state, unrecorded } = await interpret(sitting, from)
    const report = reportOf(header, state, clock, unrecorded)
    // The run's own end is shown when it is recorded; a sitting that had nothing to record, or could not, ends here.
    if (from.state.phase === 'waiting') emit(waitingEvent(state))
    else if (unrecorded !== undefined || from.state.phase === 'finished') emit({ type: 'run-finished', ok: report.ok, cancelled: report.cancelled })
    return ok(report)
  } finally {
    close()
  }
}

function openLog<Work, I extends Inspection>(run: string, { dependencies, clock }: Context<Work, I>, append: boolean): Result<ReturnType<typeof openEventLog>> {
  const { outputFolder } = dependencies
  try {
    return ok(openEventLog({ run, clock, onEvent: dependencies.onEvent ?? (() => {}), outputFolder, append }))
  } catch (error) {
    return fail(writeProblem(join(outputFolder, 'events.jsonl'), error))
  }
}

/** A run that is shown and forgotten. */
function showOnly<Work, I extends Inspection>(header: RunHeader, { state }: Prepared, { dependencies, clock }: Context<Work, I>): RunReport {
  const { emit } = openEventLog({ run: header.run, clock, onEvent: dependencies.onEvent ?? (() => {}), append: false })
  const report = reportOf(header, state, clock)
  emit({ type: 'run-started', call: header.request.call, source: sourceText(header.request.source), backend: header.backend, continued: false })
  for (const body of recapOf(state)) emit(body)
  emit({ type: 'run-finished', ok: report.ok, cancelled: report.cancelled })
  return report
}

async function removeWork<Work, I extends Inspection>({ workRoot }: Context<Work, I>): Promise<void> {
  await rm(workRoot, { recursive: true, force: true })
}
