import type { Fields } from '../inspect/probe-lines.ts'
import { boxOf, boxesIn } from './boxes.ts'
import { Bits, Bytes, decline } from './bytes.ts'

const rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350] as const
const channelsOfConfig = [0, 1, 2, 3, 4, 5, 6, 8] as const

export interface Sound {
  readonly fields: Fields
  /** Told by the file; its own count of bytes otherwise. */
  readonly averageBits?: number
}

/** A sound's sample entry; `body` begins after the box's header. */
export function soundOf(format: string, body: Buffer): Sound {
  const reader = new Bytes(body).skip(8)
  const version = reader.u16()
  const channels = reader.skip(6).u16()
  const more = boxesIn(body.subarray(28 + (version === 1 ? 16 : version === 0 ? 0 : decline('a sound description of version 2'))))
  if (format === 'mp4a') return mp4aOf(boxOf(more, 'esds') ?? boxOf(boxesIn(boxOf(more, 'wave') ?? Buffer.alloc(0)), 'esds') ?? decline('no esds'))
  if (format === 'Opus') return { fields: { codec_name: 'opus', sample_rate: '48000', channels: String(boxOf(more, 'dOps')?.[1] ?? channels) } }
  return decline(`sound in ${format}`)
}

function mp4aOf(box: Buffer): Sound {
  const reader = new Bytes(box).skip(4)
  expectTag(reader, 3)
  const flags = reader.skip(2).u8()
  if ((flags & 0xe0) !== 0) decline('a stream that depends on another')
  expectTag(reader, 4)
  if (reader.u8() !== 0x40) decline('sound that is no AAC')
  reader.skip(8)
  const averageBits = reader.u32()
  const length = expectTag(reader, 5)
  return { fields: aacFields(reader.take(length)), averageBits }
}

function expectTag(reader: Bytes, tag: number): number {
  if (reader.u8() !== tag) decline('an unusual esds')
  let length = 0
  for (let left = 4; left > 0; left -= 1) {
    const byte = reader.u8()
    length = length * 128 + (byte & 127)
    if (byte < 128) break
  }
  return length
}

/** Plain AAC-LC. What may be HE-AAC is not told by its configuration alone, so it is left to the decoder. */
function aacFields(config: Buffer): Fields {
  const bits = new Bits(config)
  if (bits.bits(5) !== 2) decline('AAC other than LC')
  const rate = rates[bits.bits(4)] ?? decline('a sampling rate of its own')
  const channels = channelsOfConfig[bits.bits(4)]
  if (!channels) decline('channels of its own')
  if (rate <= 24_000) decline('AAC that may be HE-AAC')
  // Explicit signalling of SBR follows the configuration of the core.
  if (config[2] === 0x56 && config[3] === 0xe5 && (config[4] ?? 0) >= 0x80) decline('AAC with an extension')
  return { codec_name: 'aac', profile: 'LC', sample_rate: String(rate), channels: String(channels) }
}
