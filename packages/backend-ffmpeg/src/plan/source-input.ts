import { endsEarly } from '../cut-points.ts'
import { frameOfIndex, frameCount, type FrameAt } from '../frame-times.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import { fileOf, type InspectedFile, type ResolvedClip } from '../inspection.ts'
import { decimal } from './decimal.ts'
import { joinFrame, joinInput, joinRange } from './join-input.ts'
import { seekPoint } from './seek-point.ts'
import type { Scene } from './scene.ts'

/** The source as the inputs of one command: how it is read, and what its streams are called there. */
export interface SourceInput {
  readonly args: readonly string[]
  /** How many inputs these are: the number of the next. */
  readonly count: number
  /** Of a filter graph, before its other chains. */
  readonly chains: readonly string[]
  /** Label of the chosen video stream in a filter graph. */
  readonly video: string
  /** What its frames go through before anything else. */
  readonly videoFilters: readonly string[]
  /** The chosen audio stream for `-map`. */
  readonly audio: string
  readonly audioFilters: readonly string[]
}

/** Seconds of the source, from its start. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A clip in the file that it is of. */
export interface Cut {
  readonly part: InspectedFile
  readonly clip: ResolvedClip
  /** Where in the file reading begins. */
  readonly from: number
  /** Seconds between that and the clip's zero. */
  readonly late: number
}

export interface WholeOptions {
  readonly before?: readonly string[]
  /** Nothing later than this is needed. */
  readonly until?: number
  /** Whether the sound is wanted too; what a join makes must be taken. */
  readonly sound?: boolean
  /** Whether the pictures are. */
  readonly pictures?: boolean
}

/** All of the source. */
export function wholeInput(scene: Scene, { before = [], until, sound = false, pictures = true }: WholeOptions = {}): SourceInput {
  if (scene.join !== undefined) return joinInput(scene.join, scene, { video: pictures, audio: sound }, until)
  const cut = cutOf(scene)
  if (cut === undefined) return opened(scene, [...before, ...(until === undefined ? [] : ['-t', decimal(until)])])
  const end = until === undefined ? undefined : cut.late + until
  return opened(scene, [...before, ...seekArgs(cut.from), ...readUntil(cut, scene, end)], videoFilters(cut, scene), audioFilters(cut))
}

/** A part of the source, for frames that need not be exact at its start. */
export function rangeInput(scene: Scene, { start, end }: Range): SourceInput {
  if (scene.join !== undefined) return joinRange(scene.join, scene, { start, end })
  const cut = cutOf(scene)
  if (cut !== undefined && start === 0) {
    return opened(scene, [...seekArgs(cut.from), '-t', decimal(cut.late + end)], [...(cut.late > 0 ? startFilters(cut, scene) : []), `trim=end=${decimal(end)}`])
  }
  const at = (cut?.clip.startSeconds ?? 0) + start
  if (scene.inspection.seekable) return opened(scene, [...seekArgs(at), '-t', decimal(end - start)])
  return opened(scene, ['-t', decimal(at + end - start)], at > 0 ? [`trim=start=${decimal(at)}`, `setpts=PTS-${decimal(at)}/TB`, ...(cut ? [`trim=end=${decimal(end - start)}`] : [])] : [])
}

/** Read so that this frame comes first. */
export function frameInput(scene: Scene, frame: FrameAt): SourceInput {
  if (scene.join !== undefined) return joinFrame(scene.join, frame)
  const { video } = scene
  const cut = cutOf(scene)
  const frames = cut?.part.frames ?? video?.frames
  const point = frames && seekPoint(frameOfIndex(frames, frame.index + (cut?.clip.frames?.first ?? 0)), frames)
  return opened(scene, point === undefined ? [] : ['-ss', decimal(point)])
}

/**
 * Read from this key frame. Some demuxers step back 3/23 s for the reordering of frames, so the point stands a little after
 * it; without accurate seeking nothing up to the point is thrown away.
 */
