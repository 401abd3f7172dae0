import { aiReviewInfo, contentReviewInfo, type AiReviewInfo, type ContentReviewInfo } from './content-review.ts'
import { errorCodes, type ErrorCode } from './error-code.ts'
import type { DrmInfo, FinishedRun } from './finished-run.ts'
import { metaData, unknownMedia, type MetaData } from './media.ts'
import { processTaskInfo, type ProcessTaskInfo } from './process-task.ts'

/** What GetProcedureInfo answers: the fields stand at the top level, not under `data` (api.md §5). */
export interface ProcedureInfo {
  /** Of the request, not of the run: 0. */
  readonly code: 0
  /** '' where all is well, else what the first failure says. */
  readonly message: string
  readonly status: 'PROCESSING' | 'FINISH'
  /** 0 where all is well, else that of the first failure. */
  readonly errCode: ErrorCode
  readonly fileId: string
  readonly metaData: MetaData
  /** Both only where a review was asked for; the second is what the first replaced (events.md §2.1.2, §2.1.3). */
  readonly contentReviewList?: readonly ContentReviewInfo[]
  readonly aiReview?: AiReviewInfo
  /** Present only where encryption was asked for (events.md §2.1.4). */
  readonly drm?: DrmInfo
  readonly processTaskList: readonly ProcessTaskInfo[]
}

/** Pure. The tasks keep their order; skipped ones are left out. */
export function procedureInfo(run: FinishedRun): ProcedureInfo {
  const processTaskList = run.tasks.map(processTaskInfo).filter((task) => task !== undefined)
  const contentReviewList = run.reviews.map(contentReviewInfo).filter((review) => review !== undefined)
  const aiReview = run.reviews.map(aiReviewInfo).find((review) => review !== undefined)
  const { errCode, message } = verdict(run, [...contentReviewList, ...processTaskList])
  return {
    code: 0,
    message,
    status: run.interrupted ? 'PROCESSING' : 'FINISH',
    errCode,
    fileId: run.fileId,
    metaData: metaData(run.source ?? unknownMedia),
    ...(aiReview && { aiReview }),
    ...(contentReviewList.length > 0 && { contentReviewList }),
    ...(run.drm && { drm: run.drm }),
    processTaskList,
  }
}

function verdict(run: FinishedRun, tasks: readonly Pick<ProcessTaskInfo, 'status' | 'errCode' | 'message'>[]): { readonly errCode: ErrorCode; readonly message: string } {
  if (run.failure) return { errCode: errorCodes[run.failure.fault], message: run.failure.message }
  const failed = tasks.find(({ status }) => status === 'FAIL')
  return failed ? { errCode: failed.errCode, message: failed.message } : { errCode: errorCodes.success, message: '' }
}
