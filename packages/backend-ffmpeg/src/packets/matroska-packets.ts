import { Buffer } from 'node:buffer'
import { EncodedPacketSink, FilePathSource, Input, MATROSKA, WEBM, type EncodedPacket, type InputVideoTrack } from 'mediabunny'
import { decline } from '../index-reader/bytes.ts'
import type { PipedCodec } from './matroska.ts'
import type { Packet, PacketSource } from './packet-source.ts'

/** Matroska's own ticks, which every muxer writes. */
const ticksPerSecond = 1000
/** Packets from one key frame to a frame that needs it: no film has so many. */
const maxChain = 20_000

/** Packets of a Matroska or WebM file, by its cues. */
export async function openMatroskaPackets(path: string, startSeconds: number): Promise<PacketSource> {
  const input = new Input({ source: new FilePathSource(path), formats: [MATROSKA, WEBM] })
  try {
    const tracks = await input.getVideoTracks()
    const [track] = tracks
    if (track === undefined || tracks.length > 1) decline(`${tracks.length} video tracks`)
    const codec = await codecOf(track)
    const sink = new EncodedPacketSink(track)
    const packetOf = (packet: EncodedPacket): Packet => ({
      tick: Math.round((packet.timestamp - startSeconds) * ticksPerSecond), isKey: packet.type === 'key', data: async () => Buffer.from(packet.data),
    })
    return { codec, chains: (ticks) => chainsOf(ticks, sink, startSeconds, packetOf), close: async () => input.dispose() }
  } catch (error) {
    input.dispose()
    throw error
  }
}

async function codecOf(track: InputVideoTrack): Promise<PipedCodec> {
  const config = await track.getDecoderConfig()
  const size = { width: config?.codedWidth ?? 0, height: config?.codedHeight ?? 0 }
  const description = config?.description
  const told = description === undefined ? {} : { config: bufferOf(description) }
  if (track.codec === 'vp8') return { id: 'V_VP8', ...size }
  if (track.codec === 'vp9') return { id: 'V_VP9', ...size }
  if (track.codec === 'av1') return { id: 'V_AV1', ...told, ...size }
  if (description === undefined) decline('no parameter sets beside the packets')
  if (track.codec === 'avc') return { id: 'V_MPEG4/ISO/AVC', ...told, ...size }
  return track.codec === 'hevc' ? { id: 'V_MPEGH/ISO/HEVC', ...told, ...size } : decline(`packets of ${track.codec}`)
}

function bufferOf(bytes: ArrayBufferView | ArrayBufferLike): Buffer {
  return ArrayBuffer.isView(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes)
}

/** From the key frame that a frame needs up to itself; what the next frame needs may go on from there. */
async function* chainsOf(ticks: readonly number[], sink: EncodedPacketSink, startSeconds: number, packetOf: (packet: EncodedPacket) => Packet): AsyncGenerator<readonly Packet[]> {
  let chain: Packet[] = []
  let last: EncodedPacket | undefined
  let keyAt: number | undefined
  for (const tick of ticks) {
    if (chain.some((packet) => packet.tick === tick)) continue
    const key = await sink.getKeyPacket(tick / ticksPerSecond + startSeconds + 0.0001)
    if (key === null) decline('a frame without a key frame before it')
    if (key.sequenceNumber !== keyAt) {
      if (chain.length > 0) yield chain
      chain = [packetOf(key)]
      last = key
      keyAt = key.sequenceNumber
    }
    while (last !== undefined && chain.at(-1)?.tick !== tick) {
      last = (await sink.getNextPacket(last)) ?? undefined
      if (last === undefined || chain.length >= maxChain) decline('a frame that the index does not have')
      chain.push(packetOf(last))
    }
  }
  if (chain.length > 0) yield chain
}
