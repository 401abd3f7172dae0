import type { FileHandle } from 'node:fs/promises'
import { Bytes, decline } from './bytes.ts'

/** A box of a file of the ISO base media family (MP4, MOV, M4A, 3GP). */
export interface Box {
  readonly type: string
  readonly body: Buffer
}

/** What stands in a box, each as one part of it. */
export function boxesIn(bytes: Buffer): readonly Box[] {
  const found: Box[] = []
  const reader = new Bytes(bytes)
  // Less than a header at the end of a box is padding, as QuickTime writes.
  while (reader.left >= 8) {
    const start = reader.at
    const size = reader.u32()
    const type = reader.word()
    const length = size === 1 ? reader.u64() : size === 0 ? bytes.length - start : size
    if (size === 0 && type === '\0\0\0\0') break
    found.push({ type, body: reader.take(length - (reader.at - start)) })
  }
  return found
}

export function boxOf(boxes: readonly Box[], type: string): Buffer | undefined {
  return boxes.find((box) => box.type === type)?.body
}

export function needed(boxes: readonly Box[], type: string): Buffer {
  return boxOf(boxes, type) ?? decline(`no ${type}`)
}

export interface TopBoxes {
  readonly brand: string
  readonly movie: Buffer
}

/** More than any index of a real film: 2 GB of film for an hour have 4 MB of it. */
const maxMovieBytes = 512 * 1024 * 1024
const maxTopBoxes = 100_000

/** The `moov` of a whole file, found by hopping over everything else. */
export async function readTopBoxes(file: FileHandle, sizeBytes: number): Promise<TopBoxes> {
  const header = Buffer.alloc(16)
  let brand = ''
  let movie: Buffer | undefined
  let position = 0
  for (let count = 0; position + 8 <= sizeBytes; count += 1) {
    if (count > maxTopBoxes) decline('too many boxes')
    const { bytesRead } = await file.read(header, 0, 16, position)
    const size = header.readUInt32BE(0)
    const type = header.toString('latin1', 4, 8)
    if (!/^[\x20-\x7e\xa9]{4}$/.test(type) || bytesRead < 8) decline('bytes between the boxes')
    const length = size === 1 ? Number(header.readBigUInt64BE(8)) : size === 0 ? sizeBytes - position : size
    const head = size === 1 ? 16 : 8
    if (length < head || position + length > sizeBytes) decline(`${type} goes beyond the end of the file`)
    if (['moof', 'mfra', 'sidx', 'styp'].includes(type)) decline('the film is in fragments')
    if (type === 'ftyp') brand = (await bodyOf(file, position + head, Math.min(4, length - head))).toString('latin1')
    if (type === 'moov' && movie !== undefined) decline('two indexes')
    if (type === 'moov') movie = length > maxMovieBytes ? decline('an index of half a gigabyte') : await bodyOf(file, position + head, length - head)
    position += length
  }
  return { brand, movie: movie ?? decline('no index') }
}

async function bodyOf(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const body = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(body, filled, length - filled, position + filled)
    if (bytesRead === 0) decline('the file ends early')
    filled += bytesRead
  }
  return body
}
