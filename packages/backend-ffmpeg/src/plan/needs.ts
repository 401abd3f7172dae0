import { lackingIn, lackOf, type BuildNeed, type Diagnostic, type ProcessTask, type SourceSpan } from '@vodflow/core'
import { ffmpegDiagnostics } from './diagnostics.ts'
import type { Scene } from './scene.ts'

/** Parts of an ffmpeg build that a task cannot do without. */
export interface Needs {
  /** Those that the template alone decides. */
  readonly parts: readonly BuildNeed[]
  readonly decodes?: { readonly video: boolean; readonly audio: boolean }
}

/** Of a task that is not looked at any further. */
export const needsNothing: Needs = { parts: [] }

/** Builds list decoders by program name, files name the codec: any of these reads it. */
const decodersOf: Readonly<Record<string, readonly string[]>> = {
  av1: ['libdav1d', 'libaom-av1', 'av1'], mp3: ['mp3float', 'mp3'], opus: ['opus', 'libopus'], vorbis: ['vorbis', 'libvorbis'],
  vp8: ['vp8', 'libvpx'], vp9: ['vp9', 'libvpx-vp9'], aac: ['aac', 'libfdk_aac'], wmv3: ['wmv3'], mp2: ['mp2float', 'mp2'], ac3: ['ac3', 'ac3_fixed'],
}

export function missingParts(task: ProcessTask, needs: Needs, scene: Scene, span: SourceSpan | undefined): readonly Diagnostic[] {
  const { capabilities } = scene
  return [...lackingIn(capabilities, needs.parts).map((need) => lackOf(capabilities, need, task.id, span)), ...missingDecoders(task, needs, scene, span)]
}

function missingDecoders(task: ProcessTask, needs: Needs, scene: Scene, span: SourceSpan | undefined): readonly Diagnostic[] {
  const codecs = [
    ...(needs.decodes?.video && scene.video ? [scene.video.facts.codec] : []),
    ...(needs.decodes?.audio && scene.audio ? [scene.audio.codec] : []),
  ]
  const { decoders, program, version } = scene.capabilities
  const has = ['h264', 'hevc', 'vp9', 'aac'].filter((name) => decoders.includes(name))
  return codecs
    .filter((codec) => !(decodersOf[codec] ?? [codec]).some((name) => decoders.includes(name)))
    .map((what) => ffmpegDiagnostics.create('missing-decoder', span, { what, task: task.id, build: `${program} ${version}`, has }))
}
