import { prettyJson, type Result, type SourceFacts } from '@vodflow/core'
import { callText } from '../call-text.ts'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import { mapResult, sourceGiven, statusOfProblems, type SourceGiven, type SourceOptions } from '../run/source-facts.ts'
import { openSession } from '../session.ts'

/** Prints the task graph: the same bytes for every spelling of one procedure. */
export async function compile(invocation: Invocation, procedure: string, options: SourceOptions): Promise<number> {
  const given = await sourceGiven(invocation, options)
  if (typeof given === 'number') return given
  const call = await callText(procedure, invocation.io)
  if (!call.ok) return refuse(invocation, call.problem)
  const opened = await openSession(invocation)
  await reportDiagnostics(invocation, opened.diagnostics)
  if (!opened.ok) return exitStatus.refused
  try {
    const facts = await factsOf(invocation, given)
    await reportDiagnostics(invocation, facts.diagnostics)
    if (!facts.ok) return statusOfProblems(facts.diagnostics)
    const compiled = await opened.value.compile(call.text, facts.value)
    await reportDiagnostics(invocation, compiled.diagnostics)
    if (!compiled.ok) return exitStatus.refused
    invocation.io.stdout.write(prettyJson(compiled.value.graph))
    return exitStatus.done
  } finally {
    await opened.value.close()
  }
}

async function factsOf({ io }: Invocation, given: SourceGiven): Promise<Result<SourceFacts | 'unknown'>> {
  if (given.is === 'none') return { ok: true, value: 'unknown', diagnostics: [] }
  if (given.is === 'assumed') return { ok: true, value: given.facts, diagnostics: [] }
  // The back end is loaded only where there is a file to look at.
  const { localBackend } = await import('../local-backend.ts')
  const interruption = listenForInterrupts(io)
  try {
    return mapResult(await localBackend(io).inspect({ path: given.path }, interruption.signal), ({ facts }) => facts)
  } finally {
    interruption.forget()
  }
}
