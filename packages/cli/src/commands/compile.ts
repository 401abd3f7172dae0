import { prettyJson } from '@vodflow/core'
import { callText } from '../call-text.ts'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { factsOf } from '../run/facts-of.ts'
import { sourceGiven, statusOfProblems, type SourceOptions } from '../run/source-facts.ts'
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
