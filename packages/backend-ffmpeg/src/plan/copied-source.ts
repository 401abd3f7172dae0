import { frameCount, frameOfIndex } from '../frame-times.ts'
import type { InspectedFile, ResolvedClip } from '../inspection.ts'
import { decimal, rounded } from './decimal.ts'
import type { FfmpegCommand } from '../work.ts'
import { cutOf, endsEarly, opened, type Cut } from './source-input.ts'
import type { Scene } from './scene.ts'

/**
 * Why the streams of a clip cannot be copied and still show exactly its frames; undefined where they can, as all of a file always can.
 * A copy begins with a key frame, and ends where no packet of a later picture stands before one of an earlier.
 */
export function whyNotCut(scene: Scene): string | undefined {
  const cut = cutOf(scene)
  if (cut === undefined) return undefined
  const { part, clip } = cut
  const { container } = part.facts
  if (!['mp4', 'mov', '3gp', 'm4a', 'mkv', 'webm'].includes(container)) return `a copy cannot be cut out of ${container}, which has no index`
  if (part.frames === undefined || clip.frames === undefined) return undefined
  return whyNotFrom(part, clip) ?? (endsEarly(cut) ? whyNotTo(part, clip) : undefined)
}

function whyNotFrom(part: InspectedFile, { startSeconds, frames }: ResolvedClip): string | undefined {
  const first = frames?.first ?? 0
  if (part.frames === undefined || first === 0) return undefined
  const { seconds } = frameOfIndex(part.frames, first)
  if (isClean(part, seconds) && Math.abs(seconds - startSeconds) < 1e-6) return undefined
  return `a copy can only begin with a key frame, and the clip begins at ${rounded(startSeconds, 3)} s: ${cleanAround(part, startSeconds)}`
}

function whyNotTo(part: InspectedFile, { endSeconds, frames }: ResolvedClip): string | undefined {
  const next = (frames?.first ?? 0) + (frames?.count ?? 0)
  if (part.frames === undefined || next >= frameCount(part.frames)) return undefined
  const { seconds } = frameOfIndex(part.frames, next)
  if (Math.abs(seconds - endSeconds) > 1e-6) return `a copy cannot shorten its last frame, which is shown until ${rounded(seconds, 3)} s, and the clip ends at ${rounded(endSeconds, 3)} s`
  if (part.reordered !== true || isClean(part, seconds)) return undefined
  return `a copy would lose or add frames where they are not stored in order, as around the end of the clip at ${rounded(endSeconds, 3)} s: ${cleanAround(part, endSeconds)}`
}

function isClean({ keyFrames, openKeyFrames = [] }: InspectedFile, seconds: number): boolean {
  const near = (at: number): boolean => Math.abs(at - seconds) < 1e-6
  return keyFrames.some(near) && !openKeyFrames.some(near)
}

function cleanAround({ keyFrames, openKeyFrames = [] }: InspectedFile, seconds: number): string {
  const clean = keyFrames.filter((at) => !openKeyFrames.includes(at))
  const near = [clean.findLast((at) => at < seconds), clean.find((at) => at >= seconds)].filter((at) => at !== undefined)
  return near.length === 0 ? 'it has no place to cut at' : `the next places to cut at are ${near.map((at) => `${rounded(at, 3)} s`).join(' and ')}`
}

/**
 * Commands that copy the chosen streams; `output`: what stands behind `-c copy`, up to the path. Only where `whyNotCut` finds nothing.
 * Of a clip that ends before its file the pictures are counted, which ends every stream of a command: so they go first, and alone.
 */
export function copyCommands(scene: Scene, output: readonly string[]): readonly FfmpegCommand[] {
  const { video, audio, inspection: { facts: { durationSeconds } } } = scene
  const cut = cutOf(scene)
  const source = opened(scene, cut === undefined ? [] : startArgs(cut))
  const command = (args: readonly string[]): FfmpegCommand => ({ args, mediaSeconds: durationSeconds })
  const frames = cut?.clip.frames
  if (cut === undefined || !endsEarly(cut)) return [command([...source.args, ...mapped(video && source.video, audio && source.audio), '-c', 'copy', ...priorArgs(cut), ...output])]
  const until = ['-t', decimal(cut.clip.endSeconds - cut.clip.startSeconds)]
  if (frames === undefined || !video) return [command([...source.args, ...mapped(undefined, source.audio), '-c', 'copy', ...until, ...output])]
  const counted = ['-c', 'copy', '-frames:v', String(frames.count), ...priorArgs(cut)]
  if (!audio) return [command([...source.args, ...mapped(source.video, undefined), ...counted, ...output])]
  const pictures = [...source.args, ...mapped(source.video, undefined), ...counted, '-f', 'mp4', pictureFile]
  const sound = opened(scene, [...startArgs(cut), ...until])
  return [command(pictures), command(['-i', pictureFile, ...sound.args, ...mapped('0:v', sound.audio.replace(/^0:/u, '1:')), '-c', 'copy', ...output])]
}

const pictureFile = 'cut-pictures.mp4'

function mapped(video: string | undefined, audio: string | undefined): readonly string[] {
  return [video, audio].flatMap((stream) => (stream === undefined ? [] : ['-map', stream]))
}

/** Rounded up: a microsecond before a key frame belongs to the group before. */
function startArgs({ clip: { startSeconds } }: Cut): readonly string[] {
  return startSeconds > 0 ? ['-ss', decimal(Math.ceil(startSeconds * 1e6 - 1e-3) / 1e6)] : []
}

/** The reader of Matroska goes back for the reordering of frames, and finds the group before. */
function priorArgs(cut: Cut | undefined): readonly string[] {
  return cut !== undefined && cut.clip.startSeconds > 0 && ['mkv', 'webm'].includes(cut.part.facts.container) ? ['-copypriorss:v', '0'] : []
}
