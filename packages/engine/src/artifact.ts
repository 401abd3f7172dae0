import type { TaskId } from '@vodflow/core'

/** A file that a run made, verified and in its final place. */
export interface Artifact {
  readonly task: TaskId
  readonly role: 'video' | 'audio' | 'playlist' | 'segment' | 'image' | 'vtt'
  /** Relative to the run's output folder, with `/`. */
  readonly path: string
  readonly sizeBytes: number
  /** Lower-case hex; absent for segments. */
  readonly md5?: string
  /** Milliseconds into the source, for a snapshot at a time offset: as asked for. */
  readonly atMs?: number
  /** What was measured in the file itself; for a playlist, over all its segments. */
  readonly media?: MediaSummary
}

export interface MediaSummary {
  /** mp4, hls, flv, m4a, mp3, gif, webp, jpg, png. */
  readonly container: string
  readonly width: number
  readonly height: number
  readonly durationSeconds: number
  readonly bitrateKbps: number
  readonly videoStreams: readonly { readonly codec: string; readonly width: number; readonly height: number; readonly fps: number; readonly bitrateKbps: number }[]
  readonly audioStreams: readonly { readonly codec: string; readonly samplingRate: number; readonly bitrateKbps: number }[]
  /** Mean structural similarity to the source, where the procedure asks for one. */
  readonly ssim?: number
  /** Small pictures in a sprite. */
  readonly tileCount?: number
  /** RFC 6381, for the master playlist. */
  readonly codecs?: string
  /** The highest segment's bits a second, for the master playlist. */
  readonly peakBitsPerSecond?: number
}
