import { canonicalJson, type Diagnostic, fail, ok, type Result, type TaskGraph, withEarlier } from '@vodflow/core'
import { advance } from '../advance.ts'
import type { Inspection } from '../backend.ts'
import { planWithCache } from '../cache/plan-with-cache.ts'
import type { Command } from '../command.ts'
import { runDiagnostics } from '../diagnostics.ts'
import { fileIdOf, isEncrypted, type KeySource, type WrappedKey } from '../encryption.ts'
import type { Happening } from '../happening.ts'
import type { RunDependencies } from '../run-procedure.ts'
import type { RunRequest } from '../run-request.ts'
import { newRun, type Problem, type RunState } from '../run-state.ts'
import type { Source } from '../source.ts'
import { identifyParts } from '../source-identity.ts'
import { assertPlanFits, unavailableSteps } from './check-plan.ts'

export interface Prepared {
  readonly happenings: readonly Happening[]
  readonly state: RunState
  readonly commands: readonly Command[]
}

/**
 * The source graph and what follows from it, up to the first step. It only reads, so nothing of it is recorded before all of it
 * has gone well: a request that is refused leaves no trace, and takes nothing away.
 */
export async function prepare<Work, I extends Inspection>(
  request: RunRequest,
  source: Source,
  dependencies: RunDependencies<Work, I>,
  signal: AbortSignal,
): Promise<Result<Prepared>> {
  const found = await lookAt(request, source, dependencies, signal)
  return found.ok ? ok(follow([{ type: 'created' }, ...found.value]), found.diagnostics) : found
}

/** What happens once the files of the source are there: they are probed, the procedure is compiled for them, and planned. */
export async function lookAt<Work, I extends Inspection>(
  request: RunRequest,
  source: Source,
  dependencies: RunDependencies<Work, I>,
  signal: AbortSignal,
  /** Of the source, where it was reckoned while it came. */
  md5?: string,
): Promise<Result<readonly Happening[]>> {
  const { backend, cache, compile } = dependencies
  const inspection = withMd5(await backend.inspect(source, signal), md5)
  if (signal.aborted) return ok([{ type: 'cancelled' }])
  // A part that the source does not have is no fault of the source's.
  if (!inspection.ok && inspection.diagnostics.some(({ code }) => code.startsWith('check/clip-'))) return inspection
  if (!inspection.ok) {
    const graph = await graphWithoutFacts(request, compile)
    return ok([{ type: 'inspect-failed', problems: problemsIn(inspection.diagnostics), ...(graph && { graph }) }])
  }
  const { facts } = inspection.value
  const compiled = withEarlier(inspection.diagnostics, await compile(request, facts))
  if (!compiled.ok) return compiled
  const planned = withEarlier(compiled.diagnostics, await planWithCache(backend, { compiled: compiled.value, inspection: inspection.value, options: request.options, place: canonicalJson(request.source) }, cache))
  if (!planned.ok) return planned
  const { graph } = compiled.value
  assertPlanFits(graph, planned.value)
  const unavailable = unavailableSteps(planned.value)
  if (unavailable.length > 0) return fail(...planned.diagnostics, ...unavailable)
  const made = isEncrypted(graph) ? await newKey(request, source, dependencies.keys ?? { missing: 'there is no master key' }) : undefined
  if (made?.ok === false) return fail(...planned.diagnostics, ...made.diagnostics)
  const key = made?.value
  return ok([{ type: 'inspected', facts }, { type: 'compiled', graph, plan: planned.value, ...(request.config.review?.manual && { manual: true }), ...(request.config.publish && { publishes: true }), ...(key && { key }) }], planned.diagnostics)
}

function withMd5<I extends Inspection>(inspection: Result<I>, md5: string | undefined): Result<I> {
  return inspection.ok && md5 !== undefined ? ok({ ...inspection.value, facts: { ...inspection.value.facts, md5 } }, inspection.diagnostics) : inspection
}

export function problemsIn(diagnostics: readonly Diagnostic[]): readonly Problem[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => ({ code, message }))
}

async function newKey({ fileId }: RunRequest, source: Source, keys: KeySource): Promise<Result<WrappedKey>> {
  if ('missing' in keys) return fail(runDiagnostics.create('no-master-key', undefined, { why: keys.missing }))
  return ok(keys.make(fileId ?? fileIdOf(await identifyParts(source))))
}

/** Enough to name the tasks that a refused source fails; a procedure that must see facts first names none. */
export async function graphWithoutFacts(
  request: RunRequest,
  compile: RunDependencies<unknown, Inspection>['compile'],
): Promise<TaskGraph | undefined> {
  const compiled = await compile(request, 'unknown')
  return compiled.ok ? compiled.value.graph : undefined
}

/** The state after these, and what it commands. */
export function follow(happenings: readonly Happening[], from: RunState = newRun): Prepared {
  let state = from
  let commands: readonly Command[] = []
  for (const happened of happenings) ({ state, commands } = advance(state, happened))
  return { happenings, state, commands }
}
