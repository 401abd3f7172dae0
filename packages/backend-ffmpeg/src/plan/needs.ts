import type { Diagnostic, ProcessTask, SourceSpan } from '@vodflow/core'
import type { Capabilities } from '../inspection.ts'
import { ffmpegDiagnostics } from './diagnostics.ts'
import type { Scene } from './scene.ts'

/** Parts of an ffmpeg build that a task cannot do without. */
export interface Needs {
  readonly encoders?: readonly string[]
  readonly muxers?: readonly string[]
  readonly filters?: readonly string[]
  readonly decodes?: { readonly video: boolean; readonly audio: boolean }
}

/** Builds list decoders by program name, files name the codec: any of these reads it. */
const decodersOf: Readonly<Record<string, readonly string[]>> = {
  av1: ['libdav1d', 'libaom-av1', 'av1'], mp3: ['mp3float', 'mp3'], opus: ['opus', 'libopus'], vorbis: ['vorbis', 'libvorbis'],
  vp8: ['vp8', 'libvpx'], vp9: ['vp9', 'libvpx-vp9'], aac: ['aac', 'libfdk_aac'], wmv3: ['wmv3'], mp2: ['mp2float', 'mp2'], ac3: ['ac3', 'ac3_fixed'],
}

/** What would do in place of what is missing. */
const alternatives: Readonly<Record<string, readonly string[]>> = {
  libx264: ['libx264', 'libopenh264', 'h264_nvenc', 'h264_vaapi'], libx265: ['libx265', 'hevc_nvenc', 'hevc_vaapi'],
  libmp3lame: ['libmp3lame', 'libshine'], aac: ['aac', 'libfdk_aac'], libwebp_anim: ['libwebp_anim', 'libwebp'],
}

export function missingParts(task: ProcessTask, needs: Needs, scene: Scene, span: SourceSpan | undefined): readonly Diagnostic[] {
  const { capabilities } = scene
  const lackOf = (
    code: 'missing-encoder' | 'missing-filter' | 'missing-muxer', wanted: readonly string[] | undefined, present: readonly string[],
  ): readonly Diagnostic[] =>
    [...new Set(wanted ?? [])].filter((what) => !present.includes(what)).map((what) =>
      ffmpegDiagnostics.create(code, span, { what, task: task.id, ...whatThereIs(capabilities, present, alternatives[what] ?? []) }))
  return [
    ...lackOf('missing-encoder', needs.encoders, capabilities.encoders),
    ...lackOf('missing-muxer', needs.muxers, capabilities.muxers),
    ...lackOf('missing-filter', needs.filters, capabilities.filters),
    ...missingDecoders(task, needs, scene, span),
  ]
}

function missingDecoders(task: ProcessTask, needs: Needs, scene: Scene, span: SourceSpan | undefined): readonly Diagnostic[] {
  const codecs = [
    ...(needs.decodes?.video && scene.video ? [scene.video.facts.codec] : []),
    ...(needs.decodes?.audio && scene.audio ? [scene.audio.codec] : []),
  ]
  const { decoders } = scene.capabilities
  return codecs
    .filter((codec) => !(decodersOf[codec] ?? [codec]).some((name) => decoders.includes(name)))
    .map((what) => ffmpegDiagnostics.create('missing-decoder', span, { what, task: task.id, ...whatThereIs(scene.capabilities, decoders, ['h264', 'hevc', 'vp9', 'aac']) }))
}

function whatThereIs(capabilities: Capabilities, present: readonly string[], wanted: readonly string[]): { readonly build: string; readonly has: readonly string[] } {
  return { build: `${capabilities.program} ${capabilities.version}`, has: wanted.filter((name) => present.includes(name)) }
}
