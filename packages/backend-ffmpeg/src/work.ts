import type { ReviewTemplate, TaskId } from '@vodflow/core'
import type { PlanStep, Reviewer } from '@vodflow/engine'

/** What one step of this back end is: ffmpeg commands with what must come out of them, or a named built-in. Plain JSON. */
export type FfmpegWork = CommandWork | MasterPlaylistWork | ReviewWork

export interface CommandWork {
  readonly type: 'ffmpeg'
  readonly program: string
  /** Absolute path of the source, to tell "vanished" from other failures; `SOURCE` when assumed. */
  readonly source: string
  /** Of a join: the other files that are read, each once. */
  readonly moreSources?: readonly string[]
  /** Files from elsewhere that the commands name: copied into the work folder first, under plain names of ours. Absent: none. */
  readonly stage?: readonly StagedFile[]
  /** Made in the work folder before the commands: files of the source under plain names, and the list that names them. */
  readonly prepare?: {
    /** `from` is absolute. */
    readonly links: readonly Arrangement[]
    readonly write: readonly { readonly path: string; readonly text: string }[]
  }
  /** Run one after the other inside the step's work folder. Outputs are plain relative names; inputs are absolute or from the same folder. */
  readonly commands: readonly FfmpegCommand[]
  /** After the commands, inside the work folder: `from` is copied under the name `to`. */
  readonly arrange: readonly Arrangement[]
  /** Text files written into the work folder after the commands (a WebVTT map). */
  readonly write: readonly { readonly path: string; readonly text: string }[]
  /** What is verified and then moved into the output folder. */
  readonly outputs: readonly ExpectedOutput[]
  /** The same work as one step for each task, for when the whole fails; absent where it covers one. In the plan, since a plan alone is applied. */
  readonly alone?: readonly PlanStep<FfmpegWork>[]
}

export interface FfmpegCommand {
  /** Without the program, and without what the runner adds on its own: -hide_banner -nostdin -y -v -progress -nostats. */
  readonly args: readonly string[]
  /** Seconds of source it goes through: progress is `out_time` over this. */
  readonly mediaSeconds: number
  /** Copied inside the work folder before it starts: a picture shown twice is made once, and a sheet needs it twice. */
  readonly arrange?: readonly Arrangement[]
  /** An encrypted playlist that it reads: `to` is made of `from` before it starts, with the key's file in place of its address. */
  readonly unlock?: Arrangement
  /** It reads single packets of the source from its standard input. */
  readonly packets?: PacketFeed
}

/** Which frames of a source are decoded for their own sake: only their packets are read, and those that they need. */
export interface PacketFeed {
  readonly container: 'movie' | 'matroska'
  /** As ffmpeg counts the source's streams. */
  readonly stream: number
  /** The container's first time stamp, which ticks are counted from. */
  readonly startSeconds: number
  /** Ascending: each frame's place in the film, and when it is shown in ticks of the stream. */
  readonly frames: readonly { readonly index: number; readonly tick: number }[]
  /** The same pictures without it: where the packets turn out not to be what the index says. */
  readonly otherwise: { readonly commands: readonly Omit<FfmpegCommand, 'packets'>[]; readonly arrange: readonly Arrangement[] }
}

export interface StagedFile {
  /** Absolute. */
  readonly from: string
  readonly to: string
  /** What it was when the plan was made: anything else is refused. */
  readonly sha256: string
}

export interface Arrangement {
  readonly from: string
  readonly to: string
}

/** Made from what the HLS transcodes of this run turned out to be. */
export interface MasterPlaylistWork {
  readonly type: 'hls-master-playlist'
  readonly task: TaskId
  readonly path: string
  /** The transcode tasks it lists, in order. */
  readonly renditions: readonly TaskId[]
}

/** Pictures are made as any pictures are, then somebody looks at them, and only those of what is flagged are kept. */
export interface ReviewWork {
  readonly type: 'review'
  readonly task: TaskId
  readonly definition: number
  readonly template: ReviewTemplate
  readonly pictures: CommandWork
  /** Seconds, for each picture in its order: what it stands for begins there. */
  readonly samples: readonly number[]
  /** What a reviewer is told of the film; its end is where the last sample ends. */
  readonly film: ReviewedFilm
  /** Absent where there is none: the step is unavailable then. */
  readonly reviewer?: Reviewer
}

export interface ReviewedFilm {
  readonly durationSeconds: number
  /** As shown. */
  readonly width: number
  readonly height: number
  readonly fps: number
}

export type ExpectedOutput = ExpectedMedia | ExpectedImages | ExpectedSprite

/** An MP4, FLV, M4A, MP3, GIF, WebP, or an HLS playlist with its segments. */
export interface ExpectedMedia {
  readonly kind: 'media'
  readonly task: TaskId
  /** The file, or the playlist. */
  readonly path: string
  readonly container: 'mp4' | 'hls' | 'flv' | 'm4a' | 'mp3' | 'gif' | 'webp'
  readonly video?: {
    /** ffmpeg's decoder word. */
    readonly codec: string
    /** As shown. */
    readonly width: number
    readonly height: number
    readonly rotation: number
    /** Absent: whatever the source has (remux). */
    readonly pixelFormat?: string
    readonly durationSeconds: number
    /** May differ by this much: one output frame. */
    readonly toleranceSeconds: number
  }
  readonly audio?: {
    readonly codec: string
    readonly samplingRate?: number
    readonly channels?: number
    readonly durationSeconds: number
    /** Two audio frames. */
    readonly toleranceSeconds: number
  }
  /** The mean structural similarity that it must reach, and the file in the work folder that tells it frame by frame. */
  readonly quality?: { readonly ssim: number; readonly log: string }
  /** Of encrypted HLS: the file that tells ffmpeg the key, written into the work folder before the commands and never moved out of it. */
  readonly keyInfo?: string
  /** Decode the tail too: for copied streams. */
  readonly deep: boolean
}

export interface ExpectedImages {
  readonly kind: 'images'
  readonly task: TaskId
  readonly format: 'jpg' | 'png'
  readonly width: number
  readonly height: number
  /** In order; `atMs` for snapshots at time offsets. */
  readonly files: readonly { readonly path: string; readonly atMs?: number }[]
}

export interface ExpectedSprite {
  readonly kind: 'sprite'
  readonly task: TaskId
  readonly sheets: readonly string[]
  readonly vtt: string
  /** Of a whole sheet. */
  readonly width: number
  readonly height: number
  readonly tileCount: number
  /** Where sheets are put together as their tiles come: the file in the work folder that has a line for each tile. */
  readonly tally?: string
  /** When the film ends, which the map must cover from its start. */
  readonly endSeconds: number
}
