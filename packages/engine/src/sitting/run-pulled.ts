import { type Diagnostic, fail, ok, type Result } from '@vodflow/core'
import { advance } from '../advance.ts'
import type { Inspection } from '../backend.ts'
import type { Happening } from '../happening.ts'
import type { PullRequest } from '../pull-source.ts'
import type { RunDependencies } from '../run-procedure.ts'
import type { RunReport } from '../run-report.ts'
import type { RunHeader, RunRequest } from '../run-request.ts'
import type { Problem, RunState } from '../run-state.ts'
import { identifySource } from '../source-identity.ts'
import { shownUrl, type Source } from '../source.ts'
import type { Version } from '../store/run-store.ts'
import { lostTasks, removeArtifacts } from './artifact-files.ts'
import type { EventLog } from './event-log.ts'
import type { Point } from './interpret.ts'
import { follow, graphWithoutFacts, lookAt, problemsIn } from './prepare.ts'
import { throttled } from './progress.ts'
import { isIntact, pullFolder, removePulled } from './pulled-files.ts'
import { endedWell, sourceTask } from './show.ts'
import { attached, type Context, goOn, type OldRun, showOnly, sit, startLog } from './sit.ts'

/**
 * A run whose source is a URL. It is in its store before the first byte, and each thing that has happened before the next one
 * begins, so that after a kill nothing is fetched twice and nothing is lost.
 */
export async function runPulled<Work, I extends Inspection>(header: RunHeader, old: OldRun | undefined, context: Context<Work, I>): Promise<Result<RunReport>> {
  if (old?.stored.header.digest === header.digest) return takeUp(old, context)
  const possible = await compilesAtAll(header.request, context.dependencies.compile)
  if (!possible.ok) return possible
  // A run that never got a plan does not take the place of one that did: a mistyped URL must not cost the old outputs.
  return old?.state.plan === undefined ? begin(header, old, context) : besideOld(header, old, context)
}

/** What is wrong with a procedure whatever its source is worth no byte. */
async function compilesAtAll(request: RunRequest, compile: RunDependencies<unknown, Inspection>['compile']): Promise<Result<undefined>> {
  const compiled = await compile(request, 'unknown')
  const errors = compiled.ok ? [] : compiled.diagnostics.filter(({ severity }) => severity === 'error')
  return errors.some(({ code }) => !code.endsWith('/needs-facts')) ? fail(...compiled.diagnostics) : ok(undefined)
}

/** The run of the same request, from where it was. */
async function takeUp<Work, I extends Inspection>(old: OldRun, context: Context<Work, I>): Promise<Result<RunReport>> {
  const { store, outputFolder } = context.dependencies
  const { state, stored: { header, version } } = old
  const lost = await lostTasks(outputFolder, state)
  const rests = state.phase === 'waiting' || (state.phase === 'finished' && endedWell(state))
  const lostSource = state.pulled !== undefined && !(await isIntact(state.pulled))
  const hasSource = state.pulled !== undefined && !lostSource && state.problems === undefined
  // What has ended well needs no source any more.
  if ((rests && lost.length === 0) || (state.plan !== undefined && hasSource)) return goOn(old, context)
  const resumed = { type: 'resumed', lost, ...(lostSource && { lostSource }) } as const
  const appended = await store.append(header.run, version, [resumed])
  return appended.ok ? untilPlanned(header, { ...advance(state, resumed), version: appended.value }, context, true) : appended
}

async function begin<Work, I extends Inspection>(header: RunHeader, old: OldRun | undefined, context: Context<Work, I>): Promise<Result<RunReport>> {
  const { store } = context.dependencies
  const gone = await giveWay(header, old, context)
  if (!gone.ok) return gone
  const created = follow([{ type: 'created', pulls: true }])
  const stored = await store.create(header, created.happenings)
  return stored.ok ? untilPlanned(header, { ...created, version: stored.value }, context, false) : stored
}

/** Pulled and looked at while another run still has the folder, of which this one takes the place only once it has a plan. */
async function besideOld<Work, I extends Inspection>(header: RunHeader, old: OldRun, context: Context<Work, I>): Promise<Result<RunReport>> {
  const { store } = context.dependencies
  const log = startLog(header, context, false)
  const point: Point = { ...follow([{ type: 'created', pulls: true }]), version: 0 }
  const happenings: Happening[] = [{ type: 'created', pulls: true }]
  const told = await tellUntilPlanned(header.request, point, context, log, async (more) => {
    happenings.push(...more)
    return ok(0)
  })
  if (!told.ok) return told
  const ready = follow(happenings)
  if (ready.state.plan === undefined) return ok(showOnly(header, ready, context, log), told.diagnostics)
  const gone = await giveWay(header, old, context)
  if (!gone.ok) return gone
  const stored = await store.create(header, happenings)
  if (!stored.ok) return stored
  const writing = attached(log, context, false)
  if (!writing.ok) return writing
  const report = await sit(header, { ...ready, version: stored.value }, context, { continued: false, log })
  return report.ok ? ok(report.value, [...told.diagnostics, ...report.diagnostics]) : report
}

/** The old run, its artifacts, and what it pulled of other URLs. */
async function giveWay<Work, I extends Inspection>({ request }: RunHeader, old: OldRun | undefined, { dependencies }: Context<Work, I>): Promise<Result<undefined>> {
  const { outputFolder, store } = dependencies
  await removePulled(outputFolder, pullRequestIn(request).url)
  if (old === undefined) return ok(undefined)
  await removeArtifacts(outputFolder, old.state, [])
  return store.remove(old.stored.header.run)
}

