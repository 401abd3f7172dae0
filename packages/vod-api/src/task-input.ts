/** `input` of the elements of `processTaskList`: what was asked for (events.md §2.1.5). */

export interface TranscodeInput {
  readonly definition: number
  /** Whether a watermark was asked for. */
  readonly watermark: 0 | 1
}

export interface AnimatedGraphicsInput {
  readonly definition: number
  /** Seconds. */
  readonly startTime: number
  readonly endTime: number
}

export interface SnapshotByTimeOffsetInput {
  readonly definition: number
  /** Milliseconds. */
  readonly timeOffset: readonly number[]
}

export interface SampleSnapshotInput {
  readonly definition: number
}

export interface CoverBySnapshotInput {
  readonly definition: number
  readonly positionType: 'Time' | 'Percent'
  /** Seconds for `Time`, percent for `Percent`. */
  readonly position: number
}

/** A URL that became a file (events.md §2.1.5). */
export interface PullFileInput {
  readonly url: string
  /** '' where none was given. */
  readonly fileName: string
  /** What it had to be; '' where anything was right. */
  readonly md5: string
}

export interface ImageSpritesInput {
  readonly definition: number
}
