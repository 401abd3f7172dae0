export interface ImageSize {
  readonly width: number
  readonly height: number
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const PNG_END = Buffer.from([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])

/** Pixels of a whole JPEG or PNG; a sentence about what is wrong with it otherwise. */
export function imageSize(bytes: Buffer, format: 'jpg' | 'png'): ImageSize | string {
  return format === 'png' ? pngSize(bytes) : jpegSize(bytes)
}

function pngSize(bytes: Buffer): ImageSize | string {
  if (bytes.length < 45 || !bytes.subarray(0, 8).equals(PNG_SIGNATURE) || bytes.toString('latin1', 12, 16) !== 'IHDR') return 'no PNG'
  if (!bytes.subarray(-8).equals(PNG_END)) return 'a PNG that is cut off'
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Walks the segments up to the frame header: a thumbnail inside another segment has one too and must not be taken. */
function jpegSize(bytes: Buffer): ImageSize | string {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return 'no JPEG'
  if (bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return 'a JPEG that is cut off'
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return 'a JPEG with a broken header'
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return 'a JPEG without a frame'
}
