import type { VideoTemplate } from './template.ts'

/** Pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

const maxSide = 16_384

/**
 * The frame that a template makes of a source, as shown: 0 is scaled by the other side, negative never above the source. With
 * `resolutionSelfAdapting` the width is the long side's, whichever way the picture stands (templates.md §1, §10).
 */
export function targetSize(template: Pick<VideoTemplate, 'width' | 'height' | 'resolutionSelfAdapting'>, source: Size): Size {
  const turned = template.resolutionSelfAdapting === 'open' && source.height > source.width
  const [width, height] = turned ? [template.height, template.width] : [template.width, template.height]
  const size = scaledSize(limited(width, source.width), limited(height, source.height), source)
  return { width: evenSide(size.width), height: evenSide(size.height) }
}

/** 0 is scaled by the other side; both 0 is the source's own size. Not rounded. */
export function scaledSize(width: number, height: number, source: Size): Size {
  if (width === 0 && height === 0) return { width: source.width, height: source.height }
  if (height === 0) return { width, height: (width * source.height) / source.width }
  if (width === 0) return { width: (height * source.width) / source.height, height }
  return { width, height }
}

function limited(value: number, source: number): number {
  return value < 0 ? Math.min(-value, source) : value
}

/** 4:2:0 has one colour for two pixels each way, so sides are even; halfway goes down, so that a source's own size is never exceeded. */
export function evenSide(value: number): number {
  return Math.min(maxSide, Math.max(2, 2 * Math.ceil(value / 2 - 0.5)))
}
