import type { VideoFacts } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { Scene, VideoStream } from './scene.ts'

/** What the colours of a picture are decided by. */
export type Look = Pick<VideoStream, 'facts' | 'hdr'>

/**
 * HDR is brought to BT.709 in linear light. The input's meaning is said explicitly: a file that tags only its transfer
 * leaves zscale without a way to convert.
 */
export function toneMapFilters(video: Look): readonly string[] {
  if (!video.hdr) return []
  const { transfer } = video.facts.colour
  return [
    `zscale=tin=${transfer}:pin=bt2020:min=bt2020nc:rin=${isFullRange(video.facts) ? 'full' : 'limited'}:t=linear:npl=100`,
    'format=gbrpf32le',
    'zscale=p=bt709',
    'tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:p=bt709:r=limited',
    'format=yuv420p',
  ]
}

export function toneMapReasons({ video }: Scene): readonly Reason[] {
  if (!video?.hdr) return []
  return [{ choice: 'tone-map', because: `the source is HDR (${video.facts.colour.transfer}) and outputs are 8-bit BT.709` }]
}

export const toneMapNeeds = ['zscale', 'tonemap'] as const

/** Phones write full range, which players of limited range show too dark and too bright (performance.md §F). */
export function isFullRange(video: VideoFacts): boolean {
  return video.colour.range === 'pc' || video.pixelFormat.startsWith('yuvj')
}

/** Neither kind carries a YUV matrix of its own, so one must be chosen. */
export function isRgb(video: VideoFacts): boolean {
  return /^(?:gbr|rgb|bgr|argb|abgr|pal8)/.test(video.pixelFormat)
}

/** What `scale` must be told beside a size so that 8-bit limited-range video comes out. */
export function videoScaleOptions(video: VideoStream): string {
  if (video.hdr) return ''
  if (isRgb(video.facts)) return ':out_color_matrix=bt709:out_range=tv'
  return isFullRange(video.facts) ? ':out_range=tv' : ''
}

/** Colour tags: what the source says (SDR keeps its own), BT.709 after tone-mapping, none where the source says none. */
export function colourTagArgs(video: VideoStream): readonly string[] {
  const { space, primaries, transfer } = coloursOf(video)
  return ['-color_range', 'tv', ...told('-colorspace', space), ...told('-color_primaries', primaries), ...told('-color_trc', transfer)]
}

function told(option: string, value: string): readonly string[] {
  return value === '' ? [] : [option, value]
}

/** In ffmpeg's words; empty where nothing is known. */
export type Colours = Readonly<Record<'space' | 'primaries' | 'transfer', string>>

/** Of what is made. */
export function coloursOf(video: VideoStream): Colours {
  if (video.hdr || isRgb(video.facts)) return { space: 'bt709', primaries: 'bt709', transfer: 'bt709' }
  const { space, primaries, transfer } = video.facts.colour
  return { space: known(space), primaries: known(primaries), transfer: known(transfer) }
}

function known(value: string): string {
  return /^(?:unknown|reserved|gbr|)$/.test(value) ? '' : value
}

/** The YUV matrix as `scale` spells it; what a player takes where the file does not say: BT.709 from 720 lines on. */
export function pictureMatrix(video: Look): string {
  if (video.hdr) return 'bt709'
  const { space } = video.facts.colour
  if (space === 'bt709' || space === 'smpte240m') return space
  if (space === 'bt2020nc' || space === 'bt2020c') return 'bt2020'
  if (space === 'unknown' || space === '') return Math.min(video.facts.width, video.facts.height) >= 720 ? 'bt709' : 'bt601'
  return 'bt601'
}
