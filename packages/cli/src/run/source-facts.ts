import { assumeFacts, fail, ok, type Diagnostic, type Result, type SourceFacts } from '@vodflow/core'
import type { SourceRequest } from '@vodflow/engine'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { problemOfInput } from './check-paths.ts'
import { clippedInput } from './file-input.ts'

/** `-i`, `--clip` and `--assume` of the commands that look at a source. */
export interface SourceOptions {
  readonly input: readonly string[]
  readonly clip?: string
  readonly keepSource?: true
  readonly assume?: string
}

/** What a command was told of its source. */
export type SourceGiven =
  | { readonly is: 'file'; readonly request: SourceRequest }
  | { readonly is: 'assumed'; readonly facts: SourceFacts }
  | { readonly is: 'none' }

/** Says what is wrong with the options, or what was filled in; the exit status where they cannot be used. */
export async function sourceGiven(invocation: Invocation, { input, clip, assume }: SourceOptions): Promise<SourceGiven | ExitStatus> {
  if (input.length > 1) return refuse(invocation, `-i is given ${input.length} times; one source at a time here`)
  const [path] = input
  if (path !== undefined && assume !== undefined) return refuse(invocation, '-i and --assume exclude each other; the facts of a file are read from it')
  if (path !== undefined) {
    const problem = problemOfInput(path)
    if (problem !== undefined) return refuse(invocation, problem)
    const file = clippedInput(path, clip, invocation.io.cwd)
    await reportDiagnostics(invocation, file.diagnostics)
    return file.ok ? { is: 'file', request: file.value } : exitStatus.refused
  }
  if (clip !== undefined) return refuse(invocation, '--clip is of a file; name one with -i')
  if (assume === undefined) return { is: 'none' }
  const assumed = assumeFacts(assume)
  await reportDiagnostics(invocation, assumed.diagnostics)
  if (!assumed.ok) return exitStatus.refused
  const { facts, filled } = assumed.value
  if (filled.length > 0) say(invocation, `assuming what --assume does not say: ${filled.join(', ')}`)
  return { is: 'assumed', facts }
}

/** The source, which `--keep-source` makes one more output. */
export function keptSource(request: SourceRequest, { keepSource }: Pick<SourceOptions, 'keepSource'>): SourceRequest {
  return keepSource ? { ...request, keep: true } : request
}

/** A source that cannot be read is its own fault (1); all else was refused before any work (2). */
export function statusOfProblems(diagnostics: readonly Diagnostic[]): ExitStatus {
  return diagnostics.some(({ code, severity }) => severity === 'error' && code.startsWith('check/source-')) ? exitStatus.failed : exitStatus.refused
}

/** For results that only need the facts of an inspection. */
export function mapResult<A, B>(result: Result<A>, change: (value: A) => B): Result<B> {
  return result.ok ? ok(change(result.value), result.diagnostics) : fail(...result.diagnostics)
}
