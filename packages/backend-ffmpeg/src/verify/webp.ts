/** A still counts as an animation of one frame without a duration. */
export interface WebpAnimation {
  readonly width: number
  readonly height: number
  readonly frames: number
  readonly durationSeconds: number
  /** The first frame as a file of its own, since few decoders read animations (ffmpeg does not before 8). */
  readonly firstFrame: Buffer
}

/** Reads the chunks of a WebP; a sentence about what is wrong otherwise. */
export function parseWebpAnimation(bytes: Buffer): WebpAnimation | string {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return 'no WebP'
  if (bytes.readUInt32LE(4) + 8 > bytes.length) return 'a WebP that is cut off'
  let size: { width: number; height: number } | undefined
  let firstFrame: Buffer | undefined
  let frames = 0
  let milliseconds = 0
  for (const { name, data } of chunksOf(bytes.subarray(12))) {
    if (name === 'VP8X' && data.length >= 10) size = { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 }
    if (name !== 'ANMF' || data.length < 16) continue
    frames += 1
    milliseconds += data.readUIntLE(12, 3)
    firstFrame ??= stillOf(data)
  }
  if (firstFrame === undefined) return stillWebp(bytes, size)
  if (size === undefined) return 'a WebP without a size'
  return { ...size, frames, durationSeconds: milliseconds / 1000, firstFrame }
}

/** Pixels of a lossy or lossless still, which say their size themselves where no VP8X does. */
function stillWebp(bytes: Buffer, told: { width: number; height: number } | undefined): WebpAnimation | string {
  for (const { name, data } of chunksOf(bytes.subarray(12))) {
    const size = told ?? stillSize(name, data)
    if ((name === 'VP8 ' || name === 'VP8L') && size !== undefined) return { ...size, frames: 1, durationSeconds: 0, firstFrame: bytes }
  }
  return 'a WebP without a picture'
}

function stillSize(name: string, data: Buffer): { width: number; height: number } | undefined {
  if (name === 'VP8 ' && data.length >= 10) return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
  if (name !== 'VP8L' || data.length < 5) return undefined
  const bits = data.readUInt32LE(1)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

function* chunksOf(bytes: Buffer): Generator<{ name: string; data: Buffer }> {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    yield { name: bytes.toString('latin1', at, at + 4), data: bytes.subarray(at + 8, at + 8 + length) }
    at += 8 + length + (length & 1)
  }
}

function stillOf(frame: Buffer): Buffer {
  const image = frame.subarray(16)
  // A frame may stand in a corner of the picture; its own size is what counts for a still.
  const extended = Buffer.alloc(18)
  extended.write('VP8X', 0, 'latin1')
  extended.writeUInt32LE(10, 4)
  extended[8] = image.toString('latin1', 0, 4) === 'ALPH' ? 0x10 : 0
  frame.copy(extended, 12, 6, 12)
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), extended, image])
  const header = Buffer.alloc(8)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(body.length, 4)
  return Buffer.concat([header, body])
}
