import type { ReviewedFilm, ReviewWork } from '../work.ts'

/** What a reviewer reads on standard input (grammars/review.schema.json has both). */
export interface ReviewRequest {
  readonly format: 'vodflow/review-request@1'
  readonly template: { readonly definition: number; readonly reviewConfidence: number; readonly blockConfidence: number }
  readonly source: ReviewedFilm
  readonly frames: readonly ReviewFrame[]
}

/** A JPEG that is only lent: it is gone once the reviewer has ended. */
export interface ReviewFrame {
  /** Absolute. */
  readonly path: string
  readonly timeSeconds: number
}

/** What it prints, and nothing else: a score for each frame, in the order of the request. */
export interface ReviewAnswer {
  readonly format: 'vodflow/review-answer@1'
  /** What it was that looked, with its version; in place of what the plan says. */
  readonly model?: string
  readonly frames: readonly FrameScore[]
}

export interface FrameScore {
  /** 0–100. */
  readonly confidence: number
  /** What it is taken for, in the reviewer's own words. */
  readonly labels?: readonly string[]
}

export function reviewRequest({ definition, template, samples, film }: Pick<ReviewWork, 'definition' | 'template' | 'samples' | 'film'>, paths: readonly string[]): ReviewRequest {
  const { reviewConfidence, blockConfidence } = template
  return {
    format: 'vodflow/review-request@1', template: { definition, reviewConfidence, blockConfidence }, source: film,
    frames: samples.map((timeSeconds, at) => ({ path: paths[at] ?? '', timeSeconds })),
  }
}

const answerFormat: ReviewAnswer['format'] = 'vodflow/review-answer@1'
const longestText = 200
const mostLabels = 20

/** The answer in a text, or one sentence that says why it is none. */
export function readAnswer(text: string, frames: number): ReviewAnswer | string {
  const value = parsed(text)
  if (!isRecord(value)) return text.trim() === '' ? 'it printed nothing' : `it printed no JSON object, but '${text.trim().slice(0, 80)}'`
  if (value['format'] !== answerFormat) return `its 'format' is ${JSON.stringify(value['format'] ?? null)}, not '${answerFormat}'`
  const { model, frames: scores } = value
  if (model !== undefined && !isText(model)) return `its 'model' is no text of at most ${longestText} characters`
  if (!Array.isArray(scores)) return "its 'frames' is no list"
  if (scores.length !== frames) return `it has scores for ${scores.length} frames, and was given ${frames}`
  const read = scores.map(readScore)
  const wrong = read.findIndex((score) => typeof score === 'string')
  if (wrong >= 0) return `frame ${wrong} of its answer ${String(read[wrong])}`
  return { format: answerFormat, ...(model !== undefined && { model }), frames: read.filter((score) => typeof score !== 'string') }
}

function readScore(value: unknown): FrameScore | string {
  if (!isRecord(value)) return 'is no object'
  const { confidence, labels = [] } = value
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 100)) return `has the confidence ${JSON.stringify(confidence ?? null)}, which is no number from 0 to 100`
  if (!Array.isArray(labels) || labels.length > mostLabels || !labels.every(isText)) return `has 'labels' that are no list of at most ${mostLabels} short texts`
  return { confidence, ...(labels.length > 0 && { labels }) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText
}
