import { judge, suggestionOf } from '@vodflow/backend-ffmpeg'
import type { ReviewTemplate } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

const ten: ReviewTemplate = { reviewConfidence: 50, blockConfidence: 90, stops: true }

function film(confidences: readonly number[], endSeconds = confidences.length) {
  const samples = confidences.map((confidence, at) => ({ confidence, startSeconds: at, path: `p${at}.jpg`, labels: confidence >= 50 ? [`l${at}`] : [] }))
  return judge(samples, ten, endSeconds)
}

test.each([[0, 'pass'], [49.99, 'pass'], [50, 'review'], [89.99, 'review'], [90, 'block'], [100, 'block']] as const)('%d is %s: a threshold belongs to what it begins', (confidence, suggestion) => {
  expect(suggestionOf(confidence, ten)).toBe(suggestion)
})

test('a film without a finding passes and has no segments', () => {
  expect(film([0, 12, 49])).toEqual({ confidence: 49, suggestion: 'pass', samples: 3, segments: [] })
})

test('neighbours of one suggestion are one segment, with the picture of the worst', () => {
  expect(film([10, 60, 70, 70, 20, 95, 55], 6.5)).toEqual({
    confidence: 95, suggestion: 'block', samples: 7,
    segments: [
      { startSeconds: 1, endSeconds: 4, confidence: 70, suggestion: 'review', path: 'p2.jpg', labels: ['l2'] },
      { startSeconds: 5, endSeconds: 6, confidence: 95, suggestion: 'block', path: 'p5.jpg', labels: ['l5'] },
      { startSeconds: 6, endSeconds: 6.5, confidence: 55, suggestion: 'review', path: 'p6.jpg', labels: ['l6'] },
    ],
  })
})

test('what passes in between parts two segments of one suggestion', () => {
  expect(film([60, 0, 60]).segments.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([[0, 1], [2, 3]])
})

test('segments are in order, apart, and cover just the samples that are flagged', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }), (confidences) => {
      const { segments, confidence, suggestion } = film(confidences)
      for (const [at, one] of confidences.entries()) {
        const within = segments.filter(({ startSeconds, endSeconds }) => startSeconds <= at && at < endSeconds)
        expect(within.map((segment) => segment.suggestion)).toEqual(one < 50 ? [] : [suggestionOf(one, ten)])
      }
      for (const [at, segment] of segments.entries()) expect(segment.startSeconds).toBeGreaterThanOrEqual(segments[at - 1]?.endSeconds ?? 0)
      expect(confidence).toBe(Math.max(...confidences))
      expect(suggestion).toBe(suggestionOf(confidence, ten))
    }),
  )
})
