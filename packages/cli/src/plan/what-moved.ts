import type { FfmpegInspection, FfmpegWork } from '@vodflow/backend-ffmpeg'
import { contentDigest, type Compiled, type Diagnostic } from '@vodflow/core'
import { filesOf, identifyParts, movedDiagnostics, shapeOf, type PlanStep, type SourceIdentity, type SourceRequest } from '@vodflow/engine'
import { inspectRequest, type LocalBackend } from '../local-backend.ts'
import type { Session } from '../session.ts'
import { identifyFile } from './file-identity.ts'
import { differentFacts, movedConfig, movedProcedures, movedProgram, movedSource, movedTemplates, templatesUsed, toMillionths } from './moved.ts'
import { identitiesKept, keptProgram, keptTemplates, type PlanBasis } from './plan-basis.ts'
import type { PlanFile } from './plan-file.ts'
import { filesRead, requestOf } from './planned-source.ts'
import { relocated, type Moves } from './relocate.ts'

export interface WorldNow {
  readonly file: PlanFile
  readonly basis: PlanBasis
  /** Where its files are now. */
  readonly source: SourceRequest
  readonly session: Session
  readonly backend: LocalBackend
  readonly signal: AbortSignal
}

export interface Compared {
  /** A code for each thing that is not as it was. */
  readonly moved: readonly Diagnostic[]
  /** What else was in the way. */
  readonly diagnostics: readonly Diagnostic[]
  /** Where the files of the plan are now; absent where something was in the way of finding out. */
  readonly moves?: Moves
  /** The files of the source as they were compared. */
  readonly identities?: readonly (SourceIdentity | null)[]
}

/** Of a project that cannot be opened any more, whose diagnostics say why: the rest of what a plan was made from. */
export async function movedBeside({ file, basis, source, backend, signal }: Omit<WorldNow, 'session'>): Promise<readonly Diagnostic[]> {
  // What the build can do is asked for its path and version alone; the answer is in the cache.
  const build = await backend.assume(file.plan.source, signal)
  return [
    ...(await movedFiles(basis, file.source, filesRead(source), signal)),
    ...movedProgram(basis.ffmpeg, build.ok ? await keptProgram(build.value.capabilities) : undefined),
    ...(build.ok ? movedReviewers(file, build.value.review) : []),
  ]
}

/** A plan of another project, or of another day, must not start what is nobody's reviewer here. */
function movedReviewers({ plan }: PlanFile, now: FfmpegInspection['review']): readonly Diagnostic[] {
  if (now === undefined) return []
  const found = now.is === 'found' ? now.reviewer : undefined
  return plan.steps.flatMap(({ id, work }) => {
    if (work.type !== 'review' || work.reviewer === undefined || (found !== undefined && contentDigest(found) === contentDigest(work.reviewer))) return []
    return [movedDiagnostics.create('moved-reviewer', undefined, { step: id, was: work.reviewer.command, now: found?.command })]
  })
}

/**
 * What a single step reads and runs. The program is the one that stands in the plan: its lines may be pasted where another is found.
 */
export async function movedFromStep(file: PlanFile, signal: AbortSignal): Promise<readonly Diagnostic[]> {
  const { basis, source } = file
  if (basis === undefined) return []
  const [moved, { identity }] = await Promise.all([movedFiles(basis, source, filesRead(requestOf(source)), signal), keptProgram(basis.ffmpeg)])
  return [
    ...moved,
    ...movedProgram(basis.ffmpeg, identity && { ...basis.ffmpeg, identity }),
    ...otherPrograms({ file, basis }),
  ]
}

/** Of each file that the plan reads, by the name that the plan has for it. `now`: where they are, in the same order. */
async function movedFiles(basis: PlanBasis, source: PlanFile['source'], now: readonly string[], signal: AbortSignal): Promise<readonly Diagnostic[]> {
  const then = identitiesKept(basis, filesRead(requestOf(source)))
  const found = await Promise.all(then.map(async ({ path, ...identity }, at) =>
    movedSource(path, identity, await identifyFile(now[at] ?? path, identity.sha256 !== undefined, signal))))
  return found.flat()
}

