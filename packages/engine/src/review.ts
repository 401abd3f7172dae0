import type { Suggestion } from '@vodflow/core'

/** The program that looks at the pictures of a review (docs/review.md). Plain JSON. */
export interface Reviewer {
  /** As people are told of it. */
  readonly name: string
  /** Of its model, with its version; absent where nobody said. */
  readonly model?: string
  /** The program, absolute or looked up in PATH, and its arguments; no shell reads them. */
  readonly command: readonly [string, ...string[]]
  /** Absolute: where it is started. */
  readonly folder: string
  /** Wall clock for all pictures of a review. */
  readonly timeoutSeconds: number
}

/** What a review saw. Plain JSON. */
export interface ReviewFindings {
  /** 0–100: the highest of all pictures. */
  readonly confidence: number
  /** In order; only what is for review or blocked. */
  readonly segments: readonly ReviewSegment[]
  /** How many pictures were looked at. */
  readonly samples: number
  readonly reviewer: Pick<Reviewer, 'name' | 'model'>
}

/** Neighbouring samples of one suggestion. */
export interface ReviewSegment {
  /** From its first sample up to the one after its last, or the film's end. */
  readonly startSeconds: number
  readonly endSeconds: number
  /** The highest in it. */
  readonly confidence: number
  readonly suggestion: Exclude<Suggestion, 'pass'>
  /** The picture with the highest, relative to the output folder. */
  readonly path: string
  /** What the reviewer called it; empty where it gave no names. */
  readonly labels: readonly string[]
}
