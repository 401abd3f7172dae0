import { type Compiled, contentDigest, fail, ok, type Result, type SourceFacts } from '@vodflow/core'
import { randomBytes } from 'node:crypto'
import { fold } from './advance.ts'
import type { Backend, ChildRecord, Inspection } from './backend.ts'
import type { ArtifactCache } from './cache/artifact-cache.ts'
import { type Clock, timestamp } from './clock.ts'
import { runDiagnostics } from './diagnostics.ts'
import { reviewsInDoubt } from './draft.ts'
import type { KeySource } from './encryption.ts'
import type { Event } from './event.ts'
import type { Happening } from './happening.ts'
import type { PullSource } from './pull-source.ts'
import type { Publish } from './publish.ts'
import type { RunReport } from './run-report.ts'
import { requestDigest, type RunHeader, type RunRequest } from './run-request.ts'
import type { Ruling, RunState } from './run-state.ts'
import { lostTasks, removeArtifacts } from './sitting/artifact-files.ts'
import { follow, prepare } from './sitting/prepare.ts'
import { isIntact, isPulled, removePulled } from './sitting/pulled-files.ts'
import { runPulled } from './sitting/run-pulled.ts'
import { type Context, contextOf, goOn, lockedOut, type OldRun, removeWork, showOnly, sit } from './sitting/sit.ts'
import { filesOf, pathsOf, sourceText, type Source } from './source.ts'
import { identifyParts } from './source-identity.ts'
import type { RunStore } from './store/run-store.ts'

export interface RunDependencies<Work, I extends Inspection> {
  readonly backend: Backend<Work, I>
  readonly store: RunStore
  /** Absolute; see `openOutput`, which gives this and the store. */
  readonly outputFolder: string
  /** Must read nothing but the request. 'unknown' facts only after the source was refused, to name the tasks that fail. */
  readonly compile: (request: RunRequest, facts: SourceFacts | 'unknown') => Promise<Result<Compiled>>
  /** Makes a file of a URL; a host without it runs no request for one. */
  readonly pull?: PullSource
  /** Ends a process that a killed sitting left behind, if it still is that process. */
  readonly endOrphan: (child: ChildRecord) => Promise<void>
  /** Of finished artifacts, from which results are taken and into which they are put; absent: everything is made anew. */
  readonly cache?: ArtifactCache
  /** Of a run that encrypts. */
  readonly keys?: KeySource
  /** Does the last stage of a run that has one. */
  readonly publish?: Publish
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
  if (source === undefined && request.source.form !== 'pullFile') throw new Error(`a source of the form '${request.source.form}' is not opened yet`)
  // What a URL will be is not known yet; that it stays the same is seen to with the file that it becomes.
  const identities = source === undefined ? [] : await identifyParts(source)
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
    if (source === undefined) return await runPulled(header, old, context)
    return goesOn ? await goOn(old, context) : await startAnew(header, source, old, context)
  } finally {
    await leave(context)
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
  if (ruling === 'pass' && !(await isStill(header, old.state))) {
    return fail(runDiagnostics.create('reviewed-source-moved', undefined, { path: sourceText(header.request.source) }))
  }
  const locked = ruling === 'pass' ? lockedOut(old, dependencies.keys) : undefined
  if (locked !== undefined) return fail(locked)
  const context = contextOf({ ...dependencies, compile: neverCompiled })
  const lost = await lostTasks(outputFolder, old.state)
  const happenings: readonly Happening[] = [{ type: 'reviewed', task, ruling }, ...(lost.length > 0 ? [{ type: 'resumed', lost } as const] : [])]
  const appended = await store.append(header.run, old.stored.version, happenings)
  if (!appended.ok) return appended
  try {
    return await sit(header, { ...follow(happenings, old.state), version: appended.value }, context, { continued: true, before: happenings })
  } finally {
    await leave(context)
  }
}

/** What cannot be removed, in a folder that was closed to us meanwhile, the next sitting there removes. */
async function leave<Work, I extends Inspection>(context: Context<Work, I>): Promise<void> {
  await Promise.allSettled([context.children.forget(), removeWork(context)])
}

async function isStill({ request, identities }: RunHeader, { pulled }: RunState): Promise<boolean> {
  if (pulled !== undefined) return isIntact(pulled)
  const source = filesOf(request.source)
  const now = source && (await identifyParts(source))
  return now !== undefined && !now.includes(null) && contentDigest(now) === contentDigest(identities)
}

/** A run that waits has its graph. */
async function neverCompiled(): Promise<Result<Compiled>> {
  throw new Error('a run that waits was compiled before')
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
    if (!pathsOf(source).some((path) => isPulled(dependencies.outputFolder, path))) await removePulled(dependencies.outputFolder)
    const removed = await dependencies.store.remove(old.stored.header.run)
    if (!removed.ok) return removed
  }
  const created = await dependencies.store.create(header, prepared.value.happenings)
  if (!created.ok) return created
  const report = await sit(header, { ...prepared.value, version: created.value }, context, { continued: false })
  return report.ok ? ok(report.value, [...prepared.diagnostics, ...report.diagnostics]) : report
}
