import type { FfmpegInspection, FfmpegWork } from '@vodflow/backend-ffmpeg'
import { canonicalJson, fail, ok, withEarlier, type Compiled, type Diagnostic, type Result, type SourceFacts } from '@vodflow/core'
import { planWithCache, shapeOf, type ArtifactCache, type Plan, type SourceRequest } from '@vodflow/engine'
import type { Io } from '../io.ts'
import { inspectRequest, type LocalBackend } from '../local-backend.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import type { Session } from '../session.ts'

export type PlanSource = { readonly is: 'file'; readonly request: SourceRequest } | { readonly is: 'assumed'; readonly facts: SourceFacts }

/** What was known of one source, and what would be done with it. */
export interface Planned {
  readonly inspection: FfmpegInspection
  readonly compiled: Compiled
  readonly plan: Plan<FfmpegWork>
}

/** Looks at one source, or takes what is assumed of it, and plans a call for it. */
export async function planOne(io: Io, call: string, source: PlanSource, backend: LocalBackend, session: Session, cache?: ArtifactCache): Promise<Result<Planned>> {
  const inspected = await inspectionOf(io, source, backend)
  if (!inspected.ok) return inspected
  const compiled = await session.compile(call, inspected.value.facts, source.is === 'file' ? shapeOf(source.request) : undefined)
  const earlier: readonly Diagnostic[] = [...inspected.diagnostics, ...compiled.diagnostics]
  if (!compiled.ok) return fail(...earlier)
  const place = source.is === 'file' ? canonicalJson(source.request) : ''
  const planned = await planWithCache(backend, { compiled: compiled.value, inspection: inspected.value, options: session.options, place }, cache)
  return planned.ok ? withEarlier([...earlier, ...planned.diagnostics], ok({ inspection: inspected.value, compiled: compiled.value, plan: planned.value })) : withEarlier(earlier, planned)
}

async function inspectionOf(io: Io, source: PlanSource, backend: LocalBackend): Promise<Result<FfmpegInspection>> {
  const interruption = listenForInterrupts(io)
  try {
    return await (source.is === 'file' ? inspectRequest(backend, source.request, interruption.signal) : backend.assume(source.facts, interruption.signal))
  } finally {
    interruption.forget()
  }
}
