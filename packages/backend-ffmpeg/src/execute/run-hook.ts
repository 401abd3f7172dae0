import { Readable } from 'node:stream'
import type { ExecutionContext, StepFailure } from '@vodflow/engine'
import { failureOf } from './failure.ts'
import { runProgram } from './run-program.ts'

/** A program of the house's own, or of an optional package, that reads one JSON text and prints one. */
export interface Hook {
  readonly command: readonly [string, ...string[]]
  /** Absolute: where it is started. */
  readonly folder: string
  readonly timeoutSeconds: number
}

export type HookEnd = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly failure: StepFailure }

/** Scores of ten thousand frames with labels are a tenth of this. */
const mostBytes = 8 * 1024 * 1024

/** Never rejects: all that can go wrong with it has a name. */
export async function runHook({ command, folder, timeoutSeconds }: Hook, request: object, { signal, onProcess }: Pick<ExecutionContext, 'signal' | 'onProcess'>): Promise<HookEnd> {
  const [program, ...args] = command
  const flood = new AbortController()
  const chunks: Buffer[] = []
  let bytes = 0
  const end = await runProgram({
    program, args, cwd: folder, limitMs: timeoutSeconds * 1000, onStart: onProcess,
    signal: AbortSignal.any([signal, flood.signal]),
    input: Readable.from([`${JSON.stringify(request)}\n`]),
    onOutput: (chunk) => {
      bytes += chunk.length
      if (bytes > mostBytes) flood.abort()
      else chunks.push(chunk)
    },
  })
  if (flood.signal.aborted) return { ok: false, failure: badAnswer(program, 'it printed more than 8 MiB') }
  const failure = failureOf(end, program)
  return failure === undefined ? { ok: true, text: Buffer.concat(chunks).toString('utf8') } : { ok: false, failure: withoutTrace(failure) }
}

/** The last line is the one that is shown: of a program in JavaScript its error, and not where that came from or who ran it. */
function withoutTrace(failure: StepFailure): StepFailure {
  if (failure.reason !== 'exit-non-zero') return failure
  const { lastLines } = failure
  const error = lastLines.findLastIndex((line) => /^\w*Error( \[\w+\])?: /.test(line))
  return error === -1 ? failure : { ...failure, lastLines: lastLines.slice(0, error + 1) }
}

export function badAnswer(program: string, detail: string): StepFailure {
  return { reason: 'bad-answer', program, detail }
}