/** Everything that a plan was made from, held against what is there now: all that differs, not only the first. */
export async function whatMoved(world: WorldNow): Promise<Compared> {
  const { file, basis, source, session } = world
  const files = filesOf(source)
  const [request, beside, identities] = await Promise.all([session.request(file.call, source), movedBeside(world), files && identifyParts(files)])
  if (!request.ok) return { moved: [...gone(basis), ...beside], diagnostics: request.diagnostics }
  const templates = movedTemplates(basis.templates, keptTemplates(request.value.templates), templatesUsed(file.graph))
  const moved = [...beside, ...movedProcedures(basis.procedures, request.value.procedures), ...templates.used, ...movedConfig(basis.config, request.value.config)]
  if (moved.length > 0) return { moved, diagnostics: [] }
  const compiled = await session.compile(file.call, file.plan.source, shapeOf(source))
  // A template that is not in the graph may have decided what is: one that was left out as too large, say.
  if (!compiled.ok) return { moved: templates.others, diagnostics: compiled.diagnostics }
  if (compiled.value.graph.digest !== file.plan.graph && templates.others.length > 0) return { moved: templates.others, diagnostics: [] }
  const moves = movesOf(world, compiled.value)
  const found = [...otherGraph(world, compiled.value), ...otherPrograms(world), ...(basis.source ?? basis.sources ? [] : await otherSource(world, compiled.value, moves))]
  return { moved: found, diagnostics: [], moves, ...(identities && { identities }) }
}

/** The call that was planned can be read, so if its procedure cannot be found now, that has moved. */
function gone({ procedures }: PlanBasis): readonly Diagnostic[] {
  return procedures.map(({ path }) => movedDiagnostics.create('moved-procedure', undefined, { path, changes: [{ of: 'gone' }] }))
}

/** Everything else is as it was, so only another vodflow can make another graph of it. */
function otherGraph({ file, basis }: WorldNow, { graph }: Compiled): readonly Diagnostic[] {
  if (graph.digest === file.plan.graph) return []
  return [movedDiagnostics.create('moved-graph', undefined, { madeBy: basis.madeBy })]
}

/** A plan is a list of commands that would be run for whoever wrote it. */
export function otherPrograms({ file, basis }: Pick<WorldNow, 'file' | 'basis'>): readonly Diagnostic[] {
  return file.plan.steps.filter(({ work }) => runsOther(work, basis.ffmpeg.program)).map(({ id }) => movedDiagnostics.create('other-program', undefined, { step: id }))
}

function runsOther(work: FfmpegWork, program: string): boolean {
  if (work.type === 'review') return runsOther(work.pictures, program)
  return work.type === 'ffmpeg' && (work.program !== program || (work.alone ?? []).some((step) => runsOther(step.work, program)))
}

/** The source that is given for an assumed one: equal facts, and frames that give the same commands. */
async function otherSource({ file, basis, source, backend, signal }: WorldNow, compiled: Compiled, moves: Moves): Promise<readonly Diagnostic[]> {
  const inspected = await inspectRequest(backend, source, signal)
  if (!inspected.ok) return inspected.diagnostics
  const facts = differentFacts(file.plan.source, inspected.value.facts)
  return facts.length > 0 ? facts : otherSteps(file, relocated(file.plan, moves).steps, plannedSteps(basis.options, backend, compiled, inspected.value))
}

function plannedSteps(options: PlanBasis['options'], backend: LocalBackend, compiled: Compiled, inspection: FfmpegInspection): readonly PlanStep<FfmpegWork>[] {
  const planned = backend.plan(compiled, inspection, options)
  return planned.ok ? planned.value.steps : []
}

function doneBy({ id, covers, needs, work }: PlanStep<FfmpegWork>): string {
  return contentDigest(toMillionths({ id, covers, needs, work }))
}

function otherSteps(file: PlanFile, assumed: readonly PlanStep<FfmpegWork>[], real: readonly PlanStep<FfmpegWork>[]): readonly Diagnostic[] {
  const known = new Set(real.map(doneBy))
  return assumed.filter((step) => !known.has(doneBy(step))).map(({ id }) => movedDiagnostics.create('moved-frames', undefined, { step: id, call: file.call }))
}

function movesOf({ file, basis, source }: WorldNow, { images }: Compiled): Moves {
  const now = filesRead(source)
  const old = file.source === null ? ['SOURCE'] : filesRead(requestOf(file.source))
  const films = old.flatMap((path, at): readonly [string, string][] => {
    const is = now[at]
    return is === undefined || is === path ? [] : [[path, is]]
  })
  const pictures = [...images].flatMap(([digest, path]): readonly [string, string][] => {
    const was = basis.images[digest]
    return was === undefined || was === path ? [] : [[was, path]]
  })
  return new Map([...films, ...pictures])
}
