import { checkDiagnostics } from '../diagnostics/check.ts'
import { withoutEncodedVideo } from './encodes-video.ts'
import type { Rule } from './rule.ts'

/** A watermark is drawn while video is encoded (presets.md §3.1), so an output that encodes none cannot have it. */
export const watermarkNeedsVideo: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode' || resolved.action.watermarks.length === 0) return []
    return resolved.outputs.flatMap(({ definition, template, span }) => {
      const output = withoutEncodedVideo(template)
      if (output === undefined) return []
      const at = blame(span, definition, 'transcode')
      return [checkDiagnostics.create('watermark-needs-video', at.span, { definition, output }, at.extras)]
    })
  })