export function keyFrameInput(scene: Scene, frame: FrameAt): SourceInput {
  if (scene.join !== undefined) return joinFrame(scene.join, frame)
  const cut = cutOf(scene)
  const isFirst = frame.index + (cut?.clip.frames?.first ?? 0) === 0
  return opened(scene, isFirst ? [] : ['-noaccurate_seek', '-ss', decimal((cut?.clip.startSeconds ?? 0) + frame.seconds + 0.135)])
}

/** Times of a clip count from a place in the file, so they must be the file's own. */
export function isClipped(scene: Scene): boolean {
  return cutOf(scene) !== undefined
}

export function cutOf({ join, inspection: { parts, seekable } }: Scene): Cut | undefined {
  if (join !== undefined) return undefined
  const [part] = parts
  if (part === undefined || !('facts' in part) || part.clip === undefined) return undefined
  const from = seekable ? entryPoint(part, part.clip) : 0
  return { part, clip: part.clip, from, late: part.clip.startSeconds - from }
}

/**
 * The clip's zero itself, where its first frame begins then; else just before that frame. Before the first picture of all a seek
 * would lead to it, past the sound that is heard until then.
 */
function entryPoint({ frames }: InspectedFile, clip: ResolvedClip): number {
  if (frames === undefined || clip.frames === undefined) return clip.startSeconds
  if (clip.frames.first === 0) return 0
  const first = frameOfIndex(frames, clip.frames.first)
  return first.seconds >= clip.startSeconds - 1e-6 ? clip.startSeconds : (seekPoint(first, frames) ?? 0)
}

/** Outputs end by their filters; a container without an index is also copied into nothing, which must end too. */
function readUntil(cut: Cut, { inspection: { seekable } }: Scene, until: number | undefined): readonly string[] {
  if (until !== undefined) return ['-t', decimal(until)]
  return seekable || !endsEarly(cut.part, cut.clip) ? [] : ['-t', decimal(cut.clip.endSeconds - cut.from + 1)]
}

function videoFilters(cut: Cut, scene: Scene): readonly string[] {
  const { video } = scene
  if (video === undefined || cut.clip.frames === undefined) return []
  const last = frameOfIndex(video.frames, frameCount(video.frames) - 1)
  const ends = endsEarly(cut.part, cut.clip) ? [`trim=end=${decimal((last.seconds + last.nextSeconds) / 2)}`] : []
  return [...(cut.late > 0 ? startFilters(cut, scene) : []), ...ends]
}

/** The first frame of a clip may begin before it does, and is shown from its start on. */
function startFilters({ part, clip, late }: Cut, { inspection: { seekable } }: Scene): readonly string[] {
  const point = seekable || part.frames === undefined || clip.frames === undefined ? undefined : seekPoint(frameOfIndex(part.frames, clip.frames.first), part.frames)
  return [...(point === undefined ? [] : [`trim=start=${decimal(point)}`]), `setpts='max(PTS-round(${decimal(late)}/TB),0)'`]
}

function audioFilters(cut: Cut): readonly string[] {
  const seconds = cut.clip.endSeconds - cut.clip.startSeconds
  const starts = cut.late > 0 ? [`start=${decimal(cut.late)}`] : []
  const ends = endsEarly(cut.part, cut.clip) ? [`end=${decimal(cut.late + seconds)}`] : []
  if (starts.length + ends.length === 0) return []
  return [`atrim=${[...starts, ...ends].join(':')}`, ...(cut.late > 0 ? [`asetpts=PTS-round(${decimal(cut.late)}/TB)`] : [])]
}

function seekArgs(seconds: number): readonly string[] {
  return seconds > 0 ? ['-ss', decimal(seconds)] : []
}

/** Local files only, and only formats that hold media rather than the names of other files. */
export function opened(scene: Scene, options: readonly string[], video: readonly string[] = [], audio: readonly string[] = []): SourceInput {
  return {
    args: [...inputGuard(scene.inspection.facts.container), ...options, '-i', fileOf(scene.inspection.parts[0]) === undefined ? scene.input : inputPath(scene.input)],
    count: 1, chains: [],
    video: `0:${scene.video?.facts.index ?? 0}`, videoFilters: video,
    audio: `0:${scene.audio?.index ?? 0}`, audioFilters: audio,
  }
}
