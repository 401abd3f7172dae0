import type { Fault } from './error-code.ts'
import type { MeasuredMedia } from './media.ts'
import type {
  AnimatedGraphicsInput, CoverBySnapshotInput, ImageSpritesInput, PullFileInput, SampleSnapshotInput, SnapshotByTimeOffsetInput, TranscodeInput,
} from './task-input.ts'

/** A run in this package's own words: what `procedureInfo` reads. Urls are relative to the output folder, or absolute. */
export interface FinishedRun {
  /** '' for a plain file. */
  readonly fileId: string
  /** True where it ended before all its tasks did. */
  readonly interrupted: boolean
  /** Absent where the source could not be read. */
  readonly source?: MeasuredMedia
  /** What ended the run before it had tasks. */
  readonly failure?: Failure
  /** Present only where encryption was asked for. */
  readonly drm?: DrmInfo
  /** Empty where no review was asked for. */
  readonly reviews: readonly FinishedReview[]
  readonly tasks: readonly FinishedTask[]
}

export interface Failure {
  readonly fault: Fault
  readonly message: string
}

/** `drm` of GetProcedureInfo (events.md §2.1.4). */
export interface DrmInfo {
  readonly definition: number
  readonly keySource: string
  readonly getKeyUrl: string
  readonly edkList: readonly string[]
}

/** A review that was skipped is in no list. */
export interface FinishedReview {
  readonly definition: number
  readonly state: TaskState<MadeReview>
}

export interface MadeReview {
  /** 0–100. */
  readonly confidence: number
  readonly suggestion: ReviewSuggestion
  /** Only what is for review or blocked. */
  readonly segments: readonly MadeReviewSegment[]
}

export type ReviewSuggestion = 'pass' | 'review' | 'block'

export interface MadeReviewSegment {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly confidence: number
  readonly suggestion: ReviewSuggestion
  readonly url: string
}

interface Finished<T extends string, Input, Made> {
  readonly taskType: T
  readonly input: Input
  readonly state: TaskState<Made>
}

/** `skipped` tasks are left out of the list; `unfinished` ones are PROCESSING. */
export type TaskState<Made> =
  | { readonly is: 'done'; readonly made: Made }
  | { readonly is: 'failed'; readonly failure: Failure }
  | { readonly is: 'unfinished' }
  | { readonly is: 'skipped' }

export type FinishedTask =
  | Finished<'PullFile', PullFileInput, PulledFile>
  | Finished<'Transcode', TranscodeInput, MadeMedia>
  | Finished<'AnimatedGraphics', AnimatedGraphicsInput, MadeMedia>
  | Finished<'SnapshotByTimeOffset', SnapshotByTimeOffsetInput, MadeSnapshots>
  | Finished<'SampleSnapshot', SampleSnapshotInput, MadeImages>
  | Finished<'CoverBySnapshot', CoverBySnapshotInput, MadeImages>
  | Finished<'ImageSprites', ImageSpritesInput, MadeSprite>

/** `media.sizeBytes` counts every file of it: of HLS the playlist and its segments. */
export interface MadeMedia {
  readonly url: string
  readonly media: MeasuredMedia
}

export interface MadeSnapshots {
  readonly images: readonly { readonly timeOffsetMs: number; readonly url: string }[]
}

export interface MadeImages {
  readonly urls: readonly string[]
}

export interface PulledFile {
  /** '' where files have none. */
  readonly fileId: string
  readonly sizeBytes: number
  /** Of the file that it became; '' where that is not kept. */
  readonly url: string
}

export interface MadeSprite {
  /** Small pictures, over all sheets. */
  readonly tileCount: number
  readonly urls: readonly string[]
  readonly webVttUrl: string
}
