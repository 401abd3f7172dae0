import { runTestFfmpeg } from './test-ffmpeg.ts'

/**
 * Every frame of a test film carries its number in its upper quarter: two rows of 16 cells, the second the inverse of the
 * first, so that a picture that is scaled, cropped or blended too far is noticed and not misread.
 */
const bits = 16

/** The filter that draws it, for a picture of any size. */
export function frameCodeFilter(): string {
  const cell = `w=ceil(iw/${bits}):h=ih/8:t=fill`
  const cells = Array.from({ length: bits }, (_, bit) => {
    const isSet = `mod(floor(n/${2 ** bit})\\,2)`
    const x = `x=floor(${bit}*iw/${bits})`
    return [`drawbox=${x}:y=0:${cell}:color=white:enable='${isSet}'`, `drawbox=${x}:y=ih/8:${cell}:color=white:enable='not(${isSet})'`]
  })
  return [`drawbox=x=0:y=0:w=iw:h=ih/4:color=black:t=fill`, ...cells.flat()].join(',')
}

/** From 0, the number of the frame that this picture (or the first picture of this film) shows. */
export async function readFrameNumber(imagePath: string): Promise<number> {
  const width = bits * 8
  const height = 64
  // Whatever its shape, the picture's upper quarter becomes 16 × 2 cells of 8 × 8 pixels.
  const pixels = await runTestFfmpeg(['-i', imagePath, '-frames:v', '1', '-vf', `scale=${width}:${height}:flags=area,format=gray`, '-f', 'rawvideo', '-'])
  const isLit = (bit: number, row: number): boolean => (pixels[(row * 8 + 4) * width + bit * 8 + 4] ?? 0) > 128
  let number = 0
  for (let bit = 0; bit < bits; bit += 1) {
    if (isLit(bit, 0) === isLit(bit, 1)) throw new Error(`'${imagePath}' carries no frame number: its bit ${bit} is neither set nor clear`)
    if (isLit(bit, 0)) number += 2 ** bit
  }
  return number
}
