import type { TranscodeTask, WatermarkTemplate } from '@vodflow/core'
import type { Size } from './video-target.ts'

/** A watermark on one rendition, in that rendition's pixels. */
export interface Overlay extends Size {
  readonly imagePath: string
  readonly sha256: string
  readonly format: WatermarkTemplate['image']['format']
  readonly x: number
  readonly y: number
}

const maxPixels = 8192

/** `left` and `width` are of the rendition's width, `top` and `height` of its height (templates.md §6). */
export function overlayOf(template: WatermarkTemplate, imagePath: string, rendition: Size): Overlay {
  const width = length(template.width, rendition.width)
  const height = length(template.height, rendition.height)
  const { image } = template
  return {
    imagePath,
    sha256: image.sha256,
    format: image.format,
    x: length(template.left, rendition.width),
    y: length(template.top, rendition.height),
    ...pictureSize(width, height, image.height > 0 ? image.width / image.height : 1),
  }
}

/** 0 keeps the picture's aspect ratio. */
function pictureSize(width: number, height: number, aspect: number): Size {
  const wide = width > 0 ? width : height * aspect
  const high = height > 0 ? height : wide / aspect
  return { width: side(wide), height: side(high) }
}

function side(pixels: number): number {
  return Math.min(maxPixels, Math.max(1, Math.round(pixels)))
}

/** `10%` of a side, or `100px`; anything else is 0. */
function length(text: string, side: number): number {
  const [, number, unit] = /^(\d{1,5}(?:\.\d{1,6})?)(%|px)$/.exec(text) ?? []
  if (number === undefined) return 0
  return Math.min(maxPixels, Math.round(unit === '%' ? (Number(number) * side) / 100 : Number(number)))
}

/** The first watermark whose image is not at hand. */
export function missingImage(task: TranscodeTask, images: ReadonlyMap<string, string>): number | undefined {
  return task.watermarks.find(({ template }) => !images.has(template.image.sha256))?.definition
}
