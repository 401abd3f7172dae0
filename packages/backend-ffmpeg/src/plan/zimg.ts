import type { Capabilities } from '../inspection.ts'
import { coloursOf, type Colours } from './colour.ts'
import type { VideoStream } from './scene.ts'
import type { Size } from './video-target.ts'

/** `scale`'s own bicubic is that of these parameters; zimg's is another, softer one. */
const kernel = 'filter=bicubic:param_a=0:param_b=0.6'

export const zimgNeeds = ['zscale', 'setparams'] as const

/** Builds that know `-fps_mode` are of 2022 or later: those before may not have the kernel's parameters, nor exact slices. */
export function hasZimg({ filters, options }: Capabilities): boolean {
  return options.fpsMode && zimgNeeds.every((name) => filters.includes(name))
}

/** What frames may be tagged with so that `setparams` has a word for it and zimg a meaning. */
const words: Readonly<Record<keyof Colours, RegExp>> = {
  space: /^(?:|bt709|fcc|bt470bg|smpte170m|smpte240m|bt2020nc)$/,
  primaries: /^(?:|bt709|bt470m|bt470bg|smpte170m|smpte240m|bt2020)$/,
  transfer: /^(?:|bt709|bt470m|bt470bg|smpte170m|smpte240m|iec61966-2-1|bt2020-10|bt2020-12)$/,
}

/** The first tag that is no such word. */
export function strangeTag(video: VideoStream): string | undefined {
  const colours = coloursOf(video)
  return (['space', 'primaries', 'transfer'] as const).map((name) => (words[name].test(colours[name]) ? undefined : colours[name])).find((tag) => tag !== undefined)
}

/**
 * zimg 3.0.4 makes single columns wrong, by half the range, where it has AVX-512 and a width becomes a little less than its
 * half: at 2 to 2.08, of all widths and ratios up to 8 that were compared with its plain C. Elsewhere each processor gives the same.
 */
export function scalesWell(from: number, to: number): boolean {
  return from <= 2 * to || from >= 2.25 * to
}

/**
 * Frames are first tagged as the encoder is told, and as progressive: what a source says in its middle, of colours or of fields,
 * would make zimg convert, scale each field by itself or fail, and `scale` scale twice what is of the full range.
 */
export function zimgFilters({ width, height }: Size, video: VideoStream): readonly string[] {
  const { space, primaries, transfer } = coloursOf(video)
  const tags = `range=tv:color_primaries=${primaries || 'unknown'}:color_trc=${transfer || 'unknown'}:colorspace=${space || 'unknown'}`
  return [`setparams=field_mode=prog:${tags}`, `zscale=${width}:${height}:${kernel}`]
}
