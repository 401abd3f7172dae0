import { defineDiagnostics, type Diagnostic, type DiagnosticExtras } from '../diagnostic.ts'
import type { SourceSpan } from '../source.ts'
import type { BuildNeed, ToolBuild } from './needs.ts'

export interface MissingPart { readonly what: string; readonly build: string; readonly has: readonly string[]; readonly task: string }

const present = (has: readonly string[]): string => (has.length > 0 ? `it has ${has.map((name) => `'${name}'`).join(', ')}` : 'it has nothing in its place')

/** Of anything that a build can lack; the back end has parts of its own. */
export const missingPart = (part: string) => (p: MissingPart): string =>
  `'${p.task}' needs the ${part} '${p.what}', which the ffmpeg at hand (${p.build}) lacks; ${present(p.has)}`

/** What the ffmpeg at hand cannot make, whatever the source: an error of a plan, a warning where another machine may make it. */
export const buildDiagnostics = defineDiagnostics('ffmpeg', {
  'missing-encoder': { severity: 'error', message: missingPart('encoder') },
  'missing-filter': { severity: 'error', message: missingPart('filter') },
  'missing-muxer': { severity: 'error', message: missingPart('muxer') },
  'hevc-in-flv': {
    severity: 'error',
    message: (p: { task: string; build: string }) =>
      `'${p.task}' asks for H.265 in FLV, which the ffmpeg at hand (${p.build}) cannot write; use H.264, or container 'mp4' or 'hls'`,
  },
})

/** What would do in place of what is missing. */
const alternatives: Readonly<Record<string, readonly string[]>> = {
  libx264: ['libx264', 'libopenh264', 'h264_nvenc', 'h264_vaapi'], libx265: ['libx265', 'hevc_nvenc', 'hevc_vaapi'],
  libmp3lame: ['libmp3lame', 'libshine'], aac: ['aac', 'libfdk_aac'], libwebp_anim: ['libwebp_anim', 'libwebp'],
}

/** Each of them once. */
export function lackingIn(build: ToolBuild, needs: readonly BuildNeed[]): readonly BuildNeed[] {
  const lacking = needs.filter(({ part, name }) => (part === 'hevc-in-flv' ? !build.hevcInFlv : !listOf(build, part).includes(name)))
  return [...new Map(lacking.map((need) => [`${need.part} ${need.name}`, need])).values()]
}

/** `task`: what needs it, as in `transcode.20`. */
export function lackOf(build: ToolBuild, { part, name }: BuildNeed, task: string, span: SourceSpan | undefined, extras?: DiagnosticExtras): Diagnostic {
  const called = `${build.program} ${build.version}`
  if (part === 'hevc-in-flv') return buildDiagnostics.create(part, span, { task, build: called }, extras)
  const list = listOf(build, part)
  const has = (alternatives[name] ?? []).filter((one) => list.includes(one))
  return buildDiagnostics.create(`missing-${part}`, span, { what: name, task, build: called, has }, extras)
}

function listOf(build: ToolBuild, part: 'encoder' | 'muxer' | 'filter'): readonly string[] {
  return build[`${part}s`]
}
