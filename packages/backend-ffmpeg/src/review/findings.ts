import type { ReviewTemplate, Suggestion } from '@vodflow/core'
import type { ReviewFindings, ReviewSegment } from '@vodflow/engine'
import type { FrameScore } from './protocol.ts'

export interface ScoredSample extends FrameScore {
  readonly startSeconds: number
  /** The picture of it. */
  readonly path: string
}

export interface Judged extends Omit<ReviewFindings, 'reviewer'> {
  readonly suggestion: Suggestion
}

/** What a confidence means by the thresholds of a template (templates.md §8): from a threshold on, not above it. */
export function suggestionOf(confidence: number, { reviewConfidence, blockConfidence }: ReviewTemplate): Suggestion {
  if (confidence >= blockConfidence) return 'block'
  return confidence >= reviewConfidence ? 'review' : 'pass'
}

/** The worst sample decides; neighbours of one suggestion are one segment, and what passes is none. */
export function judge(samples: readonly ScoredSample[], template: ReviewTemplate, endSeconds: number): Judged {
  const confidence = Math.max(0, ...samples.map((sample) => sample.confidence))
  return { confidence, suggestion: suggestionOf(confidence, template), samples: samples.length, segments: segmentsOf(samples, template, endSeconds) }
}

function segmentsOf(samples: readonly ScoredSample[], template: ReviewTemplate, endSeconds: number): readonly ReviewSegment[] {
  const segments: ReviewSegment[] = []
  let before: Suggestion = 'pass'
  for (const [at, sample] of samples.entries()) {
    const suggestion = suggestionOf(sample.confidence, template)
    const end = samples[at + 1]?.startSeconds ?? Math.max(endSeconds, sample.startSeconds)
    const last = segments.at(-1)
    if (suggestion !== 'pass') {
      if (last !== undefined && before === suggestion) segments[segments.length - 1] = joined(last, sample, end)
      else segments.push({ startSeconds: sample.startSeconds, endSeconds: end, confidence: sample.confidence, suggestion, path: sample.path, labels: sample.labels ?? [] })
    }
    before = suggestion
  }
  return segments
}

/** The picture of a segment is the first of those with its highest confidence. */
function joined(segment: ReviewSegment, { confidence, path, labels = [] }: ScoredSample, endSeconds: number): ReviewSegment {
  return confidence > segment.confidence ? { ...segment, endSeconds, confidence, path, labels } : { ...segment, endSeconds }
}
