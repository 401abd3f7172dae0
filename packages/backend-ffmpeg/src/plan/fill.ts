import type { FillType, SnapshotTemplate } from '@vodflow/core'
import { isFullRange, isRgb, pictureMatrix, toneMapFilters } from './colour.ts'
import type { VideoStream } from './scene.ts'
import { scaledSize, type Size } from './video-target.ts'

/** How a frame becomes a picture; equal shapes are made once. */
export interface PictureShape extends Size {
  readonly fill: FillType
  readonly format: 'jpg' | 'png'
}

const maxSide = 16_384

/** 0 as the source, one 0 scaled by the other (templates.md §5). A still picture may have odd sides. */
export function pictureShape(template: SnapshotTemplate, source: Size): PictureShape {
  const size = scaledSize(Math.max(0, template.width), Math.max(0, template.height), source)
  return { width: whole(size.width), height: whole(size.height), fill: template.fillType, format: template.format }
}

function whole(side: number): number {
  return Math.min(maxSide, Math.max(1, Math.round(side)))
}

/** RGB in between: bars and overlaps then fall on any pixel and are truly black or white, and no matrix is guessed. */
export function pictureFilters(shape: PictureShape, video: VideoStream, label: string, toneMapped: boolean): readonly string[] {
  return [
    ...(toneMapped ? [] : toneMapFilters(video)),
    ...fillFilters(shape, video, label),
    'setsar=1',
    ...(shape.format === 'jpg' ? ['scale=out_color_matrix=bt601:out_range=pc', 'format=yuvj420p'] : []),
  ]
}

function fillFilters(shape: PictureShape, video: VideoStream, label: string): readonly string[] {
  const inner = fitted(video.facts, shape, Math.min)
  const rgb = (size: Size): string => `scale=${size.width}:${size.height}:flags=bicubic+accurate_rnd+full_chroma_int${inputColour(video)},format=rgb24`
  const fills = inner.width === shape.width && inner.height === shape.height
  if (shape.fill === 'stretch' || fills) return [rgb(shape)]
  if (shape.fill === 'gauss') return [blurredBehind(shape, inner, fitted(video.facts, shape, Math.max), rgb, label)]
  return [rgb(inner), `pad=${shape.width}:${shape.height}:(ow-iw)/2:(oh-ih)/2:${shape.fill}`]
}

/** One frame, two ways: as large as the picture and blurred, and whole in front of it. */
function blurredBehind(shape: Size, inner: Size, cover: Size, rgb: (size: Size) => string, label: string): string {
  const radius = Math.max(1, Math.min(20, Math.floor(Math.min(shape.width, shape.height) / 12)))
  return [
    `split=2[${label}a][${label}b]`,
    `[${label}a]${rgb(cover)},crop=${shape.width}:${shape.height},format=gbrp,boxblur=${radius}:2,format=rgb24,setsar=1[${label}c]`,
    `[${label}b]${rgb(inner)},setsar=1[${label}d]`,
    `[${label}c][${label}d]overlay=(W-w)/2:(H-h)/2:format=rgb,format=rgb24`,
  ].join(';')
}

/** The source's shape, as shown, within or over a frame. */
function fitted(source: Size, frame: Size, choose: (...sides: number[]) => number): Size {
  const factor = choose(frame.width / source.width, frame.height / source.height)
  const rounding = choose === Math.max ? Math.ceil : Math.round
  return { width: Math.max(1, rounding(source.width * factor - 1e-6)), height: Math.max(1, rounding(source.height * factor - 1e-6)) }
}

function inputColour(video: VideoStream): string {
  if (video.hdr) return ':in_color_matrix=bt709'
  if (isRgb(video.facts)) return ''
  return `:in_color_matrix=${pictureMatrix(video)}${isFullRange(video.facts) ? ':in_range=pc' : ''}`
}

export function pictureEncoderArgs(shape: PictureShape): readonly string[] {
  return shape.format === 'jpg' ? ['-c:v', 'mjpeg', '-q:v', '2'] : ['-c:v', 'png']
}
