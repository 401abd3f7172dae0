/** What is known of a source, probed or assumed. Times are seconds from the container's start. */
export interface SourceFacts {
  /** One word, `mp4`, not ffprobe's list: mp4, mov, mkv, webm, flv, ts, hls, avi, m4a, mp3, … */
  readonly container: string
  readonly sizeBytes: number
  /** The longer of the longest video and the longest audio stream (presets.md §4.3). */
  readonly durationSeconds: number
  /** Sum of the chosen streams' average bit rates, else size over duration. */
  readonly bitrateKbps: number
  /** The container's first time stamp; every other time here is relative to it. */
  readonly startSeconds: number
  /** All real video streams (cover art is none), the chosen one first. */
  readonly videoStreams: readonly VideoFacts[]
  /** All audio streams that can be decoded, the chosen one first. */
  readonly audioStreams: readonly AudioFacts[]
  /** Lower-case hex, or '' where it was not asked for. */
  readonly md5: string
  /** `RECORD`, `ClientUpload`, … for scripts; '' for a plain file (presets.md §4.3). */
  readonly sourceType: string
  readonly sourceContext: string
}

export interface VideoFacts {
  /** Index of the stream in its file, as ffmpeg's `0:index`. */
  readonly index: number
  /** ffmpeg's decoder word: h264, hevc, vp9, av1, mpeg2video, … */
  readonly codec: string
  readonly profile: string
  readonly pixelFormat: string
  /** As stored. */
  readonly codedWidth: number
  readonly codedHeight: number
  /** As shown: after sample aspect ratio and rotation, rounded to whole pixels. */
  readonly width: number
  readonly height: number
  /** Clockwise degrees that a player turns the picture: 0, 90, 180 or 270. */
  readonly rotation: number
  readonly sampleAspectRatio: Rational
  /** Average frames a second. */
  readonly frameRate: Rational
  readonly variableFrameRate: boolean
  readonly bitrateKbps: number
  readonly startSeconds: number
  readonly durationSeconds: number
  readonly interlaced: boolean
  readonly colour: ColourFacts
}

export interface ColourFacts {
  /** ffmpeg's words; 'unknown' where the file does not say. */
  readonly range: string
  readonly space: string
  readonly primaries: string
  readonly transfer: string
}

export interface AudioFacts {
  readonly index: number
  readonly codec: string
  readonly profile: string
  readonly samplingRate: number
  readonly channels: number
  readonly bitrateKbps: number
  readonly startSeconds: number
  readonly durationSeconds: number
}

export interface Rational {
  readonly num: number
  readonly den: number
}

export function rationalValue(rational: Rational): number {
  return rational.den === 0 ? 0 : rational.num / rational.den
}

export function isHdr(video: VideoFacts): boolean {
  return video.colour.transfer === 'smpte2084' || video.colour.transfer === 'arib-std-b67'
}
