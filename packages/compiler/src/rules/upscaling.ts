import type { SourceFacts, VideoFacts, VideoTemplate } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** Positive values are obeyed (design.md §5) and a larger file than the source is the price; negative and zero never report. */
export const upscaling: Rule = ({ actions }, { facts, blame }) => {
  if (facts === 'unknown') return []
  const [source] = facts.videoStreams
  if (source === undefined) return []
  return actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode') return []
    return resolved.outputs.flatMap(({ definition, template, span }) => {
      const text = template.video && above(template.video, source, facts)
      if (text === undefined) return []
      const at = blame(span, definition, 'transcode')
      return [checkDiagnostics.create('upscaling', at.span, { definition, text }, at.extras)]
    })
  })
}

function above(video: VideoTemplate, source: VideoFacts, facts: SourceFacts): string | undefined {
  const size = aboveSize(video, source)
  const sourceKbps = source.bitrateKbps > 0 ? source.bitrateKbps : facts.bitrateKbps
  const bitrate = sourceKbps > 0 && video.bitrate > sourceKbps ? [`${video.bitrate} kbps from ${Math.round(sourceKbps)} kbps`] : []
  const parts = [...size, ...bitrate]
  return parts.length === 0 ? undefined : parts.join(' and ')
}

function aboveSize(video: VideoTemplate, source: VideoFacts): readonly string[] {
  const open = video.resolutionSelfAdapting === 'open'
  const width = open ? Math.max(source.width, source.height) : source.width
  const height = open ? Math.min(source.width, source.height) : source.height
  const [wide, high] = open ? ['a long side', 'a short side'] : ['a width', 'a height']
  return [
    ...(width > 0 && video.width > width ? [`${wide} of ${video.width} pixels from ${width}`] : []),
    ...(height > 0 && video.height > height ? [`${high} of ${video.height} pixels from ${height}`] : []),
  ]
}
