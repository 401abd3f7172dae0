import { Bits, Bytes, decline, unescaped } from './bytes.ts'
import { usability, type AvcConfig, type PictureFields } from './h264.ts'

export function hevcConfig(box: Buffer): AvcConfig {
  const reader = new Bytes(box)
  if (reader.u8() !== 1) decline('an hvcC of another version')
  const lengthSize = (reader.skip(20).u8() & 3) + 1
  const parameterSets: Buffer[] = []
  for (let arrays = reader.u8(); arrays > 0; arrays -= 1) {
    reader.skip(1)
    for (let left = reader.u16(); left > 0; left -= 1) parameterSets.push(reader.take(reader.u16()))
  }
  return { lengthSize, parameterSets }
}

export function nalTypeOfHevc(nal: Buffer): number {
  return ((nal[0] ?? 0) >> 1) & 63
}

export function hevcFields(config: AvcConfig): PictureFields {
  const sets = config.parameterSets.filter((nal) => nalTypeOfHevc(nal) === 33)
  const [set] = sets
  if (set === undefined || sets.length !== 1) decline(`${sets.length} sequence parameter sets`)
  return sequenceFields(new Bits(unescaped(set).subarray(2)))
}

function sequenceFields(bits: Bits): PictureFields {
  bits.skip(4)
  const layers = bits.bits(3)
  bits.skip(1)
  const profile = profileTierLevel(bits, layers)
  bits.ue()
  const chroma = bits.ue()
  if (chroma < 1 || chroma > 3 || (chroma === 3 && bits.flag())) decline('planes without colour, or apart')
  const [width, height] = [bits.ue(), bits.ue()]
  const [left, right, top, bottom] = bits.flag() ? [bits.ue(), bits.ue(), bits.ue(), bits.ue()] : [0, 0, 0, 0]
  const depth = bits.ue() + 8
  if (bits.ue() + 8 !== depth) decline('two bit depths')
  const orderBits = bits.ue() + 4
  skipToUsability(bits, layers, orderBits)
  const [unitX, unitY] = [chroma === 3 ? 1 : 2, chroma === 1 ? 2 : 1]
  const told = bits.flag() ? usability(bits) : {}
  return {
    // Without a word of it ffmpeg takes the range for limited, and what the container says of colours does not count.
    range: false, colours: { primaries: 2, transfer: 2, matrix: 2 }, ...told,
    fields: { codec_name: 'hevc', profile, width: String(width - (left + right) * unitX), height: String(height - (top + bottom) * unitY) },
    format: ['', '420', '422', '444'][chroma] ?? '', depth,
  }
}

function profileTierLevel(bits: Bits, layers: number): string {
  bits.skip(3)
  const profile = bits.bits(5)
  bits.skip(32 + 4 + 43 + 1 + 8)
  const present = Array.from({ length: layers }, () => [bits.flag(), bits.flag()] as const)
  if (layers > 0) bits.skip((8 - layers) * 2)
  for (const [hasProfile, hasLevel] of present) bits.skip((hasProfile ? 88 : 0) + (hasLevel ? 8 : 0))
  return ['', 'Main', 'Main 10', 'Main Still Picture', 'Rext'][profile] || decline(`an HEVC profile ${profile}`)
}

function skipToUsability(bits: Bits, layers: number, orderBits: number): void {
  const all = bits.flag()
  for (let layer = all ? 0 : layers; layer <= layers; layer += 1) for (let each = 0; each < 3; each += 1) bits.ue()
  for (let each = 0; each < 6; each += 1) bits.ue()
  if (bits.flag() && bits.flag()) skipScalingLists(bits)
  bits.skip(2)
  if (bits.flag()) {
    bits.skip(8)
    bits.ue()
    bits.ue()
    bits.skip(1)
  }
  skipReferenceSets(bits)
  if (bits.flag()) for (let left = bits.ue(); left > 0; left -= 1) bits.skip(orderBits + 1)
  bits.skip(2)
}

function skipScalingLists(bits: Bits): void {
  for (let size = 0; size < 4; size += 1) {
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      if (!bits.flag()) {
        bits.ue()
        continue
      }
      if (size > 1) bits.se()
      for (let left = Math.min(64, 1 << (4 + (size << 1))); left > 0; left -= 1) bits.se()
    }
  }
}

function skipReferenceSets(bits: Bits): void {
  const count = bits.ue()
  if (count > 64) decline('too many reference sets')
  let pictures = 0
  for (let at = 0; at < count; at += 1) {
    if (at > 0 && bits.flag()) {
      bits.skip(1)
      bits.ue()
      let kept = 0
      for (let left = pictures; left >= 0; left -= 1) if (bits.flag() || bits.flag()) kept += 1
      pictures = kept
    } else {
      const [before, after] = [bits.ue(), bits.ue()]
      pictures = before + after
      if (pictures > 32) decline('too many references')
      for (let left = pictures; left > 0; left -= 1) {
        bits.ue()
        bits.skip(1)
      }
    }
  }
}
