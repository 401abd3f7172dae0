import type { Buffer } from 'node:buffer'
import type { PipedCodec } from './matroska.ts'

/** Single packets of one video stream, found by its index. */
export interface PacketSource {
  readonly codec: PipedCodec
  /** What to decode for these frames, given by their ticks in ascending order: each packet once. Declines where one is not there. */
  readonly chains: (ticks: readonly number[]) => AsyncIterable<readonly Packet[]>
  readonly close: () => Promise<void>
}

/** In decoding order inside its chain, which begins with a key frame that needs nothing before it. */
export interface Packet {
  /** When it is shown, from the container's start. */
  readonly tick: number
  readonly isKey: boolean
  readonly data: () => Promise<Buffer>
}
