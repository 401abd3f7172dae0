import type { Fields } from '../inspect/probe-lines.ts'
import { Bits, Bytes, decline, unescaped } from './bytes.ts'
import { colourFields, rangeField, type ColourCodes } from './colour.ts'

/** What a parameter set says of a picture; SAR and colour only where it says so. */
export interface PictureFields {
  readonly fields: Fields
  readonly sampleAspectRatio?: { readonly num: number; readonly den: number }
  readonly range?: boolean
  readonly colours?: ColourCodes
  /** Pictures a second, where the stream itself says so: what ffmpeg takes the length of a reordered packet from. */
  readonly rate?: { readonly num: number; readonly den: number }
  /** By the size of its samples and their colour: `420`, `422`, `444`. */
  readonly format: string
  readonly depth: number
}

export interface AvcConfig {
  readonly lengthSize: number
  readonly parameterSets: readonly Buffer[]
}

export function avcConfig(box: Buffer): AvcConfig {
  const reader = new Bytes(box)
  if (reader.u8() !== 1) decline('an avcC of another version')
  const lengthSize = (reader.skip(3).u8() & 3) + 1
  const parameterSets: Buffer[] = []
  for (let left = reader.u8() & 31; left > 0; left -= 1) parameterSets.push(reader.take(reader.u16()))
  for (let left = reader.u8(); left > 0; left -= 1) parameterSets.push(reader.take(reader.u16()))
  return { lengthSize, parameterSets }
}

export function h264Fields(config: AvcConfig): PictureFields {
  const sets = config.parameterSets.filter((nal) => ((nal[0] ?? 0) & 31) === 7)
  const [set] = sets
  if (set === undefined || sets.length !== 1) decline(`${sets.length} sequence parameter sets`)
  return sequenceFields(new Bits(unescaped(set).subarray(1)))
}

const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

function sequenceFields(bits: Bits): PictureFields {
  const profileCode = bits.bits(8)
  const constraints = bits.bits(8)
  bits.skip(8)
  bits.ue()
  const { chroma, depth } = highProfiles.has(profileCode) ? highFields(bits) : { chroma: 1, depth: 8 }
  bits.ue()
  orderCount(bits)
  bits.ue()
  bits.skip(1)
  const widthBlocks = bits.ue() + 1
  const heightBlocks = bits.ue() + 1
  if (!bits.flag()) decline('the pictures may be interlaced')
  bits.skip(1)
  const [left, right, top, bottom] = bits.flag() ? [bits.ue(), bits.ue(), bits.ue(), bits.ue()] : [0, 0, 0, 0]
  const [unitX, unitY] = [chroma === 3 ? 1 : 2, chroma === 1 ? 2 : 1]
  return {
    fields: {
      codec_name: 'h264', profile: profileWord(profileCode, constraints), field_order: 'progressive',
      width: String(widthBlocks * 16 - (left + right) * unitX), height: String(heightBlocks * 16 - (top + bottom) * unitY),
    },
    format: ['', '420', '422', '444'][chroma] ?? '', depth,
    ...(bits.flag() ? { ...usability(bits), ...rateOf(bits) } : {}),
  }
}

function rateOf(bits: Bits): Pick<PictureFields, 'rate'> {
  if (bits.flag()) {
    bits.ue()
    bits.ue()
  }
  if (!bits.flag()) return {}
  const [units, scale] = [bits.bits(32), bits.bits(32)]
  return units > 0 && scale > 0 ? { rate: { num: scale, den: units * 2 } } : {}
}

function highFields(bits: Bits): { chroma: number; depth: number } {
  const chroma = bits.ue()
  if (chroma < 1 || chroma > 3 || (chroma === 3 && bits.flag())) decline('planes without colour, or apart')
  const depth = bits.ue() + 8
  if (bits.ue() + 8 !== depth) decline('two bit depths')
  bits.skip(1)
  if (bits.flag()) for (let list = 0; list < (chroma === 3 ? 12 : 8); list += 1) if (bits.flag()) skipScaling(bits, list < 6 ? 16 : 64)
  return { chroma, depth }
}

function skipScaling(bits: Bits, size: number): void {
  let last = 8
  let next = 8
  for (let at = 0; at < size; at += 1) {
    if (next !== 0) next = (last + bits.se() + 256) % 256
    last = next === 0 ? last : next
  }
}

function orderCount(bits: Bits): void {
  const kind = bits.ue()
  if (kind === 0) bits.ue()
  if (kind !== 1) return
  bits.skip(1)
  bits.se()
  bits.se()
  for (let left = bits.ue(); left > 0; left -= 1) bits.se()
}

const ratios = [[0, 0], [1, 1], [12, 11], [10, 11], [16, 11], [40, 33], [24, 11], [20, 11], [32, 11], [80, 33], [18, 11], [15, 11], [64, 33], [160, 99], [4, 3], [3, 2], [2, 1]] as const

/** The beginning of the video usability information, which H.264 and HEVC share. */
export function usability(bits: Bits): Pick<PictureFields, 'sampleAspectRatio' | 'range' | 'colours'> {
  const ratio = bits.flag() ? ratioOf(bits) : undefined
  if (bits.flag()) bits.skip(1)
  if (!bits.flag()) return ratio ? { sampleAspectRatio: ratio } : {}
  bits.skip(3)
  const range = bits.flag()
  const colours = bits.flag() ? { primaries: bits.bits(8), transfer: bits.bits(8), matrix: bits.bits(8) } : undefined
  return { ...(ratio && { sampleAspectRatio: ratio }), range, ...(colours && { colours }) }
}

function ratioOf(bits: Bits): PictureFields['sampleAspectRatio'] {
  const code = bits.bits(8)
  const [num, den] = code === 255 ? [bits.bits(16), bits.bits(16)] : ratios[code] ?? [0, 0]
  return num > 0 && den > 0 ? { num, den } : undefined
}

function profileWord(code: number, constraints: number): string {
  const isSet = (at: number): boolean => ((constraints >> (7 - at)) & 1) === 1
  if (code === 66) return isSet(1) ? 'Constrained Baseline' : 'Baseline'
  if (code === 77) return 'Main'
  if (code === 88) return 'Extended'
  if (code === 100) return 'High'
  if (code === 110) return isSet(3) ? 'High 10 Intra' : 'High 10'
  if (code === 122) return isSet(3) ? 'High 4:2:2 Intra' : 'High 4:2:2'
  if (code === 244) return isSet(3) ? 'High 4:4:4 Intra' : 'High 4:4:4 Predictive'
  return decline(`an H.264 profile ${code}`)
}

/** ffmpeg's word for what the decoder gives; full range of 8 bits has words of its own. */
export function pixelFormat(picture: PictureFields, isFull: boolean, isRgb: boolean): string {
  const { format, depth } = picture
  if (isRgb) decline('planes of red, green and blue')
  if (depth === 8) return isFull ? `yuvj${format}p` : `yuv${format}p`
  return `yuv${format}p${depth}le`
}

export function colourFieldsOf(picture: PictureFields, container: Fields): Fields {
  return { ...container, ...(picture.range !== undefined && rangeField(picture.range)), ...(picture.colours && colourFields(picture.colours)) }
}
