import { endsEarly, whyNotCutOut } from '../cut-points.ts'
import { decimal } from './decimal.ts'
import type { FfmpegCommand } from '../work.ts'
import { cutOf, opened, type Cut } from './source-input.ts'
import type { Scene } from './scene.ts'

/** Why the streams of a clip cannot be copied and still show exactly its frames; undefined where they can, as all of a file always can. */
export function whyNotCut(scene: Scene): string | undefined {
  const cut = cutOf(scene)
  return cut && whyNotCutOut(cut.part, cut.clip)
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
  if (cut === undefined || !endsEarly(cut.part, cut.clip)) return [command([...source.args, ...mapped(video && source.video, audio && source.audio), '-c', 'copy', ...priorArgs(cut), ...output])]
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
