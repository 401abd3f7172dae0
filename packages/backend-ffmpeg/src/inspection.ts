import type { Rational, SourceFacts, ToolBuild } from '@vodflow/core'
import type { Inspection, Reviewer } from '@vodflow/engine'

/** What this back end knows before it plans. Plain JSON. */
export interface FfmpegInspection extends Inspection {
  /** Of the whole, derived from its parts: what a probe of the clipped or joined film would tell. */
  readonly facts: SourceFacts
  /** What is read, in order; one for a plain file. */
  readonly parts: readonly InspectedPart[]
  /** Of the chosen video stream; absent without one. For an assumed source: constant, from its frame rate. */
  readonly frames?: FrameTimes
  /** Seconds from the start, ascending; of the chosen video stream. */
  readonly keyFrames: readonly number[]
  /** False for containers without an index (TS, FLV): `-ss` may give no picture and exit 0 (performance.md §F). */
  readonly seekable: boolean
  readonly capabilities: Capabilities
  /** Who looks at the pictures of a review, or why nobody can; absent: nobody was looked for. */
  readonly review?: ReviewerAtHand
}

export type ReviewerAtHand = { readonly is: 'found'; readonly reviewer: Reviewer } | { readonly is: 'missing'; readonly why: string }

export type InspectedPart = InspectedFile | InspectedGap

/** A file as it is, with what of it is wanted. */
export interface InspectedFile {
  /** Absent for an assumed one; a plan then names its input `SOURCE`. */
  readonly file?: { readonly path: string; readonly identity: SourceIdentity }
  /** Of all of the file, as are the members below. */
  readonly facts: SourceFacts
  readonly frames?: FrameTimes
  readonly keyFrames: readonly number[]
  readonly seekable: boolean
  /** Of the chosen video stream: in the file, and kept from being shown by an edit list. Absent: none. */
  readonly hiddenFrames?: number
  /** Of the chosen video stream; absent where nobody looked. */
  readonly packets?: PacketAccess
  /** Packets of the chosen video stream do not come in the order in which they are shown; absent: they do. */
  readonly reordered?: true
  /** Those of the key frames that pictures from before are mixed with, so that nothing can be cut there; absent: none. */
  readonly openKeyFrames?: readonly number[]
  /** Absent: all of it. */
  readonly clip?: ResolvedClip
  /** Present where joining without a decode is possible but for these. */
  readonly parameters?: StreamParameters
}

/** By which index single packets are found; or, as half a sentence, why they are not. */
export type PacketAccess = { readonly container: 'movie' | 'matroska' } | { readonly why: string }

/** By the stream's index, a digest of what its decoder is told: streams of equal ones need no new decoder. */
export type StreamParameters = Readonly<Record<string, string>>

/** A part without a file: nothing was recorded for so long. */
export interface InspectedGap {
  readonly gapSeconds: number
}

/** A clip of a file whose frames are known. Seconds from the container's start. */
export interface ResolvedClip {
  /** Zero of the clip's own times. Of a constant rate it is its first frame's time, so that the frames keep their grid. */
  readonly startSeconds: number
  readonly endSeconds: number
  /** Of the chosen video stream, by their place in presentation order; absent where none is shown in the clip. */
  readonly frames?: { readonly first: number; readonly count: number }
}

/** design.md §2: size, mtime and SHA-256 of the first and last MiB. */
export interface SourceIdentity {
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly sha256OfEnds: string
}

/**
 * When each frame is shown, in presentation order, in ticks of the stream from the container's start.
 * Runs of equal steps keep it small: a constant rate is one run, whatever its length.
 */
export interface FrameTimes {
  /** Seconds a tick. */
  readonly timeBase: Rational
  readonly runs: readonly FrameRun[]
  /** Ticks that the last frame is shown. */
  readonly lastDuration: number
}

export interface FrameRun {
  readonly first: number
  readonly step: number
  readonly count: number
}

/** What the ffmpeg at hand can do, asked of it once and cached by the binary's identity. */
export interface Capabilities extends ToolBuild {
  /** Absent where no ffprobe was found. */
  readonly probeProgram?: string
  /** By their own name and by the codec they decode; `av1` only where it is decoded in software. */
  readonly decoders: readonly string[]
  readonly demuxers: readonly string[]
  /** `-fps_mode` in place of `-vsync`, `-stats_period`: absent in the 2018 build. */
  readonly options: { readonly fpsMode: boolean; readonly statsPeriod: boolean }
}

/** The file of a part that has one. */
export function fileOf(part: InspectedPart | undefined): InspectedFile['file'] {
  return part !== undefined && 'facts' in part ? part.file : undefined
}
