import type { Result, SourceFacts } from '@vodflow/core'
import type { Invocation } from '../invocation.ts'
import { listenForInterrupts } from './interruption.ts'
import { mapResult, type SourceGiven } from './source-facts.ts'

/** What is known of the source that a command was told of. */
export async function factsOf(invocation: Invocation, given: SourceGiven): Promise<Result<SourceFacts | 'unknown'>> {
  if (given.is === 'none') return { ok: true, value: 'unknown', diagnostics: [] }
  if (given.is === 'assumed') return { ok: true, value: given.facts, diagnostics: [] }
  // The back end is loaded only where there is a file to look at.
  const { inspectRequest, localBackend } = await import('../local-backend.ts')
  const interruption = listenForInterrupts(invocation.io)
  try {
    return mapResult(await inspectRequest(localBackend(invocation), given.request, interruption.signal), ({ facts }) => facts)
  } finally {
    interruption.forget()
  }
}
