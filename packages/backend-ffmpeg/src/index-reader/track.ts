import type { Fields } from '../inspect/probe-lines.ts'
import { av1Fields } from './av1.ts'
import { boxesIn, boxOf, needed, type Box } from './boxes.ts'
import { Bytes, decline } from './bytes.ts'
import type { PipedCodec } from '../packets/matroska.ts'
import { colourFields, rangeField } from './colour.ts'
import { avcConfig, colourFieldsOf, h264Fields, pixelFormat, type PictureFields } from './h264.ts'
import { hevcConfig, hevcFields } from './hevc.ts'
import { samplesOf, type Samples } from './samples.ts'
import { soundOf } from './sound.ts'

export interface Track {
  readonly id: number
  readonly kind: 'video' | 'audio' | 'data'
  readonly isDefault: boolean
  /** Counter-clockwise degrees. */
  readonly rotation: number
  readonly ticksPerSecond: number
  /** As the media header announces it, in ticks. */
  readonly duration: number
  readonly edits: readonly Edit[]
  readonly samples: Samples
  /** What ffprobe says of the codec. */
  readonly fields: Fields
  readonly picture?: PictureFields
  /** What a decoder must be told before any packet. */
  readonly codec?: PipedCodec
}

export interface Edit {
  /** In ticks of the movie. */
  readonly duration: number
  /** In ticks of the media; −1 for nothing to show. */
  readonly mediaTime: number
}

export function trackOf(body: Buffer, sizeBytes: number): Track {
  const boxes = boxesIn(body)
  const media = boxesIn(needed(boxes, 'mdia'))
  const info = boxesIn(needed(media, 'minf'))
  const table = boxesIn(needed(info, 'stbl'))
  const header = trackHeader(needed(boxes, 'tkhd'))
  const { ticksPerSecond, duration } = mediaHeader(needed(media, 'mdhd'))
  const handler = new Bytes(needed(media, 'hdlr')).skip(8).word()
  const kind = handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'data'
  // They add to the key frames that ffmpeg knows.
  if (boxOf(table, 'stps') !== undefined) decline('partial key frames')
  const described = kind === 'data' ? { fields: {} } : description(kind, needed(table, 'stsd'))
  return { ...header, kind, ticksPerSecond, duration, edits: editsOf(boxes), samples: samplesOf(table, kind === 'video', sizeBytes), ...described }
}

function trackHeader(box: Buffer): Pick<Track, 'id' | 'isDefault' | 'rotation'> {
  const reader = new Bytes(box)
  const version = reader.u8()
  const flags = reader.u24()
  const id = reader.skip(version === 1 ? 16 : 8).u32()
  reader.skip(version === 1 ? 12 : 8).skip(16)
  return { id, isDefault: (flags & 1) === 1, rotation: rotationOf(matrix(reader)) }
}

export function matrix(reader: Bytes): readonly number[] {
  return Array.from({ length: 9 }, () => reader.i32())
}

const turns: Readonly<Record<string, number>> = { '1,0,0,1': 0, '0,1,-1,0': -90, '-1,0,0,-1': 180, '0,-1,1,0': 90 }

/** Only quarter turns: what mirrors or stretches is left to ffprobe. */
function rotationOf([a = 0, b = 0, u = 0, c = 0, d = 0, v = 0]: readonly number[]): number {
  const turn = turns[[a, b, c, d].map((value) => value / 65_536).join(',')]
  return turn === undefined || u !== 0 || v !== 0 ? decline('a picture that is mirrored or stretched') : turn
}

function mediaHeader(box: Buffer): Pick<Track, 'ticksPerSecond' | 'duration'> {
  const reader = new Bytes(box)
  const wide = reader.u8() === 1
  const ticksPerSecond = reader.skip(3 + (wide ? 16 : 8)).u32()
  if (ticksPerSecond < 1 || ticksPerSecond > 0x7fffffff) decline('no time base')
  return { ticksPerSecond, duration: wide ? reader.u64() : reader.u32() }
}

