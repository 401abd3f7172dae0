import { Bits, decline } from './bytes.ts'
import type { PictureFields } from './h264.ts'

/** From `av1C`, which must hold the sequence header itself. */
export function av1Fields(box: Buffer): PictureFields {
  const bits = new Bits(sequenceHeader(box.subarray(4)))
  const profile = bits.bits(3)
  bits.skip(1)
  if (bits.flag()) decline('a reduced AV1 header')
  if (bits.flag()) decline('AV1 with timing of its own')
  const delays = bits.flag()
  for (let left = bits.bits(5) + 1; left > 0; left -= 1) {
    bits.skip(12)
    if (bits.bits(5) > 7) bits.skip(1)
    if (delays && bits.flag()) bits.skip(4)
  }
  const [widthBits, heightBits] = [bits.bits(4) + 1, bits.bits(4) + 1]
  const [width, height] = [bits.bits(widthBits) + 1, bits.bits(heightBits) + 1]
  if (bits.flag()) bits.skip(7)
  bits.skip(3)
  bits.skip(4)
  const hasOrder = bits.flag()
  if (hasOrder) bits.skip(2)
  const chosen = bits.flag() ? 2 : bits.bit()
  if (chosen > 0 && !bits.flag()) bits.skip(1)
  if (hasOrder) bits.skip(3)
  bits.skip(3)
  return { fields: { codec_name: 'av1', profile: ['Main', 'High', 'Professional'][profile] ?? decline('an AV1 profile'), width: String(width), height: String(height) }, ...colourConfig(bits, profile) }
}

function colourConfig(bits: Bits, profile: number): Omit<PictureFields, 'fields'> {
  const high = bits.flag()
  const depth = profile === 2 && high ? (bits.flag() ? 12 : 10) : high ? 10 : 8
  if (profile !== 1 && bits.flag()) decline('AV1 without colour')
  const colours = bits.flag() ? { primaries: bits.bits(8), transfer: bits.bits(8), matrix: bits.bits(8) } : { primaries: 2, transfer: 2, matrix: 2 }
  if (colours.matrix === 0) decline('planes of red, green and blue')
  const range = bits.flag()
  const format = profile === 0 ? '420' : profile === 1 ? '444' : depth < 12 ? '422' : bits.flag() ? (bits.flag() ? '420' : '422') : '444'
  return { depth, colours, range, format }
}

function sequenceHeader(units: Buffer): Buffer {
  const head = units[0] ?? 0
  if (((head >> 3) & 15) !== 1 || (head & 2) === 0) decline('av1C without a sequence header')
  let length = 0
  let at = 1 + ((head >> 2) & 1)
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = units[at] ?? 0
    at += 1
    length |= (byte & 127) << shift
    if (byte < 128) break
  }
  return units.subarray(at, at + length)
}
