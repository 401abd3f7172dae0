import { Buffer } from 'node:buffer'
import { open, type FileHandle } from 'node:fs/promises'
import { HIDDEN } from '../inspect/probe-lines.ts'
import { decline } from '../index-reader/bytes.ts'
import { readTrack } from '../index-reader/index.ts'
import type { Packet, PacketSource } from './packet-source.ts'

export interface PlaceOfStream {
  readonly path: string
  readonly sizeBytes: number
  /** As ffmpeg counts streams. */
  readonly stream: number
  /** The container's first time stamp, which ticks are counted from. */
  readonly startSeconds: number
}

/** Packets of an MP4 or MOV, by the tables of its index. */
export async function openMoviePackets({ path, sizeBytes, stream, startSeconds }: PlaceOfStream): Promise<PacketSource> {
  const file = await open(path, 'r')
  try {
    const { track, timeline } = await readTrack(file, sizeBytes, stream)
    const { samples, codec } = track
    if (codec === undefined) decline('no codec whose packets are read')
    const origin = Math.round(startSeconds * track.ticksPerSecond)
    const { times, marks } = timeline.packets
    const packetAt = (at: number): Packet => ({
      tick: (times[at] ?? 0) - origin, isKey: samples.isKey[at] === 1,
      data: () => bytesAt(file, samples.offsets[at] ?? 0, samples.sizes[at] ?? 0),
    })
    return {
      codec,
      async *chains(ticks) {
        for (const { from, to } of rangesOf(placesOf(ticks, times, marks, origin), times, samples.isKey)) yield Array.from({ length: to - from + 1 }, (_, at) => packetAt(from + at))
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** The samples that are shown at these ticks. */
function placesOf(ticks: readonly number[], times: ArrayLike<number>, marks: ArrayLike<number>, origin: number): readonly number[] {
  const wanted = new Set(ticks)
  const places: number[] = []
  for (let at = 0; at < times.length; at += 1) if (wanted.has((times[at] ?? 0) - origin) && ((marks[at] ?? 0) & HIDDEN) === 0) places.push(at)
  return places.length === wanted.size ? places : decline('frames that the index does not have')
}

interface Range {
  readonly from: number
  readonly to: number
}

/** From the key frame that each needs up to itself, in decoding order; ranges that touch are one. `places` ascend. */
function rangesOf(places: readonly number[], times: ArrayLike<number>, isKey: Uint8Array): readonly Range[] {
  const ranges: Range[] = []
  for (const to of places) {
    let from = to
    while (from >= 0 && (isKey[from] !== 1 || (times[from] ?? 0) > (times[to] ?? 0))) from -= 1
    if (from < 0) decline('a frame without a key frame before it')
    const last = ranges.at(-1)
    if (last !== undefined && from <= last.to) ranges[ranges.length - 1] = { from: Math.min(last.from, from), to }
    else ranges.push({ from, to })
  }
  return ranges
}

async function bytesAt(file: FileHandle, offset: number, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size)
  const { bytesRead } = await file.read(bytes, 0, size, offset)
  return bytesRead === size ? bytes : decline('a packet beyond the end of the file')
}
