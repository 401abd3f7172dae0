import { errorCodes, type ErrorCode } from './error-code.ts'
import type { FinishedReview, MadeReview, ReviewSuggestion } from './finished-run.ts'
import type { TaskStatus } from './process-task.ts'

/** An element of `contentReviewList` (events.md §2.1.3). */
export interface ContentReviewInfo {
  readonly taskType: 'Porn'
  readonly status: TaskStatus
  readonly errCode: ErrorCode
  readonly message: string
  readonly input: { readonly definition: number }
  /** Only on SUCCESS. */
  readonly output?: ContentReviewOutput
}

export interface ContentReviewOutput {
  /** 0–100. */
  readonly confidence: number
  readonly suggestion: ReviewSuggestion
  readonly segments: readonly ContentReviewSegment[]
}

export interface ContentReviewSegment {
  /** Seconds. */
  readonly startTimeOffset: number
  readonly endTimeOffset: number
  readonly confidence: number
  readonly suggestion: ReviewSuggestion
  readonly url: string
  /** Unix seconds; `neverExpires` for a file that stays. */
  readonly picUrlExpireTimeStamp: number
}

/** The form of 2018-02, of a review that has ended well (events.md §2.1.2). */
export interface AiReviewInfo {
  readonly definition: number
  /** What was found; empty where nothing was. */
  readonly riskType: readonly 'Porn'[]
  readonly imgInfo: readonly { readonly url: string; readonly riskType: readonly 'Porn'[] }[]
}

/**
 * A picture in a folder stays until somebody removes it. Not 0, which a client that compares it with the clock takes for long
 * ago: the last second that fits the 32 bits which such clients may have for it (2038).
 */
export const neverExpires = 2 ** 31 - 1

/** The element for one review, or none where it was skipped. */
export function contentReviewInfo({ definition, state }: FinishedReview): ContentReviewInfo | undefined {
  const taskType = 'Porn'
  const input = { definition }
  const well = { errCode: errorCodes.success, message: '', input } as const
  switch (state.is) {
    case 'skipped':
      return undefined
    case 'unfinished':
      return { taskType, status: 'PROCESSING', ...well }
    case 'failed':
      return { taskType, status: 'FAIL', errCode: errorCodes[state.failure.fault], message: state.failure.message, input }
    case 'done':
      return { taskType, status: 'SUCCESS', ...well, output: outputOf(state.made) }
  }
}

function outputOf({ confidence, suggestion, segments }: MadeReview): ContentReviewOutput {
  return {
    confidence, suggestion,
    segments: segments.map((segment) => ({
      startTimeOffset: segment.startSeconds, endTimeOffset: segment.endSeconds, confidence: segment.confidence, suggestion: segment.suggestion,
      url: segment.url, picUrlExpireTimeStamp: neverExpires,
    })),
  }
}

/** None before the review has ended well: without pictures it would read as a film in which nothing was found. */
export function aiReviewInfo({ definition, state }: FinishedReview): AiReviewInfo | undefined {
  if (state.is !== 'done') return undefined
  const { suggestion, segments } = state.made
  return { definition, riskType: suggestion === 'pass' ? [] : ['Porn'], imgInfo: segments.map(({ url }) => ({ url, riskType: ['Porn'] })) }
}
