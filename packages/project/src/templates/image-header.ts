/** What the first bytes of a picture tell; 'unknown' for another format, 'damaged' where the size cannot be found. */
export type ImageHeader = { readonly format: 'png' | 'jpg'; readonly width: number; readonly height: number } | 'unknown' | 'damaged'

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** By its bytes alone: a name or an extension tells nothing. */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  if (pngSignature.every((byte, at) => bytes[at] === byte)) return readPng(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpeg(bytes)
  return 'unknown'
}

/** The first chunk of a PNG is IHDR, with width and height first. */
function readPng(bytes: Uint8Array): ImageHeader {
  const isHeader = [0x49, 0x48, 0x44, 0x52].every((byte, at) => bytes[12 + at] === byte)
  if (bytes.length < 33 || !isHeader) return 'damaged'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return sized('png', view.getUint32(16), view.getUint32(20))
}

/** From segment to segment up to the frame header; of a progressive picture that is SOF2 in place of SOF0. */
function readJpeg(bytes: Uint8Array): ImageHeader {
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
    } else if (isFrameHeader(marker)) {
      return sized('jpg', word(bytes, at + 7), word(bytes, at + 5))
    } else if (marker === 0xd9 || marker === 0xda) {
      return 'damaged'
    } else {
      at += hasNoLength(marker) ? 2 : 2 + Math.max(2, word(bytes, at + 2))
    }
  }
  return 'damaged'
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which stand among them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function hasNoLength(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
}

function sized(format: 'png' | 'jpg', width: number, height: number): ImageHeader {
  return width > 0 && height > 0 ? { format, width, height } : 'damaged'
}
