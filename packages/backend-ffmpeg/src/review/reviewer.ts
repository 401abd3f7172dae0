import type { ExecutionContext, Reviewer, StepFailure } from '@vodflow/engine'
import { badAnswer, runHook } from '../execute/run-hook.ts'
import { readAnswer, type ReviewAnswer, type ReviewRequest } from './protocol.ts'

export type Reviewed = { readonly ok: true; readonly answer: ReviewAnswer } | { readonly ok: false; readonly failure: StepFailure }

/** Looks at pictures. Never rejects: all that can go wrong with it has a name. */
export interface PictureReviewer {
  review(request: ReviewRequest, context: Pick<ExecutionContext, 'signal' | 'onProcess'>): Promise<Reviewed>
}

/** A reviewer that is a program of its own, so that whatever memory its model takes is not ours. */
export function programReviewer(reviewer: Reviewer): PictureReviewer {
  return {
    async review(request, context) {
      const end = await runHook(reviewer, request, context)
      if (!end.ok) return end
      const answer = readAnswer(end.text, request.frames.length)
      return typeof answer === 'string' ? { ok: false, failure: badAnswer(reviewer.command[0], answer) } : { ok: true, answer }
    },
  }
}
