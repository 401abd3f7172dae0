import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { reportDiagnostics, type Invocation } from '../invocation.ts'
import { missingTools } from '../local-backend.ts'

/** The status to end with where ffmpeg, or a sandbox that is required, is not at hand, which is told, or where the user did not wait to hear it. */
export async function statusWithoutTools(invocation: Invocation, signal: AbortSignal): Promise<ExitStatus | undefined> {
  const missing = await missingTools(invocation, signal)
  if (signal.aborted) return exitStatus.interrupted
  await reportDiagnostics(invocation, missing)
  return missing.length > 0 ? exitStatus.refused : undefined
}
