import type { Capabilities } from '../inspection.ts'
import { capabilitiesOf } from './capabilities.ts'
import { searchFfmpeg, searchFfprobe, type Attempt, type LocateOptions, type Search } from './locate.ts'
import { sandboxFor } from './sandbox.ts'
import type { FoundProgram } from './try-program.ts'

/** One thing that procedures may need of ffmpeg. */
export interface Ability {
  readonly name: string
  readonly ok: boolean
  /** What it rests on: the names that were looked for. */
  readonly detail: string
  /** Without it nothing works at all. */
  readonly essential: boolean
}

/** What `vodflow doctor` prints. Plain JSON. */
export interface DoctorReport {
  /** Programs are there and all that is essential works. */
  readonly ok: boolean
  readonly ffmpeg?: FoundProgram
  readonly ffprobe?: FoundProgram
  /** Whether what opens a user's media can be shut in here; absent without an ffmpeg. */
  readonly sandbox?: { readonly works: boolean; readonly detail: string }
  /** Every place, in the order of looking; of PATH only the folders that hold something. */
  readonly attempts: readonly Attempt[]
  /** Empty without an ffmpeg. */
  readonly abilities: readonly Ability[]
  /** Sentences that say what to do, most important first. */
  readonly mend: readonly string[]
}

/** Looks at every place and never fails: that there is no ffmpeg is a finding too. */
export async function diagnoseFfmpeg(options: LocateOptions, signal?: AbortSignal): Promise<DoctorReport> {
  const ffmpeg = await searchFfmpeg(options, true, signal)
  const ffprobe = await searchFfprobe(options, ffmpeg.found?.path, true, signal)
  const asked = ffmpeg.found && (await capabilitiesOf(ffmpeg.found, ffprobe.found, options.env, signal))
  const abilities = asked?.ok ? abilitiesOf(asked.value) : []
  const sandbox = ffmpeg.found && (await sandboxHere(ffmpeg.found.path, options, signal))
  const mend = [
    ...mendSearch('ffmpeg', 'VODFLOW_FFMPEG', ffmpeg),
    ...mendSearch('ffprobe', 'VODFLOW_FFPROBE', ffprobe),
    ...(asked?.ok === false ? asked.diagnostics.map((diagnostic) => diagnostic.message) : []),
    ...abilities.filter((ability) => !ability.ok).map((ability) => `${ability.name} cannot be done with this ffmpeg (it needs ${ability.detail}): install a newer or a complete build`),
  ]
  const complete = abilities.length > 0 && abilities.every((ability) => ability.ok || !ability.essential)
  return {
    ok: complete && ffprobe.found !== undefined,
    ...(ffmpeg.found && { ffmpeg: ffmpeg.found }),
    ...(ffprobe.found && { ffprobe: ffprobe.found }),
    ...(sandbox && { sandbox }),
    attempts: [...ffmpeg.attempts, ...ffprobe.attempts].filter(worthTelling),
    abilities,
    mend,
  }
}

async function sandboxHere(program: string, { env }: LocateOptions, signal?: AbortSignal): Promise<NonNullable<DoctorReport['sandbox']>> {
  const found = await sandboxFor('require', program, env, signal)
  if (found.ok && found.value !== undefined) return { works: true, detail: `bubblewrap, ${found.value.bwrap}` }
  const why = found.diagnostics[0]?.params?.['why']
  return { works: false, detail: typeof why === 'string' ? why : 'it was not looked for' }
}

/** Most folders of a PATH hold no ffmpeg: that is no news. */
function worthTelling(attempt: Attempt): boolean {
  return attempt.place !== 'PATH' || attempt.state !== 'absent'
}

function mendSearch(program: string, variable: string, search: Search): readonly string[] {
  if (search.refused !== undefined) {
    const { variable: name, path, why } = search.refused
    return [`the variable ${name} names '${path}', which is no working program (${why}): correct it or unset it`]
  }
  if (search.found !== undefined) return []
  return [`no ${program} was found: install ffmpeg with the system's package manager, or reinstall without --omit=optional, or set ${variable}`]
}

/** Also used to tell in a test that a build can do all of it. */
export function abilitiesOf(has: Capabilities): readonly Ability[] {
  return needs.map(({ name, essential, of }) => {
    const missing = of.filter(([list, word]) => !has[list].includes(word)).map(([, word]) => word)
    return { name, ok: missing.length === 0, essential, detail: (missing.length === 0 ? of.map(([, word]) => word) : missing).join(', ') }
  }).concat([{ name: 'H.265 in FLV', ok: has.hevcInFlv, essential: false, detail: 'an FLV muxer that takes H.265, which ffmpeg 6.1 or newer has' }])
}

type List = 'encoders' | 'decoders' | 'muxers' | 'demuxers' | 'filters'

const needs: readonly { readonly name: string; readonly essential: boolean; readonly of: readonly (readonly [List, string])[] }[] = [
  { name: 'H.264 in MP4', essential: true, of: [['encoders', 'libx264'], ['muxers', 'mp4'], ['decoders', 'h264']] },
  { name: 'H.265 in MP4', essential: false, of: [['encoders', 'libx265'], ['decoders', 'hevc']] },
  { name: 'AAC', essential: true, of: [['encoders', 'aac'], ['decoders', 'aac']] },
  { name: 'MP3', essential: false, of: [['encoders', 'libmp3lame'], ['muxers', 'mp3']] },
  { name: 'HLS', essential: true, of: [['muxers', 'hls'], ['demuxers', 'hls']] },
  { name: 'FLV', essential: false, of: [['muxers', 'flv'], ['demuxers', 'flv']] },
  { name: 'GIF', essential: false, of: [['encoders', 'gif'], ['filters', 'palettegen'], ['filters', 'paletteuse']] },
  { name: 'WebP animation', essential: false, of: [['encoders', 'libwebp_anim'], ['muxers', 'webp']] },
  { name: 'JPEG and PNG snapshots', essential: true, of: [['encoders', 'mjpeg'], ['encoders', 'png'], ['filters', 'scale'], ['filters', 'select']] },
  { name: 'image sprites', essential: false, of: [['filters', 'tile']] },
  { name: 'watermarks', essential: false, of: [['filters', 'overlay'], ['filters', 'movie']] },
  { name: 'tone mapping of HDR', essential: false, of: [['filters', 'zscale'], ['filters', 'tonemap']] },
  { name: 'AV1 sources', essential: false, of: [['decoders', 'av1']] },
  { name: 'VP9 sources', essential: false, of: [['decoders', 'vp9']] },
]
