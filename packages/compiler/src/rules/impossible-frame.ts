import { scaledSize, targetSize, type Diagnostic, type VideoTemplate } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** What the encoders take: libx264 up to 16,384 pixels a side, libx265 from 16. */
const most = 16_384
const leastOfH265 = 16

/** A side that follows from the other one and the source's shape can leave what a template's own sides are held to. */
export const impossibleFrame: Rule = ({ actions }, { facts, blame }) => {
  const source = facts === 'unknown' ? undefined : facts.videoStreams[0]
  if (!source || source.width <= 0 || source.height <= 0) return []
  return actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode') return []
    return resolved.outputs.flatMap(({ definition, span, template: { video } }): readonly Diagnostic[] => {
      const frame = video && beyond(video, source)
      if (!frame) return []
      const at = blame(span, definition, 'transcode')
      return [checkDiagnostics.create('impossible-frame', at.span, { definition, ...frame }, at.extras)]
    })
  })
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly limit: number
  readonly isTooSmall: boolean
}

function beyond(video: VideoTemplate, source: { readonly width: number; readonly height: number }): Frame | undefined {
  const { width, height } = targetSize(video, source)
  if (video.codec === 'libx265' && Math.min(width, height) < leastOfH265) return { width, height, limit: leastOfH265, isTooSmall: true }
  // A frame is cut down to the most there can be; how large it was to be is told by the shape.
  if (Math.max(width, height) < most) return undefined
  const whole = width >= most ? scaledSize(0, height, source) : scaledSize(width, 0, source)
  const asked = { width: Math.round(whole.width), height: Math.round(whole.height) }
  return Math.max(asked.width, asked.height) > most ? { ...asked, limit: most, isTooSmall: false } : undefined
}
