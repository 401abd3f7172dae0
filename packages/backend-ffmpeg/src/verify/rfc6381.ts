import type { Fields } from '../inspect/probe-lines.ts'

/**
 * The CODECS word of a video stream in MPEG-TS. The three bytes of H.264 and the profile and tier of H.265 are read from the
 * first parameter set of the first segment; profile and level by name stand in where it is not found.
 */
export function videoCodecString(fields: Fields, segment: Buffer): string | undefined {
  if (fields['codec_name'] === 'h264') return h264String(fields, segment)
  if (fields['codec_name'] === 'hevc') return hevcString(fields, segment)
  return undefined
}

export function audioCodecString(fields: Fields): string | undefined {
  const { codec_name: codec, profile } = fields
  if (codec === 'aac') return profile === 'HE-AACv2' ? 'mp4a.40.29' : profile === 'HE-AAC' ? 'mp4a.40.5' : 'mp4a.40.2'
  if (codec === 'mp3' || codec === 'mp2') return 'mp4a.40.34'
  return codec === 'ac3' ? 'ac-3' : codec === 'eac3' ? 'ec-3' : undefined
}

function h264String(fields: Fields, segment: Buffer): string {
  const set = parameterSet(segment, (byte) => (byte & 0x1f) === 7)
  if (set !== undefined && set.length >= 4) return `avc1.${set.toString('hex', 1, 4)}`
  const profiles: Readonly<Record<string, string>> = { 'Constrained Baseline': '42e0', Baseline: '4200', Main: '4d40', High: '6400', 'High 10': '6e00' }
  return `avc1.${profiles[fields['profile'] ?? ''] ?? '6400'}${hex(Number(fields['level']))}`
}

/** ISO/IEC 14496-15 E.3: profile, compatibility flags bit-reversed, tier and level, constraint bytes without trailing zeros. */
function hevcString(fields: Fields, segment: Buffer): string {
  const set = parameterSet(segment, (byte) => ((byte >> 1) & 0x3f) === 33)
  // Two bytes of NAL header, one of ids, then profile_tier_level: 1 + 4 + 6 + 1 bytes.
  const tier = set === undefined ? undefined : unescape(set).subarray(3)
  if (tier === undefined || tier.length < 12) return `hvc1.${fields['profile'] === 'Main 10' ? '2.4' : '1.6'}.L${fields['level'] ?? '93'}.b0`
  const first = tier[0] ?? 0
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? ''
  const flags = reverseBits(tier.readUInt32BE(1)).toString(16)
  const constraints = [...tier.subarray(5, 11)]
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop()
  const tail = constraints.map((byte) => `.${byte.toString(16)}`).join('')
  return `hvc1.${space}${first & 0x1f}.${flags}.${(first & 0x20) === 0 ? 'L' : 'H'}${tier[11] ?? 0}${tail}`
}

/**
 * The bytes after a start code whose NAL header matches. The packets of a transport stream are 188 bytes long; the first
 * parameter sets stand at the start of the first one's payload, so they are whole.
 */
function parameterSet(segment: Buffer, matches: (header: number) => boolean): Buffer | undefined {
  const startCode = Buffer.from([0, 0, 1])
  for (let at = segment.indexOf(startCode); at >= 0; at = segment.indexOf(startCode, at + 3)) {
    if (matches(segment[at + 3] ?? 0)) return segment.subarray(at + 3, at + 3 + 40)
  }
  return undefined
}

/** A 3 after two zeros is stuffing. */
function unescape(bytes: Buffer): Buffer {
  return Buffer.from([...bytes].filter((byte, at) => !(byte === 3 && bytes[at - 1] === 0 && bytes[at - 2] === 0)))
}

function reverseBits(value: number): number {
  let reversed = 0
  for (let bit = 0; bit < 32; bit += 1) if ((value & (2 ** bit)) !== 0) reversed += 2 ** (31 - bit)
  return reversed
}

function hex(level: number): string {
  return Number.isInteger(level) && level > 0 && level < 256 ? level.toString(16).padStart(2, '0') : '1f'
}
