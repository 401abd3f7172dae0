import { resolve } from 'node:path'
import type { Diagnostic } from '@vodflow/core'
import type { SourceRequest } from '@vodflow/engine'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { appliedBackend } from '../plan/applied-backend.ts'
import { planInputs, projectPlace } from '../plan/places.ts'
import type { PlanBasis } from '../plan/plan-basis.ts'
import type { PlanFile } from '../plan/plan-file.ts'
import { filesRead, requestOf } from '../plan/planned-source.ts'
import { readPlan } from '../plan/read-plan.ts'
import { relocated } from '../plan/relocate.ts'
import { movedBeside, whatMoved } from '../plan/what-moved.ts'
import { localBackend } from '../local-backend.ts'
import { openCacheGiven, problemOfCache, type CacheGiven } from '../run/cache-given.ts'
import { problemOfPaths } from '../run/check-paths.ts'
import { statusWithoutTools } from '../run/check-tools.ts'
import { keysOf } from '../run/data-keys.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import { problemOfPublish } from '../run/publish-hook.ts'
import { runAndShow } from '../run/show-run.ts'
import { openSession, type Session } from '../session.ts'

export interface ApplyOptions extends CacheGiven {
  readonly input?: string
  readonly output?: string
  readonly force?: true
  readonly md5?: true
}

/** Runs exactly the plan in the file, or says everything that has changed since it was made. */
export async function apply(invocation: Invocation, path: string, options: ApplyOptions): Promise<number> {
  const { io } = invocation
  if (options.output === undefined) return refuse(invocation, "-o is missing; name a folder for the results, as in '-o out/'")
  const wrong = problemOfCache(options)
  if (wrong !== undefined) return refuse(invocation, wrong)
  const read = await readPlan(path, io)
  if (!read.ok) return refuse(invocation, read.problem)
  const { basis, source } = read.file
  if (basis === undefined) return refuse(invocation, "this plan does not say what it was made from, so nobody can tell whether that has changed; plan again with 'vodflow plan -o'")
  if (source === null && options.input === undefined) return refuse(invocation, 'this plan is for an assumed source; name a file with -i whose facts are the assumed ones')
  const files = filesRead(requestOf(source))
  if (files.length > 1 && options.input !== undefined) return refuse(invocation, `-i names one file, and this plan reads ${files.length}; put them back where they were, or plan again`)
  const place = await projectPlace(basis, invocation)
  const problem = await problemOfPaths(options.input === undefined ? files : [options.input], options.output, io.cwd)
  if (problem !== undefined) return refuse(invocation, problem)
  const opened = await openSession({ ...invocation, projectFolder: place.folder, io: { ...io, cwd: place.from } })
  await reportDiagnostics(invocation, opened.diagnostics)
  const given = await planInputs(read.file, place.folder, options.input === undefined ? undefined : resolve(io.cwd, options.input))
  const application: Application = { invocation, file: read.file, basis, source: given, output: options.output, options }
  if (!opened.ok) return refuseProject(application)
  try {
    return await applyIn(opened.value, application)
  } finally {
    await opened.value.close()
  }
}

interface Application {
  readonly invocation: Invocation
  readonly file: PlanFile
  readonly basis: PlanBasis
  /** Where the source is now. */
  readonly source: SourceRequest
  readonly output: string
  readonly options: ApplyOptions
}

/** A config or a template that cannot be read has changed as well, and hides nothing of the rest. */
async function refuseProject({ invocation, file, basis, source }: Application): Promise<number> {
  const interruption = listenForInterrupts(invocation.io)
  try {
    const backend = localBackend(invocation)
    return await refuseMoved(invocation, await movedBeside({ file, basis, source, backend, signal: interruption.signal }))
  } finally {
    interruption.forget()
  }
}

async function applyIn(session: Session, { invocation, file, basis, source, output, options }: Application): Promise<number> {
  const { io } = invocation
  const interruption = listenForInterrupts(io)
  try {
    const without = await statusWithoutTools(invocation, interruption.signal)
    if (without !== undefined) return without
    const unpublished = await problemOfPublish(session, io)
    if (unpublished !== undefined) return refuse(invocation, unpublished)
    const local = localBackend(invocation, session)
    const found = await whatMoved({ file, basis, source, session, backend: local, signal: interruption.signal })
    if (interruption.signal.aborted) return exitStatus.interrupted
    await reportDiagnostics(invocation, found.diagnostics)
    if (found.moved.length > 0) return await refuseMoved(invocation, found.moved)
    if (found.moves === undefined) return exitStatus.refused
    const cache = await openCacheGiven(options, session, io.cwd)
    await reportDiagnostics(invocation, cache.diagnostics)
    if (!cache.ok) return exitStatus.refused
    const backend = appliedBackend(local, relocated(file.plan, found.moves), found.identities)
    const keys = await keysOf(invocation, session)
    if (keys === undefined) return exitStatus.refused
    const one = { call: file.call, source, folder: resolve(io.cwd, output), force: options.force === true, md5: options.md5 === true, plan: file.digest }
    return await runAndShow(one, { invocation, session, backend, interruption, ...(cache.value && { cache: cache.value }) })
  } finally {
    interruption.forget()
  }
}

async function refuseMoved(invocation: Invocation, moved: readonly Diagnostic[]): Promise<number> {
  await reportDiagnostics(invocation, moved)
  return refuse(invocation, "nothing was run; 'vodflow plan' makes a plan of what is there now")
}
