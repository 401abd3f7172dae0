import { resolve } from 'node:path'
import type { FfmpegInspection } from '@vodflow/backend-ffmpeg'
import type { Result } from '@vodflow/core'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { localBackend, type LocalBackend } from '../local-backend.ts'
import { originsOf, planFile, problemOfSecrets, type PlanFile } from '../plan/plan-file.ts'
import { planBasis, problemOfIdentity } from '../plan/plan-basis.ts'
import { planText } from '../plan/plan-text.ts'
import { planKind, problemOfOutputFile } from '../result/replaceable-file.ts'
import { writeWhole } from '../result/write-result.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import { sourceGiven, statusOfProblems, type SourceGiven, type SourceOptions } from '../run/source-facts.ts'
import type { Session } from '../session.ts'
import { withSession } from '../with-session.ts'

export interface PlanOptions extends SourceOptions {
  readonly output?: string
  readonly identity?: string
}

/** Says what `run` would do; starts nothing but the look at the source. */
export async function plan(invocation: Invocation, procedure: string, options: PlanOptions): Promise<number> {
  const given = await sourceGiven(invocation, options)
  if (typeof given === 'number') return given
  const problem = options.output === undefined ? undefined : await problemOfOutputFile(options.output, invocation.io.cwd, planKind)
  if (problem !== undefined) return refuse(invocation, problem)
  const wrong = problemOfIdentity(options.identity)
  if (wrong !== undefined) return refuse(invocation, wrong)
  if (given.is === 'none') return refuse(invocation, "a plan needs a source; name one with -i, or say what to assume, as in '--assume duration=60,height=720'")
  return withSession(invocation, procedure, async (call, session) => {
    const backend = localBackend(invocation.io)
    const inspected = await inspectionOf(invocation, given, backend)
    await reportDiagnostics(invocation, inspected.diagnostics)
    if (!inspected.ok) return statusOfProblems(inspected.diagnostics)
    const file = await planOf(invocation, call, given, inspected.value, backend, session, options.identity === 'full')
    return file === undefined ? exitStatus.refused : await deliver(invocation, file, options, backend)
  })
}

type Given = Exclude<SourceGiven, { readonly is: 'none' }>

async function inspectionOf({ io }: Invocation, given: Given, backend: LocalBackend): Promise<Result<FfmpegInspection>> {
  const interruption = listenForInterrupts(io)
  try {
    return await (given.is === 'file' ? backend.inspect({ path: given.path }, interruption.signal) : backend.assume(given.facts, interruption.signal))
  } finally {
    interruption.forget()
  }
}

async function planOf(
  invocation: Invocation, call: string, given: Given, inspection: FfmpegInspection, backend: LocalBackend, session: Session, full: boolean,
): Promise<PlanFile | undefined> {
  const compiled = await session.compile(call, inspection.facts)
  await reportDiagnostics(invocation, compiled.diagnostics)
  if (!compiled.ok) return undefined
  const planned = backend.plan(compiled.value, inspection, { speed: session.config.encoder.speed })
  await reportDiagnostics(invocation, planned.diagnostics)
  if (!planned.ok) return undefined
  const request = await session.request(call, '')
  if (!request.ok) return undefined
  const parts = { folder: session.folder, cwd: invocation.io.cwd, request: request.value, inspection, compiled: compiled.value, full }
  const basis = await planBasis(parts)
  return planFile({ call, source: given.is === 'file' ? given.path : null, graph: compiled.value.graph, origins: originsOf(compiled.value), plan: planned.value, basis })
}

async function deliver(invocation: Invocation, file: PlanFile, { output }: PlanOptions, backend: LocalBackend): Promise<number> {
  const { io, json } = invocation
  const secret = output !== undefined || json ? problemOfSecrets(file) : undefined
  if (secret !== undefined) return refuse(invocation, secret)
  const text = `${JSON.stringify(file, undefined, 2)}\n`
  if (output !== undefined) {
    const problem = await writeWhole(resolve(io.cwd, output), text)
    if (problem !== undefined) return refuse(invocation, problem)
    say(invocation, `the plan is in '${output}'; 'vodflow apply ${output} -o FOLDER' does it, and 'vodflow step ${output} ID' a part of it`)
  }
  if (json) io.stdout.write(text)
  else if (output === undefined) io.stdout.write(planText(file, { colours: hasColours(io.stdout, io.env), describe: (step) => backend.describe(step) }))
  return exitStatus.done
}
