import { targetSize, type Diagnostic, type SourceFacts, type VideoTemplate, type WatermarkTemplate } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** A mark that reaches over the frame's edge is cut off there. Sizes that are not known are not guessed at. */
export const watermarkOutside: Rule = ({ actions }, { facts, blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode') return []
    return resolved.watermarks.flatMap(({ definition: watermark, template: mark, span }) =>
      resolved.outputs.flatMap(({ definition, template: { video } }): readonly Diagnostic[] => {
        const excess = video && excessOver(framesOf(video, facts), mark)
        if (!excess) return []
        const at = blame(span, watermark, 'watermark')
        return [checkDiagnostics.create('watermark-outside', at.span, { watermark, definition, ...excess }, at.extras)]
      }),
    )
  })

/** A side that is not known is absent; one that is only bounded stands at its bound, where a mark fits if it fits anywhere. */
interface Frame {
  readonly width?: number
  readonly height?: number
}

function framesOf(video: VideoTemplate, facts: SourceFacts | 'unknown'): readonly Frame[] {
  if (facts !== 'unknown') {
    const [source] = facts.videoStreams
    return source && source.width > 0 && source.height > 0 ? [targetSize(video, source)] : []
  }
  const [width, height] = [Math.abs(video.width), Math.abs(video.height)]
  return video.resolutionSelfAdapting === 'open' ? [frameOf(width, height), frameOf(height, width)] : [frameOf(width, height)]
}

function frameOf(width: number, height: number): Frame {
  return { ...(width > 0 && { width }), ...(height > 0 && { height }) }
}

interface Excess {
  readonly edge: 'right' | 'bottom'
  readonly reaches: number
  readonly frame: number
  /** Nothing of it can be seen. */
  readonly isWhole: boolean
}

/** Only where it is outside of every frame that there may be. */
function excessOver(frames: readonly Frame[], mark: WatermarkTemplate): Excess | undefined {
  const found = frames.map((frame) => excessOf(frame, mark))
  const sure = found.filter((excess) => excess !== undefined)
  return sure.length === frames.length ? sure[0] : undefined
}

function excessOf(frame: Frame, mark: WatermarkTemplate): Excess | undefined {
  const { width, height } = frame
  const [wide, high] = extentOf(frame, mark)
  return over('right', width, pixels(mark.left, width), wide) ?? over('bottom', height, pixels(mark.top, height), high)
}

function over(edge: Excess['edge'], frame: number | undefined, from: number | undefined, extent: number | undefined): Excess | undefined {
  if (frame === undefined || from === undefined || extent === undefined) return undefined
  const reaches = Math.round(from + extent)
  return reaches > frame + 1 ? { edge, reaches, frame, isWhole: from >= frame } : undefined
}

/** 0 keeps the picture's shape. */
function extentOf(frame: Frame, { width, height, image }: WatermarkTemplate): readonly [number | undefined, number | undefined] {
  const aspect = image.height > 0 ? image.width / image.height : 1
  const [wide, high] = [pixels(width, frame.width), pixels(height, frame.height)]
  if (isZero(height)) return [wide, wide === undefined ? undefined : wide / aspect]
  return isZero(width) ? [high === undefined ? undefined : high * aspect, high] : [wide, high]
}

/** `10%` of a side, or `100px`. */
function pixels(text: string, side: number | undefined): number | undefined {
  const number = Number.parseFloat(text)
  if (!text.endsWith('%')) return number
  return side === undefined ? undefined : (number * side) / 100
}

function isZero(text: string): boolean {
  return Number.parseFloat(text) === 0
}
