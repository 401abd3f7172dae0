import { callText } from './call-text.ts'
import { exitStatus } from './exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from './invocation.ts'
import { openSession, type Session } from './session.ts'

/** Reads the call and opens the project for one command. What is wrong with either is said; the project is closed in any case. */
export async function withSession(invocation: Invocation, procedure: string, use: (call: string, session: Session) => Promise<number>): Promise<number> {
  const call = await callText(procedure, invocation.io)
  if (!call.ok) return refuse(invocation, call.problem)
  const opened = await openSession(invocation)
  // What is only worth knowing of a project is said by 'validate', not by each run.
  await reportDiagnostics(invocation, opened.diagnostics.filter(({ severity }) => severity !== 'info'))
  if (!opened.ok) return exitStatus.refused
  try {
    return await use(call.text, opened.value)
  } finally {
    await opened.value.close()
  }
}
