import { boxOf, needed, type Box } from './boxes.ts'
import { Bytes, decline } from './bytes.ts'

/** The samples of a track in decoding order, in ticks of its media. */
export interface Samples {
  readonly count: number
  readonly offsets: Float64Array
  readonly sizes: Uint32Array
  readonly decodeTimes: Float64Array
  /** When each is shown; the decoding times themselves where the track does not say otherwise. */
  readonly times: Float64Array
  readonly isKey: Uint8Array
  readonly reordered: boolean
  readonly bytes: number
  /** Of all decoding steps, the last sample's too. */
  readonly duration: number
  /** Where the table of times says one step for all, but perhaps the last: the rate is exact. */
  readonly rateStep: number | undefined
}

const maxSamples = 10_000_000

export function samplesOf(table: readonly Box[], isVideo: boolean, sizeBytes: number): Samples {
  const sizes = sizesOf(table, sizeBytes)
  const count = sizes.length
  const decoding = decodeTimesOf(needed(table, 'stts'), count)
  const shifts = boxOf(table, 'ctts')
  return {
    count, sizes, ...decoding,
    offsets: offsetsOf(table, sizes),
    times: shifts === undefined ? decoding.decodeTimes : shifted(decoding.decodeTimes, shifts),
    isKey: withAccessPoints(keysOf(boxOf(table, 'stss'), count, isVideo), table),
    reordered: shifts !== undefined,
    bytes: sumOf(sizes),
  }
}

function sumOf(sizes: Uint32Array): number {
  let sum = 0
  for (let at = 0; at < sizes.length; at += 1) sum += sizes[at] ?? 0
  return sum
}

function sizesOf(table: readonly Box[], sizeBytes: number): Uint32Array {
  const reader = new Bytes(needed(table, 'stsz')).skip(4)
  const fixed = reader.u32()
  const count = reader.u32()
  if (count > maxSamples) decline('more samples than are read')
  if (fixed * count > sizeBytes) decline('more samples than the file has room for')
  if (fixed > 0) return new Uint32Array(count).fill(fixed)
  const raw = reader.take(count * 4)
  const sizes = new Uint32Array(count)
  for (let at = 0; at < count; at += 1) sizes[at] = raw.readUInt32BE(at * 4)
  return sizes
}

function decodeTimesOf(box: Buffer, count: number): Pick<Samples, 'decodeTimes' | 'duration' | 'rateStep'> {
  const reader = new Bytes(box).skip(4)
  const entries = reader.u32()
  const decodeTimes = new Float64Array(count)
  let at = 0
  let time = 0
  let rateStep: number | undefined
  for (let entry = 0; entry < entries; entry += 1) {
    const repeat = reader.u32()
    const step = reader.u32()
    // Zero and nearly 2^32 are mended by ffmpeg in its own ways.
    if (step === 0 || step > 0x7fffffff) decline('a time step that is not positive')
    if (repeat > count - at) decline('more times than samples')
    if (entry === 0) rateStep = step
    else if (entries > 2 || repeat !== 1) rateStep = undefined
    for (let left = repeat; left > 0; left -= 1) {
      decodeTimes[at] = time
      time += step
      at += 1
    }
  }
  if (at !== count) decline('fewer times than samples')
  return { decodeTimes, duration: time, rateStep }
}

function shifted(decodeTimes: Float64Array, box: Buffer): Float64Array {
  const reader = new Bytes(box).skip(4)
  const entries = reader.u32()
  const times = new Float64Array(decodeTimes.length)
  let at = 0
  for (let entry = 0; entry < entries; entry += 1) {
    const repeat = reader.u32()
    // Read as signed in either version, since QuickTime writes negative ones in version 0.
    const shift = reader.i32()
    if (Math.abs(shift) > 2 ** 28) decline('a time shift without bound')
    if (repeat > decodeTimes.length - at) decline('more shifts than samples')
    for (let left = repeat; left > 0; left -= 1) {
      times[at] = (decodeTimes[at] ?? 0) + shift
      at += 1
    }
  }
  return at === decodeTimes.length ? times : decline('fewer shifts than samples')
}

function offsetsOf(table: readonly Box[], sizes: Uint32Array): Float64Array {
  const chunks = chunkOffsets(table)
  const reader = new Bytes(needed(table, 'stsc')).skip(4)
  const entries = reader.u32()
  const offsets = new Float64Array(sizes.length)
  let at = 0
  let first = entries > 0 ? reader.u32() : 0
  if (entries > 0 && first !== 1) decline('chunks that start late')
  for (let entry = 0; entry < entries; entry += 1) {
    const perChunk = reader.u32()
    if (reader.u32() !== 1) decline('a second sample description is used')
    const next = entry + 1 < entries ? reader.u32() : chunks.length + 1
    if (next < first || next > chunks.length + 1) decline('chunks out of order')
    for (let chunk = first; chunk < next; chunk += 1) {
      let offset = chunks[chunk - 1] ?? 0
      for (let left = perChunk; left > 0; left -= 1) {
        if (at >= sizes.length) decline('more places than samples')
        offsets[at] = offset
        offset += sizes[at] ?? 0
        at += 1
      }
    }
    first = next
  }
  return at === sizes.length ? offsets : decline('fewer places than samples')
}

function chunkOffsets(table: readonly Box[]): Float64Array {
  const wide = boxOf(table, 'co64')
  const reader = new Bytes(wide ?? needed(table, 'stco')).skip(4)
  const count = reader.u32()
  if (count > maxSamples || reader.left < count * (wide ? 8 : 4)) decline('a list of chunks that ends early')
  const offsets = new Float64Array(count)
  for (let at = 0; at < count; at += 1) offsets[at] = wide ? reader.u64() : reader.u32()
  return offsets
}

/** Random access points that are no key frames by the list: from them on, only what comes before them cannot be decoded. */
function withAccessPoints(keys: Uint8Array, table: readonly Box[]): Uint8Array {
  const group = table.find(({ type, body }) => type === 'sbgp' && body.toString('latin1', 4, 8) === 'rap ')
  if (group === undefined) return keys
  const reader = new Bytes(group.body)
  if (reader.u8() !== 0) decline('groups of another version')
  let at = 0
  for (let left = reader.skip(7).u32(); left > 0; left -= 1) {
    const count = reader.u32()
    if (count > keys.length - at) decline('a group beyond the samples')
    if (reader.u32() > 0) keys.fill(1, at, at + count)
    at += count
  }
  return keys
}

function keysOf(box: Buffer | undefined, count: number, isVideo: boolean): Uint8Array {
  if (box === undefined) return new Uint8Array(count).fill(1)
  const keys = new Uint8Array(count)
  const reader = new Bytes(box).skip(4)
  const entries = reader.u32()
  // An empty list means different things to different readers.
  if (isVideo && entries === 0) decline('an empty list of key frames')
  for (let entry = 0; entry < entries; entry += 1) {
    const number = reader.u32()
    if (number < 1 || number > count) decline('a key frame that is not there')
    keys[number - 1] = 1
  }
  return keys
}
