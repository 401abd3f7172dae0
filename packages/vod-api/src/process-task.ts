import { errorCodes, type ErrorCode } from './error-code.ts'
import type { FinishedTask, MadeMedia, TaskState } from './finished-run.ts'
import { metaData, type MetaData } from './media.ts'
import type {
  AnimatedGraphicsInput, CoverBySnapshotInput, ImageSpritesInput, PullFileInput, SampleSnapshotInput, SnapshotByTimeOffsetInput, TranscodeInput,
} from './task-input.ts'

/** The definition that the HLS master playlist has in a list of transcodes, and its container there (templates.md §1, api.md §7). */
export const masterPlaylistDefinition = 10000
export const masterPlaylistContainer = 'hls,applehttp'

export type TaskStatus = 'PROCESSING' | 'SUCCESS' | 'FAIL'

/** The frame of every element of `processTaskList`; `output` is there on SUCCESS only (events.md §2.1.5). */
interface Frame<T extends string, Input, Output> {
  readonly taskType: T
  readonly status: TaskStatus
  readonly errCode: ErrorCode
  readonly message: string
  readonly input: Input
  readonly output?: Output
}

/** An element of `processTaskList`, one for each template (events.md §2.1.5). */
export type ProcessTaskInfo =
  | Frame<'PullFile', PullFileInput, PullFileOutput>
  | Frame<'Transcode', TranscodeInput, TranscodeOutput>
  | Frame<'AnimatedGraphics', AnimatedGraphicsInput, AnimatedGraphicsOutput>
  | Frame<'SnapshotByTimeOffset', SnapshotByTimeOffsetInput, SnapshotByTimeOffsetOutput>
  | Frame<'SampleSnapshot', SampleSnapshotInput, SampleSnapshotOutput>
  | Frame<'CoverBySnapshot', CoverBySnapshotInput, CoverBySnapshotOutput>
  | Frame<'ImageSprites', ImageSpritesInput, ImageSpritesOutput>

/** What is told of a source, of the file that was made; of HLS `size` counts the segments too and `md5` is that of the playlist. */
export interface TranscodeOutput extends MetaData {
  readonly url: string
}

export interface AnimatedGraphicsOutput {
  readonly url: string
  readonly container: string
  readonly fps: number
  readonly height: number
  readonly width: number
}

export interface SnapshotByTimeOffsetOutput {
  /** `timeOffset` in milliseconds. */
  readonly imgInfo: readonly { readonly timeOffset: number; readonly url: string }[]
}

export interface SampleSnapshotOutput {
  readonly imageUrls: readonly string[]
}

/** One string, as in the documents' example; their table says Array. */
export interface CoverBySnapshotOutput {
  readonly imageUrl: string
}

export interface PullFileOutput {
  readonly fileId: string
  readonly fileSize: number
  readonly url: string
}

export interface ImageSpritesOutput {
  /** Small pictures, over all sheets. */
  readonly totalCount: number
  readonly urlList: readonly string[]
  readonly webVttUrl: string
}

/** The element for one task, or none where the task was skipped. */
export function processTaskInfo(task: FinishedTask): ProcessTaskInfo | undefined {
  switch (task.taskType) {
    case 'PullFile':
      return framed(task, ({ fileId, sizeBytes, url }) => ({ fileId, fileSize: sizeBytes, url }))
    case 'Transcode':
      return framed(task, (made) => transcodeOutput(made, task.input.definition))
    case 'AnimatedGraphics':
      return framed(task, animatedGraphicsOutput)
    case 'SnapshotByTimeOffset':
      return framed(task, ({ images }) => ({ imgInfo: images.map(({ timeOffsetMs, url }) => ({ timeOffset: timeOffsetMs, url })) }))
    case 'SampleSnapshot':
      return framed(task, ({ urls }) => ({ imageUrls: urls }))
    case 'CoverBySnapshot':
      return framed(task, ({ urls }) => ({ imageUrl: urls[0] ?? '' }))
    case 'ImageSprites':
      // Only a sprite says SUCCESS in words (events.md §2.1.5).
      return framed(task, ({ tileCount, urls, webVttUrl }) => ({ totalCount: tileCount, urlList: urls, webVttUrl }), 'SUCCESS')
  }
}

function framed<T extends string, Input, Made, Output>(
  task: { readonly taskType: T; readonly input: Input; readonly state: TaskState<Made> },
  outputOf: (made: Made) => Output,
  successMessage = '',
): Frame<T, Input, Output> | undefined {
  const { taskType, input, state } = task
  switch (state.is) {
    case 'skipped':
      return undefined
    case 'unfinished':
      return { taskType, status: 'PROCESSING', errCode: errorCodes.success, message: '', input }
    case 'failed':
      return { taskType, status: 'FAIL', errCode: errorCodes[state.failure.fault], message: state.failure.message, input }
    case 'done':
      return { taskType, status: 'SUCCESS', errCode: errorCodes.success, message: successMessage, input, output: outputOf(state.made) }
  }
}

function transcodeOutput({ url, media }: MadeMedia, definition: number): TranscodeOutput {
  const described = metaData(media)
  return { url, ...described, container: definition === masterPlaylistDefinition ? masterPlaylistContainer : described.container }
}

function animatedGraphicsOutput({ url, media }: MadeMedia): AnimatedGraphicsOutput {
  const { container, height, width, videoStreamList } = metaData(media)
  return { url, container, fps: videoStreamList[0]?.fps ?? 0, height, width }
}
