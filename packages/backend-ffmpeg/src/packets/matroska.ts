import { Buffer } from 'node:buffer'

/** What a decoder must know before the first packet. */
export interface PipedCodec {
  /** Matroska's name of it. */
  readonly id: 'V_MPEG4/ISO/AVC' | 'V_MPEGH/ISO/HEVC' | 'V_AV1' | 'V_VP8' | 'V_VP9'
  /** avcC, hvcC or av1C. */
  readonly config?: Buffer
  readonly width: number
  readonly height: number
}

/**
 * A Matroska stream of one video track, as little of it as ffmpeg needs. Unlike bare packets it carries a time stamp with each, by
 * which a picture is known again behind the decoder, whatever that reorders or drops; a tick is a thousandth of a second.
 */
export function matroskaHeader({ id, config, width, height }: PipedCodec): Buffer {
  const video = element(0xe0, [element(0xb0, uint(width)), element(0xba, uint(height))])
  const track = element(0xae, [
    element(0xd7, uint(1)), element(0x73c5, uint(1)), element(0x83, uint(1)), element(0x9c, uint(0)), element(0x23e383, uint(frameNanoseconds)),
    element(0x86, Buffer.from(id)), ...(config ? [element(0x63a2, config)] : []), video,
  ])
  return Buffer.concat([
    element(0x1a45dfa3, [element(0x4282, Buffer.from('matroska')), element(0x4287, uint(4)), element(0x4285, uint(2))]),
    // A segment of unknown size: it ends with the pipe.
    bytesOf(0x18538067), Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    element(0x1549a966, [element(0x2ad7b1, uint(1_000_000)), element(0x4d80, Buffer.from('vodflow')), element(0x5741, Buffer.from('vodflow'))]),
    element(0x1654ae6b, [track]),
  ])
}

/** So that ffmpeg need not look for a rate. */
const frameNanoseconds = 40_000_000

/** A packet in a cluster of its own: time stamps then have no bound. */
export function matroskaPacket(tick: number, isKey: boolean, data: Buffer): Buffer {
  const block = Buffer.from([0x81, 0, 0, isKey ? 0x80 : 0])
  const time = element(0xe7, uint(tick))
  const blockHead = Buffer.concat([bytesOf(0xa3), sized(block.length + data.length), block])
  return Buffer.concat([bytesOf(0x1f43b675), sized(time.length + blockHead.length + data.length), time, blockHead, data])
}

function element(id: number, content: Buffer | readonly Buffer[]): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.concat(content)
  return Buffer.concat([bytesOf(id), sized(body.length), body])
}

/** Always eight bytes: a length of any size, marked by its first bit. */
function sized(length: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(length))
  bytes[0] = 0x01
  return bytes
}

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

/** An element's name carries its own length. */
function bytesOf(id: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(id)
  return bytes.subarray(id > 0xffffff ? 0 : id > 0xffff ? 1 : id > 0xff ? 2 : 3)
}
