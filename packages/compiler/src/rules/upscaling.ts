import type { SourceFacts, SourceSpan, TranscodeAction, VideoFacts, VideoTemplate } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import { placeOf } from '../override.ts'
import type { Rule } from './rule.ts'

/** Positive values are obeyed (design.md §5) and a larger file than the source is the price; negative and zero never report. */
export const upscaling: Rule = ({ actions }, { facts, blame }) => {
  if (facts === 'unknown') return []
  const [source] = facts.videoStreams
  if (source === undefined) return []
  return actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode') return []
    return resolved.outputs.flatMap(({ definition, template, span }) => {
      const found = template.video ? above(template.video, source, facts) : []
      if (found.length === 0) return []
      const at = blame(placeIn(resolved.action, found) ?? span, definition, 'transcode')
      const text = found.map((one) => one.text).join(' and ')
      return [checkDiagnostics.create('upscaling', at.span, { definition, text }, at.extras)]
    })
  })
}

interface Above {
  readonly member: 'width' | 'height' | 'bitrate'
  readonly text: string
}

/** An override that says the value itself is at fault, not the template it is laid over. */
function placeIn({ override }: TranscodeAction, found: readonly Above[]): SourceSpan | undefined {
  return override && found.flatMap(({ member }) => placeOf(override, ['video', member])?.value ?? [])[0]
}

function above(video: VideoTemplate, source: VideoFacts, facts: SourceFacts): readonly Above[] {
  const size = aboveSize(video, source)
  const sourceKbps = source.bitrateKbps > 0 ? source.bitrateKbps : facts.bitrateKbps
  if (!(sourceKbps > 0 && video.bitrate > sourceKbps)) return size
  return [...size, { member: 'bitrate', text: `${video.bitrate} kbps from ${Math.round(sourceKbps)} kbps` }]
}

function aboveSize(video: VideoTemplate, source: VideoFacts): readonly Above[] {
  const open = video.resolutionSelfAdapting === 'open'
  const width = open ? Math.max(source.width, source.height) : source.width
  const height = open ? Math.min(source.width, source.height) : source.height
  const [wide, high] = open ? ['a long side', 'a short side'] : ['a width', 'a height']
  return [
    ...(width > 0 && video.width > width ? [{ member: 'width', text: `${wide} of ${video.width} pixels from ${width}` } as const] : []),
    ...(height > 0 && video.height > height ? [{ member: 'height', text: `${high} of ${video.height} pixels from ${height}` } as const] : []),
  ]
}
