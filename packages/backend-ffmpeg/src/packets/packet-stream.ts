import { Readable } from 'node:stream'
import { decline } from '../index-reader/bytes.ts'
import type { PacketFeed } from '../work.ts'
import { matroskaHeader, matroskaPacket } from './matroska.ts'
import { openMoviePackets } from './movie-packets.ts'
import { asBeginning, beginsAnew, isNeededByOthers } from './nal-units.ts'
import type { Packet, PacketSource } from './packet-source.ts'
import { stampOfFrame } from './stamps.ts'

/** What a decoder reads from its standard input. */
export interface PacketStream {
  readonly input: Readable
  /** Why not all of it came; undefined while all is well. */
  readonly failure: () => string | undefined
}

/** Reads the packets that a feed names, and no others, while the decoder takes them. */
export async function packetStream(path: string, sizeBytes: number, feed: PacketFeed): Promise<PacketStream | { readonly declined: string }> {
  let source: PacketSource
  try {
    source = await openPackets(path, sizeBytes, feed)
  } catch (error) {
    return { declined: wordOf(error) }
  }
  let failure: string | undefined
  const parts = async function* () {
    try {
      yield* written(source, feed)
    } catch (error) {
      failure = wordOf(error)
    } finally {
      await source.close()
    }
  }
  return { input: Readable.from(parts(), { objectMode: false, highWaterMark: 1024 * 1024 }), failure: () => failure }
}

async function openPackets(path: string, sizeBytes: number, { container, stream, startSeconds }: PacketFeed): Promise<PacketSource> {
  if (container === 'movie') return openMoviePackets({ path, sizeBytes, stream, startSeconds })
  const { openMatroskaPackets } = await import('./matroska-packets.ts')
  return inTime(openMatroskaPackets(path, startSeconds))
}

/** Its head and its cues: what takes longer leads nowhere. */
const openLimitMs = 60_000

async function inTime(opened: Promise<PacketSource>): Promise<PacketSource> {
  let clock: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new Error('its index is not found in time')), openLimitMs)
  })
  try {
    return await Promise.race([opened, late])
  } finally {
    clearTimeout(clock)
  }
}

async function* written(source: PacketSource, { frames }: PacketFeed): AsyncGenerator<Buffer> {
  const numbers = new Map(frames.map(({ tick, index }) => [tick, index]))
  yield matroskaHeader(source.codec)
  for await (const chain of source.chains(frames.map(({ tick }) => tick))) {
    const stamps = stampsOf(chain, numbers)
    for (const [at, packet] of chain.entries()) {
      const data = await packet.data()
      if (at === 0 && !beginsAnew(source.codec, data)) decline('a key frame that needs what is before it')
      const last = at === chain.length - 1
      if (!last && !numbers.has(packet.tick) && !isNeededByOthers(source.codec, data)) continue
      yield matroskaPacket(stamps[at] ?? 0, packet.isKey, at === 0 ? asBeginning(source.codec, data) : data)
    }
  }
}

/**
 * A wanted frame gets the stamp of its number in the film; those between, which only help to decode it, the numbers next to it. There
 * are never more of them than numbers, so stamps rise in the order in which frames are shown.
 */
function stampsOf(chain: readonly Packet[], numbers: ReadonlyMap<number, number>): readonly number[] {
  const order = [...chain.keys()].toSorted((a, b) => (chain[a]?.tick ?? 0) - (chain[b]?.tick ?? 0))
  const first = order.findIndex((at) => numbers.has(chain[at]?.tick ?? 0))
  const stamps = chain.map(() => 0)
  let number = (numbers.get(chain[order[first] ?? 0]?.tick ?? 0) ?? 0) - first
  for (const at of order) {
    number = numbers.get(chain[at]?.tick ?? 0) ?? number
    stamps[at] = stampOfFrame(number)
    number += 1
  }
  return stamps
}

function wordOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