/** Records what happens up to the plan, one thing after the other, and then sits. */
async function untilPlanned<Work, I extends Inspection>(header: RunHeader, from: Point, context: Context<Work, I>, continued: boolean): Promise<Result<RunReport>> {
  const { store } = context.dependencies
  const log = attached(startLog(header, context, continued), context, continued)
  if (!log.ok) return log
  let version = from.version
  const told = await tellUntilPlanned(header.request, from, context, log.value, async (more) => {
    const appended = await store.append(header.run, version, more)
    if (appended.ok) version = appended.value
    return appended
  })
  if (!told.ok) {
    log.value.emit({ type: 'run-finished', ok: false, cancelled: false })
    log.value.close()
    return told
  }
  const report = await sit(header, { ...told.value, version }, context, { continued, log: log.value })
  return report.ok ? ok(report.value, [...told.diagnostics, ...report.diagnostics]) : report
}

type Record = (more: readonly Happening[]) => Promise<Result<Version>>

/** Pulls where that is commanded, then looks at the file; each of the two is recorded before the next begins. */
async function tellUntilPlanned<Work, I extends Inspection>(request: RunRequest, from: Point, context: Context<Work, I>, log: EventLog, record: Record): Promise<Result<Omit<Point, 'version'>>> {
  const { dependencies, signal } = context
  let point: Omit<Point, 'version'> = from
  if (commands(point, 'pull')) {
    const before = point.state
    const came = await pulledOr(request, context, log)
    const recorded = await record([came])
    if (!recorded.ok) return recorded
    point = advance(before, came)
    // The file has changed since the plan was made: nothing of the old plan is worth anything.
    if (before.plan !== undefined && point.state.plan === undefined) await removeArtifacts(dependencies.outputFolder, before, [])
  }
  if (!commands(point, 'inspect') && !commands(point, 'compile')) return ok(point)
  // A clip of the film is not the film, and has not its MD5.
  const md5 = pullRequestIn(request).clip === undefined ? point.state.pulled?.md5 : undefined
  const looked = await lookAt(request, sourceOf(request, point.state), dependencies, signal, md5)
  if (!looked.ok) return fail(...looked.diagnostics.map((each) => namingUrl(each, request, point.state)))
  const named = looked.value.map((happened) => withUrl(happened, request, point.state))
  const recorded = await record(named)
  return recorded.ok ? ok(follow(named, point.state), looked.diagnostics) : recorded
}

function commands({ commands: open }: Pick<Point, 'commands'>, type: 'pull' | 'inspect' | 'compile'): boolean {
  return open.some((command) => command.type === type)
}

async function pulledOr<Work, I extends Inspection>(request: RunRequest, { dependencies, signal, clock }: Context<Work, I>, log: EventLog): Promise<Happening> {
  const wanted = pullRequestIn(request)
  const { pull, compile, outputFolder } = dependencies
  if (pull === undefined) throw new Error('this host pulls nothing')
  log.emit({ type: 'source-pulling', task: sourceTask, url: shownUrl(wanted.url) })
  const pulled = await pull({
    request: wanted,
    allow: request.config.pull.allow,
    folder: pullFolder(outputFolder, wanted.url),
    signal,
    onRetry: (retry) => log.emit({ type: 'source-retrying', task: sourceTask, ...retry }),
    onProgress: throttled(clock, (progress) => log.emit({ type: 'source-progress', task: sourceTask, ...progress })),
  })
  if (signal.aborted) return { type: 'cancelled' }
  if (!pulled.ok) return failedToPull(problemsIn(pulled.diagnostics), request, compile)
  const { path, md5, contentType } = pulled.value
  const identity = await identifySource(path)
  return identity === undefined ? failedToPull([{ code: 'check/source-unreadable', message: 'what was pulled cannot be read' }], request, compile) : { type: 'pulled', file: { path, md5, identity, ...(contentType !== undefined && { contentType }) } }
}

async function failedToPull(problems: readonly Problem[], request: RunRequest, compile: RunDependencies<unknown, Inspection>['compile']): Promise<Happening> {
  const graph = await graphWithoutFacts(request, compile)
  return { type: 'pull-failed', problems, ...(graph && { graph }) }
}

function namingUrl(diagnostic: Diagnostic, request: RunRequest, { pulled }: RunState): Diagnostic {
  if (pulled === undefined) return diagnostic
  const url = shownUrl(pullRequestIn(request).url)
  const params = diagnostic.params && Object.fromEntries(Object.entries(diagnostic.params).map(([name, value]) => [name, value === pulled.path ? url : value]))
  return { ...diagnostic, message: diagnostic.message.replaceAll(pulled.path, url), ...(params && { params }) }
}

/** The user knows the URL, not the file that it became here. */
function withUrl(happened: Happening, request: RunRequest, { pulled }: RunState): Happening {
  if (happened.type !== 'inspect-failed' || pulled === undefined) return happened
  const url = shownUrl(pullRequestIn(request).url)
  const { contentType = '' } = pulled
  const page = contentType.startsWith('text/') ? ` (the server calls it '${contentType}': perhaps a page that says why there is no film)` : ''
  return { ...happened, problems: happened.problems.map(({ code, message }) => ({ code, message: `${message.replaceAll(pulled.path, url)}${page}` })) }
}

function sourceOf(request: RunRequest, { pulled }: RunState): Source {
  if (pulled === undefined) throw new Error('nothing has been pulled')
  const { clip } = pullRequestIn(request)
  return { parts: [clip === undefined ? { path: pulled.path } : { path: pulled.path, clip }] }
}

function pullRequestIn({ source }: RunRequest): PullRequest {
  if (source.form !== 'pullFile') throw new Error(`a source of the form '${source.form}' is not pulled`)
  return source
}
