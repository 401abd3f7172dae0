import { prettyJson } from '@vodflow/core'
import { shapeOf } from '@vodflow/engine'
import { exitStatus } from '../exit-status.ts'
import { reportDiagnostics, type Invocation } from '../invocation.ts'
import { factsOf } from '../run/facts-of.ts'
import { sourceGiven, statusOfProblems, type SourceOptions } from '../run/source-facts.ts'
import { withSession } from '../with-session.ts'

/** Prints the task graph: the same bytes for every spelling of one procedure. */
export async function compile(invocation: Invocation, procedure: string, options: SourceOptions): Promise<number> {
  const given = await sourceGiven(invocation, options)
  if (typeof given === 'number') return given
  return withSession(invocation, procedure, async (call, session) => {
    const facts = await factsOf(invocation, given)
    await reportDiagnostics(invocation, facts.diagnostics)
    if (!facts.ok) return statusOfProblems(facts.diagnostics)
    const compiled = await session.compile(call, facts.value, given.is === 'file' ? shapeOf(given.request) : undefined)
    await reportDiagnostics(invocation, compiled.diagnostics)
    if (!compiled.ok) return exitStatus.refused
    invocation.io.stdout.write(prettyJson(compiled.value.graph))
    return exitStatus.done
  })
}