function editsOf(boxes: readonly Box[]): readonly Edit[] {
  const body = boxOf(boxesIn(boxOf(boxes, 'edts') ?? Buffer.alloc(0)), 'elst')
  if (body === undefined) return []
  const reader = new Bytes(body)
  const wide = reader.u8() === 1
  const count = reader.skip(3).u32()
  return Array.from({ length: Math.min(count, 100) }, (): Edit => {
    const duration = wide ? reader.u64() : reader.u32()
    const mediaTime = wide ? reader.i64() : reader.i32()
    if (reader.i32() !== 65_536) decline('an edit with a speed of its own')
    return { duration, mediaTime }
  })
}

function description(kind: 'video' | 'audio', box: Buffer): Pick<Track, 'fields' | 'picture' | 'codec'> {
  const entries = boxesIn(new Bytes(box).skip(8).rest())
  const [entry] = entries
  if (entry === undefined || entries.length !== 1) decline(`${entries.length} sample descriptions`)
  return kind === 'video' ? pictureOf(entry) : soundOf(entry.type, entry.body)
}

function pictureOf({ type, body }: Box): Pick<Track, 'fields' | 'picture' | 'codec'> {
  const more = boxesIn(body.subarray(78))
  if ((boxOf(more, 'fiel')?.[0] ?? 1) !== 1) decline('the pictures are interlaced')
  const picture = bitstream(type, more)
  const colour = colourFieldsOf(picture, containerColour(boxOf(more, 'colr')))
  const ratio = boxOf(more, 'pasp')
  return {
    picture, codec: pipedCodec(type, more, picture),
    fields: {
      ...colour, ...picture.fields,
      ...ratioFields(ratio === undefined ? undefined : { num: ratio.readUInt32BE(0), den: ratio.readUInt32BE(4) }, picture),
      pix_fmt: pixelFormat(picture, colour['color_range'] === 'pc' && type !== 'av01', colour['color_space'] === 'gbr'),
    },
  }
}

function bitstream(type: string, more: readonly Box[]): PictureFields {
  if (type === 'avc1' || type === 'avc3') return h264Fields(avcConfig(needed(more, 'avcC')))
  if (type === 'hvc1' || type === 'hev1') return hevcFields(hevcConfig(needed(more, 'hvcC')))
  if (type === 'av01') return av1Fields(needed(more, 'av1C'))
  return decline(`pictures in ${type}`)
}

function pipedCodec(type: string, more: readonly Box[], { fields }: PictureFields): PipedCodec {
  const size = { width: Number(fields['width']), height: Number(fields['height']) }
  if (type.startsWith('avc')) return { id: 'V_MPEG4/ISO/AVC', config: needed(more, 'avcC'), ...size }
  return type === 'av01' ? { id: 'V_AV1', config: needed(more, 'av1C'), ...size } : { id: 'V_MPEGH/ISO/HEVC', config: needed(more, 'hvcC'), ...size }
}

function containerColour(box: Buffer | undefined): Fields {
  if (box === undefined || !['nclx', 'nclc'].includes(box.toString('latin1', 0, 4))) return {}
  const reader = new Bytes(box).skip(4)
  const codes = { primaries: reader.u16(), transfer: reader.u16(), matrix: reader.u16() }
  return { ...colourFields(codes), ...(box.toString('latin1', 0, 4) === 'nclx' && rangeField(reader.u8() >= 128)) }
}

/** The container's word goes before the stream's. */
function ratioFields(container: { num: number; den: number } | undefined, picture: PictureFields): Fields {
  const ratio = container !== undefined && container.num > 0 && container.den > 0 ? container : picture.sampleAspectRatio
  if (ratio === undefined) return {}
  const common = greatestCommon(ratio.num, ratio.den)
  return { sample_aspect_ratio: `${ratio.num / common}:${ratio.den / common}` }
}

export function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b)
}
