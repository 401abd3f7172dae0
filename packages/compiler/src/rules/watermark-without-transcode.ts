import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** A watermark is drawn while transcoding (presets.md §3.1): on the source itself it is not. */
export const watermarkWithoutTranscode: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode' || resolved.action.definitions.length > 0) return []
    return resolved.action.watermarks.map(({ value, span }) => {
      const at = blame(span, value, 'watermark')
      return checkDiagnostics.create('watermark-without-transcode', at.span, { watermark: value }, at.extras)
    })
  })
