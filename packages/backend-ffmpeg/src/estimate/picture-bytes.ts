import type { ExpectedImages, ExpectedSprite } from '../work.ts'

/** Bits of a pixel of a picture of a million pixels, at the quality that pictures are made with. */
const bitsPerPixel = { jpg: 0.52, png: 9 } as const
/** The same scene on fewer pixels has more in each: by this power of the size. */
const density = -0.3
/** Black still has its blocks written down. */
const emptyBitsPerPixel = 0.05
const headerBytes = 400
const cueBytes = 62
const mapHeadBytes = 8

function bitsOf(pixels: number, format: 'jpg' | 'png'): number {
  return pixels * bitsPerPixel[format] * (pixels / 1e6) ** density
}

export function imagesBytes({ files, width, height, format }: ExpectedImages): number {
  return files.length * (headerBytes + bitsOf(width * height, format) / 8)
}

/** Sheets are as large as they are, with or without tiles everywhere. */
export function spriteBytes({ sheets, width, height, tileCount }: ExpectedSprite, tilePixels: number): { readonly sheets: number; readonly map: number } {
  const empty = headerBytes + (width * height * emptyBitsPerPixel) / 8
  return { sheets: sheets.length * empty + (tileCount * bitsOf(tilePixels, 'jpg')) / 8, map: mapBytes(tileCount) }
}

export function mapBytes(tileCount: number): number {
  return mapHeadBytes + tileCount * cueBytes
}
