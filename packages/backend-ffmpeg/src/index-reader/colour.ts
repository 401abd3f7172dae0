import type { Fields } from '../inspect/probe-lines.ts'

/** Code points of ISO/IEC 23091-2 in ffmpeg's words; what is not listed is unknown to it too. */
const primaries: Readonly<Record<number, string>> = { 1: 'bt709', 4: 'bt470m', 5: 'bt470bg', 6: 'smpte170m', 7: 'smpte240m', 8: 'film', 9: 'bt2020', 10: 'smpte428', 11: 'smpte431', 12: 'smpte432', 22: 'ebu3213' }
const transfers: Readonly<Record<number, string>> = {
  1: 'bt709', 4: 'bt470m', 5: 'bt470bg', 6: 'smpte170m', 7: 'smpte240m', 8: 'linear', 9: 'log100', 10: 'log316', 11: 'iec61966-2-4', 12: 'bt1361e',
  13: 'iec61966-2-1', 14: 'bt2020-10', 15: 'bt2020-12', 16: 'smpte2084', 17: 'smpte428', 18: 'arib-std-b67',
}
const spaces: Readonly<Record<number, string>> = {
  0: 'gbr', 1: 'bt709', 4: 'fcc', 5: 'bt470bg', 6: 'smpte170m', 7: 'smpte240m', 8: 'ycgco', 9: 'bt2020nc', 10: 'bt2020c', 11: 'smpte2085',
  12: 'chroma-derived-nc', 13: 'chroma-derived-c', 14: 'ictcp',
}

export interface ColourCodes {
  readonly primaries: number
  readonly transfer: number
  readonly matrix: number
}

export function colourFields(codes: ColourCodes): Fields {
  return { color_primaries: primaries[codes.primaries] ?? 'unknown', color_transfer: transfers[codes.transfer] ?? 'unknown', color_space: spaces[codes.matrix] ?? 'unknown' }
}

export function rangeField(full: boolean): Fields {
  return { color_range: full ? 'pc' : 'tv' }
}
