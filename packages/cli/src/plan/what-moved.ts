import type { FfmpegInspection, FfmpegWork } from '@vodflow/backend-ffmpeg'
import { contentDigest, type Compiled, type Diagnostic } from '@vodflow/core'
import { identifySource, type PlanStep, type SourceIdentity } from '@vodflow/engine'
import type { LocalBackend } from '../local-backend.ts'
import type { Session } from '../session.ts'
import { identifyFile } from './file-identity.ts'
import { differentFacts, movedConfig, movedProcedures, movedProgram, movedSource, movedTemplates, toMillionths, type Moved } from './moved.ts'
import { keptProgram, keptTemplates, type PlanBasis } from './plan-basis.ts'
import type { PlanFile } from './plan-file.ts'
import { relocated, type Moves } from './relocate.ts'

export interface WorldNow {
  readonly file: PlanFile
  readonly basis: PlanBasis
  /** Absolute. */
  readonly source: string
  readonly session: Session
  readonly backend: LocalBackend
  readonly signal: AbortSignal
}

export interface Compared {
  readonly moved: readonly Moved[]
  readonly diagnostics: readonly Diagnostic[]
  /** Where the files of the plan are now; absent where something was in the way of finding out. */
  readonly moves?: Moves
  /** The source as it was compared. */
  readonly identity?: SourceIdentity
}

/** Of a project that cannot be opened any more, whose diagnostics say why: the rest of what a plan was made from. */
export async function movedBeside({ file, basis, source, backend, signal }: Omit<WorldNow, 'session'>): Promise<readonly Moved[]> {
  const current = await identifyFile(source, basis.source?.sha256 !== undefined, signal)
  // What the build can do is asked for its path and version alone; the answer is in the cache.
  const build = await backend.assume(file.plan.source, signal)
  return [
    ...(basis.source ? movedSource(file.source ?? source, basis.source, current) : []),
    ...movedProgram(basis.ffmpeg, build.ok ? await keptProgram(build.value.capabilities) : undefined),
  ]
}

/** Everything that a plan was made from, held against what is there now: all that differs, not only the first. */
export async function whatMoved(world: WorldNow): Promise<Compared> {
  const { file, basis, source, session } = world
  const request = await session.request(file.call, source)
  const [beside, current] = await Promise.all([movedBeside(world), identifySource(source)])
  const moved: Moved[] = [
    ...beside,
    ...(request.ok ? [
      ...movedProcedures(basis.procedures, request.value.procedures),
      ...movedTemplates(basis.templates, keptTemplates(request.value.templates)),
      ...movedConfig(basis.config, request.value.config),
    ] : []),
  ]
  if (!request.ok || moved.length > 0) return { moved: request.ok ? moved : [...gone(basis, request.diagnostics), ...moved], diagnostics: request.ok ? [] : request.diagnostics }
  const compiled = await session.compile(file.call, file.plan.source)
  if (!compiled.ok) return { moved, diagnostics: compiled.diagnostics }
  const moves = movesOf(world, compiled.value)
  const found = [...otherGraph(world, compiled.value), ...otherPrograms(world), ...(basis.source ? [] : await otherSource(world, compiled.value, moves))]
  return { moved: found, diagnostics: [], moves, ...(current && { identity: current }) }
}

/** The call that was planned can be read, so if its procedure cannot be found now, that has moved. */
function gone({ procedures }: PlanBasis, diagnostics: readonly Diagnostic[]): readonly Moved[] {
  const why = diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it cannot be read'
  return procedures.map(({ path }) => ({ what: 'procedure', name: path, sentence: `the procedure '${path}' is gone since the plan was made: ${why}` }))
}

/** Everything else is as it was, so only another vodflow can make another graph of it. */
function otherGraph({ file, basis }: WorldNow, { graph }: Compiled): readonly Moved[] {
  if (graph.digest === file.plan.graph) return []
  return [{ what: 'graph', name: file.plan.graph, sentence: `vodflow ${basis.madeBy} made another task graph of the same procedure than this one does; plan again` }]
}

/** A plan is a list of commands that would be run for whoever wrote it. */
function otherPrograms({ file, basis }: WorldNow): readonly Moved[] {
  return file.plan.steps.filter(({ work }) => runsOther(work, basis.ffmpeg.program)).map(({ id }) =>
    ({ what: 'step', name: id, sentence: `step '${id}' runs something else than the ffmpeg that the plan was made for` }))
}

function runsOther(work: FfmpegWork, program: string): boolean {
  return work.type === 'ffmpeg' && (work.program !== program || (work.alone ?? []).some((step) => runsOther(step.work, program)))
}

/** The source that is given for an assumed one: equal facts, and frames that give the same commands. */
async function otherSource({ file, source, session, backend, signal }: WorldNow, compiled: Compiled, moves: Moves): Promise<readonly Moved[]> {
  const inspected = await backend.inspect({ path: source }, signal)
  if (!inspected.ok) return [{ what: 'source', name: source, sentence: inspected.diagnostics[0]?.message ?? `'${source}' cannot be read` }]
  const facts = differentFacts(file.plan.source, inspected.value.facts)
  return facts.length > 0 ? facts : otherSteps(file, relocated(file.plan, moves).steps, plannedSteps(session, backend, compiled, inspected.value))
}

function plannedSteps(session: Session, backend: LocalBackend, compiled: Compiled, inspection: FfmpegInspection): readonly PlanStep<FfmpegWork>[] {
  const planned = backend.plan(compiled, inspection, { speed: session.config.encoder.speed })
  return planned.ok ? planned.value.steps : []
}

function doneBy({ id, covers, needs, work }: PlanStep<FfmpegWork>): string {
  return contentDigest(toMillionths({ id, covers, needs, work }))
}

function otherSteps(file: PlanFile, assumed: readonly PlanStep<FfmpegWork>[], real: readonly PlanStep<FfmpegWork>[]): readonly Moved[] {
  const known = new Set(real.map(doneBy))
  return assumed.filter((step) => !known.has(doneBy(step))).map(({ id }) =>
    ({ what: 'step', name: id, sentence: `step '${id}' would be another one for this source: its frames are not at the times that the plan of '${file.call}' assumes` }))
}

function movesOf({ file, basis, source }: WorldNow, { images }: Compiled): Moves {
  const old = file.source ?? 'SOURCE'
  const pictures = [...images].flatMap(([digest, path]): readonly [string, string][] => {
    const was = basis.images[digest]
    return was === undefined || was === path ? [] : [[was, path]]
  })
  return new Map([...(old === source ? [] : [[old, source] as const]), ...pictures])
}
