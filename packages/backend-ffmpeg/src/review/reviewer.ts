import type { ExecutionContext, Reviewer, StepFailure } from '@vodflow/engine'
import { Readable } from 'node:stream'
import { failureOf } from '../execute/failure.ts'
import { runProgram } from '../execute/run-program.ts'
import { readAnswer, type ReviewAnswer, type ReviewRequest } from './protocol.ts'

export type Reviewed = { readonly ok: true; readonly answer: ReviewAnswer } | { readonly ok: false; readonly failure: StepFailure }

/** Looks at pictures. Never rejects: all that can go wrong with it has a name. */
export interface PictureReviewer {
  review(request: ReviewRequest, context: Pick<ExecutionContext, 'signal' | 'onProcess'>): Promise<Reviewed>
}

/** Scores of ten thousand frames with labels are a tenth of this. */
const mostBytes = 8 * 1024 * 1024

/** A reviewer that is a program of its own, so that whatever memory its model takes is not ours. */
export function programReviewer({ command, folder, timeoutSeconds }: Reviewer): PictureReviewer {
  const [program, ...args] = command
  return {
    async review(request, { signal, onProcess }) {
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
      if (flood.signal.aborted) return badAnswer(program, 'it printed more than 8 MiB')
      const failure = failureOf(end, program)
      if (failure !== undefined) return { ok: false, failure }
      const answer = readAnswer(Buffer.concat(chunks).toString('utf8'), request.frames.length)
      return typeof answer === 'string' ? badAnswer(program, answer) : { ok: true, answer }
    },
  }
}

function badAnswer(program: string, detail: string): Reviewed {
  return { ok: false, failure: { reason: 'bad-answer', program, detail } }
}
