import type { Rational } from '@vodflow/core'

/** What is asked of ffprobe, in its own section names. Codes and numbers only: no text of the file's author comes back. */
export const probeEntries = [
  'packet=stream_index,pts,dts,duration,size,flags',
  'stream=index,codec_type,codec_name,profile,level,width,height,pix_fmt,sample_aspect_ratio,color_range,color_space,color_primaries,color_transfer,field_order,sample_rate,channels,avg_frame_rate,r_frame_rate,time_base,start_time,duration,bit_rate',
  'stream_disposition=attached_pic,default',
  'stream_side_data=rotation',
  'format=format_name,start_time,duration,bit_rate',
  'format_tags=major_brand',
].join(':')

export type Fields = Readonly<Record<string, string>>

/** The packets of one stream in file order, in ticks; NaN where the file does not say. */
export interface Packets {
  readonly times: ArrayLike<number>
  readonly durations: ArrayLike<number>
  /** Parallel to `times`: bit 1 a key frame, bit 2 decoded but not shown. */
  readonly marks: ArrayLike<number>
  readonly bytes: number
}

export interface ProbedStream {
  readonly fields: Fields
  /** Counter-clockwise, as ffprobe tells it; 0 without a display matrix. */
  readonly rotation: number
  readonly packets: Packets
}

export interface Probed {
  readonly format: Fields
  readonly streams: readonly ProbedStream[]
}

export const KEY = 1
export const HIDDEN = 2

interface MutablePackets {
  times: number[]
  durations: number[]
  marks: number[]
  bytes: number
}

/** Takes the lines of `-of compact` one by one, so that a long film costs only its numbers. */
export class ProbeReader {
  readonly #packets = new Map<string, MutablePackets>()
  readonly #streams = new Map<string, { fields: Fields; rotation: number }>()
  /** Streams, by index, of which `-show_frames` decoded a frame. */
  readonly decoded = new Set<number>()
  /** Of each of them, when the last decoded frame is shown, in the container's seconds; only where that was asked for. */
  readonly decodedUntil = new Map<number, number>()
  /** The same of the first. */
  readonly decodedFrom = new Map<number, number>()
  #format: Fields = {}
  #last: { fields: Fields; rotation: number } | undefined

  readonly add = (line: string): void => {
    const section = line.slice(0, line.indexOf('|'))
    if (section === 'packet') this.#packet(fieldsOf(line))
    else if (section === 'stream') this.#stream(fieldsOf(line))
    else if (section === 'format') this.#format = fieldsOf(line)
    else if (section === 'frame') this.#frame(fieldsOf(line))
    else if (section === 'side_data' && this.#last !== undefined) this.#last.rotation = finite(fieldsOf(line)['rotation']) ?? this.#last.rotation
  }

  result(): Probed {
    const streams = [...this.#streams.entries()].map(([index, { fields, rotation }]) => ({
      fields,
      rotation,
      packets: this.#packets.get(index) ?? { times: [], durations: [], marks: [], bytes: 0 },
    }))
    return { format: this.#format, streams: streams.toSorted((a, b) => Number(a.fields['index']) - Number(b.fields['index'])) }
  }

  #frame(fields: Fields): void {
    const stream = Number(fields['stream_index'])
    this.decoded.add(stream)
    const seconds = finite(fields['best_effort_timestamp_time'])
    if (seconds !== undefined) this.decodedFrom.set(stream, Math.min(seconds, this.decodedFrom.get(stream) ?? seconds))
    if (seconds !== undefined) this.decodedUntil.set(stream, Math.max(seconds, this.decodedUntil.get(stream) ?? seconds))
  }

  #packet(fields: Fields): void {
    const index = fields['stream_index'] ?? ''
    let of = this.#packets.get(index)
    if (of === undefined) {
      of = { times: [], durations: [], marks: [], bytes: 0 }
      this.#packets.set(index, of)
    }
    const flags = fields['flags'] ?? ''
    of.times.push(finite(fields['pts']) ?? finite(fields['dts']) ?? Number.NaN)
    of.durations.push(finite(fields['duration']) ?? Number.NaN)
    of.marks.push((flags.includes('K') ? KEY : 0) | (flags.includes('D') ? HIDDEN : 0))
    of.bytes += finite(fields['size']) ?? 0
  }

  #stream(fields: Fields): void {
    // A transport stream prints its streams twice, as part of a program and alone; both say the same.
    this.#last = { fields, rotation: finite(fields['rotation']) ?? 0 }
    this.#streams.set(fields['index'] ?? '', this.#last)
  }
}

function fieldsOf(line: string): Fields {
  const fields: Record<string, string> = {}
  for (const part of line.split('|')) {
    const at = part.indexOf('=')
    if (at > 0) fields[part.slice(0, at)] = part.slice(at + 1)
  }
  return fields
}

/** undefined for `N/A`, nothing, and what is no number. */
export function finite(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** `30000/1001` or `16:9`; undefined for `0/0`, `N/A` and what is not positive. */
export function rational(text: string | undefined): Rational | undefined {
  const match = /^(\d{1,10})[/:](\d{1,10})$/.exec(text ?? '')
  const num = Number(match?.[1] ?? 0)
  const den = Number(match?.[2] ?? 0)
  return num > 0 && den > 0 ? { num, den } : undefined
}
