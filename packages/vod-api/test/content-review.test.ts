import { procedureInfo, type FinishedReview, type FinishedRun } from '@vodflow/vod-api'
import { expect, test } from 'vitest'

function run(...reviews: readonly FinishedReview[]): FinishedRun {
  return { fileId: '', interrupted: false, reviews, tasks: [] }
}

const found: FinishedReview = {
  definition: 10,
  state: {
    is: 'done',
    made: {
      confidence: 97.25, suggestion: 'block',
      segments: [
        { startSeconds: 3, endSeconds: 5, confidence: 60, suggestion: 'review', url: 'review.f10_3000.jpg' },
        { startSeconds: 5, endSeconds: 6.5, confidence: 97.25, suggestion: 'block', url: 'review.f10_5000.jpg' },
      ],
    },
  },
}

test('what was found, in the form of 2018-07 and in the one before it', () => {
  const { contentReviewList, aiReview, errCode } = procedureInfo(run(found))
  expect(errCode).toBe(0)
  expect(contentReviewList).toEqual([{
    taskType: 'Porn', status: 'SUCCESS', errCode: 0, message: '', input: { definition: 10 },
    output: {
      confidence: 97.25, suggestion: 'block',
      segments: [
        { startTimeOffset: 3, endTimeOffset: 5, confidence: 60, suggestion: 'review', url: 'review.f10_3000.jpg', picUrlExpireTimeStamp: 2_147_483_647 },
        { startTimeOffset: 5, endTimeOffset: 6.5, confidence: 97.25, suggestion: 'block', url: 'review.f10_5000.jpg', picUrlExpireTimeStamp: 2_147_483_647 },
      ],
    },
  }])
  expect(aiReview).toEqual({
    definition: 10, riskType: ['Porn'], imgInfo: [{ url: 'review.f10_3000.jpg', riskType: ['Porn'] }, { url: 'review.f10_5000.jpg', riskType: ['Porn'] }],
  })
})

test('the keys stand in the documents\' order', () => {
  const info = procedureInfo({ ...run(found), drm: { definition: 10, keySource: '', getKeyUrl: '', edkList: [] } })
  expect(Object.keys(info)).toEqual(['code', 'message', 'status', 'errCode', 'fileId', 'metaData', 'aiReview', 'contentReviewList', 'drm', 'processTaskList'])
  expect(Object.keys(info.contentReviewList?.[0] ?? {})).toEqual(['taskType', 'status', 'errCode', 'message', 'input', 'output'])
})

test('nothing found', () => {
  const { contentReviewList, aiReview } = procedureInfo(run({ definition: 20, state: { is: 'done', made: { confidence: 4, suggestion: 'pass', segments: [] } } }))
  expect(contentReviewList?.[0]?.output).toEqual({ confidence: 4, suggestion: 'pass', segments: [] })
  expect(aiReview).toEqual({ definition: 20, riskType: [], imgInfo: [] })
})

test('a review that has not ended has no output, and nothing that reads as nothing found', () => {
  const { contentReviewList, aiReview } = procedureInfo(run({ definition: 10, state: { is: 'unfinished' } }))
  expect(contentReviewList).toEqual([{ taskType: 'Porn', status: 'PROCESSING', errCode: 0, message: '', input: { definition: 10 } }])
  expect(aiReview).toBeUndefined()
})

test('a review that failed is the first failure of the run', () => {
  const info = procedureInfo(run({ definition: 10, state: { is: 'failed', failure: { fault: 'source', message: 'gone' } } }))
  expect(info).toMatchObject({ errCode: 30009, message: 'gone', contentReviewList: [{ status: 'FAIL', errCode: 30009, message: 'gone' }] })
  expect(info.aiReview).toBeUndefined()
})

test('without a review, and with one that was skipped, neither is there', () => {
  for (const info of [procedureInfo(run()), procedureInfo(run({ definition: 10, state: { is: 'skipped' } }))]) expect('contentReviewList' in info || 'aiReview' in info).toBe(false)
})
