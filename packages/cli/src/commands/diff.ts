import type { FfmpegInspection } from '@vodflow/backend-ffmpeg'
import type { Result, TaskGraph } from '@vodflow/core'
import { shapeOf } from '@vodflow/engine'
import { diffText, type Diff } from '../diff/diff-text.ts'
import { diffGraphs } from '../diff/graph-diff.ts'
import { diffPlans, type ComparedPlan } from '../diff/plan-diff.ts'
import { readSide, type Side } from '../diff/sides.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { inspectRequest, localBackend, type LocalBackend } from '../local-backend.ts'
import { plannedSource } from '../plan/planned-source.ts'
import { withoutSecrets } from '../plan/without-secrets.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import { sourceGiven, statusOfProblems, type SourceGiven, type SourceOptions } from '../run/source-facts.ts'
import { openSession, type Session } from '../session.ts'

/** What a side came to. */
interface Compared {
  readonly graph: TaskGraph
  readonly plan?: ComparedPlan
}

/** Two procedures, graphs or plans, in any mixture: what one does and the other does not. */
export async function diff(invocation: Invocation, first: string, options: SourceOptions, rest: readonly string[]): Promise<number> {
  const { io } = invocation
  const given = await sourceGiven(invocation, options)
  if (typeof given === 'number') return given
  const sides: Side[] = []
  for (const word of [first, rest[0] ?? '']) {
    const read = await readSide(word, io)
    if (!read.ok) return refuse(invocation, read.problem)
    sides.push(read.side)
  }
  const [old, now] = sides
  if (old === undefined || now === undefined) return exitStatus.refused
  const compared = await compareWith(invocation, [old, now], sourceFor(sides, given))
  return typeof compared === 'number' ? compared : tell(invocation, compared)
}

/** Where nothing was said of a source, a procedure beside a plan is looked at for the plan's. */
function sourceFor(sides: readonly Side[], given: SourceGiven): SourceGiven {
  const plan = sides.find((side) => side.is === 'plan')
  return given.is === 'none' && plan ? { is: 'assumed', facts: plan.plan.plan.source } : given
}

async function compareWith(invocation: Invocation, [old, now]: readonly [Side, Side], given: SourceGiven): Promise<readonly [Compared, Compared] | ExitStatus> {
  if (old.is !== 'call' && now.is !== 'call') return [asWritten(old), asWritten(now)]
  const backend = localBackend(invocation)
  const opened = await openSession(invocation)
  await reportDiagnostics(invocation, opened.diagnostics)
  if (!opened.ok) return exitStatus.refused
  try {
    const inspection = given.is === 'none' ? undefined : await inspect(invocation, given, backend)
    await reportDiagnostics(invocation, inspection?.diagnostics ?? [])
    if (inspection?.ok === false) return statusOfProblems(inspection.diagnostics)
    const both: Compared[] = []
    for (const side of [old, now]) {
      const compared = side.is === 'call' ? await compiled(invocation, opened.value, side.call, { backend, inspection: inspection?.value, given }) : asWritten(side)
      if (compared === undefined) return exitStatus.refused
      both.push(compared)
    }
    const [a, b] = both
    return a && b ? [a, b] : exitStatus.refused
  } finally {
    await opened.value.close()
  }
}

function asWritten(side: Exclude<Side, { readonly is: 'call' }>): Compared {
  return { graph: withoutSecrets(side.graph), ...(side.is === 'plan' && { plan: side.plan }) }
}

async function inspect({ io }: Invocation, given: Exclude<SourceGiven, { readonly is: 'none' }>, backend: LocalBackend): Promise<Result<FfmpegInspection>> {
  const interruption = listenForInterrupts(io)
  try {
    return await (given.is === 'file' ? inspectRequest(backend, given.request, interruption.signal) : backend.assume(given.facts, interruption.signal))
  } finally {
    interruption.forget()
  }
}

interface Planning {
  readonly backend: LocalBackend
  readonly inspection: FfmpegInspection | undefined
  readonly given: SourceGiven
}

async function compiled(invocation: Invocation, session: Session, call: string, { backend, inspection, given }: Planning): Promise<Compared | undefined> {
  const result = await session.compile(call, inspection?.facts ?? 'unknown', given.is === 'file' ? shapeOf(given.request) : undefined)
  await reportDiagnostics(invocation, result.diagnostics)
  if (!result.ok) return undefined
  const graph = withoutSecrets(result.value.graph)
  if (inspection === undefined) return { graph }
  const planned = backend.plan(result.value, inspection, session.options)
  await reportDiagnostics(invocation, planned.diagnostics)
  if (!planned.ok) return undefined
  return { graph, plan: { source: given.is === 'file' ? plannedSource(given.request) : null, plan: planned.value } }
}

function tell({ io, json }: Invocation, [old, now]: readonly [Compared, Compared]): ExitStatus {
  const graph = diffGraphs(old.graph, now.graph)
  const plan = old.plan && now.plan ? diffPlans(old.plan, now.plan) : undefined
  const same = graph.fields.length + graph.tasks.length + (plan ? plan.source.length + plan.steps.length : 0) === 0
  const found: Diff = { same, graph, ...(plan && { plan }) }
  const tasks = now.graph.tasks.length
  if (json) io.stdout.write(`${JSON.stringify({ format: 'vodflow/diff@1', ...found }, undefined, 2)}\n`)
  else io.stdout.write(diffText(found, { colours: hasColours(io.stdout, io.env), tasks }))
  return same ? exitStatus.done : exitStatus.failed
}
