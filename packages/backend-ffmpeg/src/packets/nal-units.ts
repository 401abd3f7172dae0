import { Buffer } from 'node:buffer'
import { decline } from '../index-reader/bytes.ts'
import type { PipedCodec } from './matroska.ts'

/** The units of a packet as MP4 and Matroska hold it: each behind its length. */
function unitsOf(data: Buffer, lengthSize: number): readonly Buffer[] {
  const units: Buffer[] = []
  let at = 0
  while (at + lengthSize < data.length) {
    const length = data.readUIntBE(at, lengthSize)
    at += lengthSize
    if (length > data.length - at) decline('a packet that is cut')
    units.push(data.subarray(at, at + length))
    at += length
  }
  return units
}

function lengthSizeOf({ id, config }: PipedCodec): number {
  return ((config?.[id === 'V_MPEG4/ISO/AVC' ? 4 : 21] ?? 3) & 3) + 1
}

/** Whether decoding can begin here with nothing of before: what a file's list of key frames says is not always so. */
export function beginsAnew(codec: PipedCodec, data: Buffer): boolean {
  if (codec.id === 'V_MPEG4/ISO/AVC') {
    const pictures = unitsOf(data, lengthSizeOf(codec)).map((unit) => (unit[0] ?? 0) & 31).filter((type) => type >= 1 && type <= 5)
    return pictures.length > 0 && pictures.every((type) => type === 5)
  }
  if (codec.id === 'V_MPEGH/ISO/HEVC') {
    const pictures = unitsOf(data, lengthSizeOf(codec)).map((unit) => ((unit[0] ?? 0) >> 1) & 63).filter((type) => type < 32)
    return pictures.length > 0 && pictures.every((type) => type >= 16 && type <= 21)
  }
  if (codec.id === 'V_VP8') return ((data[0] ?? 1) & 1) === 0
  return true
}

/** A picture that no other one needs may be left out, where it is not wanted itself. Known without doubt for H.264 only. */
export function isNeededByOthers(codec: PipedCodec, data: Buffer): boolean {
  if (codec.id !== 'V_MPEG4/ISO/AVC') return true
  return unitsOf(data, lengthSizeOf(codec)).some((unit) => ((unit[0] ?? 0) & 31) <= 5 && ((unit[0] ?? 0) & 31) >= 1 && ((unit[0] ?? 0) & 0x60) !== 0)
}

const cleanRandomAccess = 21
const brokenLink = 16

/**
 * The first packet of a chain, said to be cut off from what went before: an HEVC key frame of an open group counts its pictures on
 * from those, and after a mark of the end a decoder would throw away what it has not given out yet.
 */
export function asBeginning(codec: PipedCodec, data: Buffer): Buffer {
  if (codec.id !== 'V_MPEGH/ISO/HEVC') return data
  const own = Buffer.from(data)
  for (const unit of unitsOf(own, lengthSizeOf(codec))) {
    const head = unit[0] ?? 0
    if (((head >> 1) & 63) === cleanRandomAccess) unit[0] = (head & 0x81) | (brokenLink << 1)
  }
  return own
}
