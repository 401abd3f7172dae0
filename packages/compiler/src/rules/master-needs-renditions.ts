import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** A master playlist of fewer than two renditions lets no player choose. */
export const masterNeedsRenditions: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode' || !resolved.action.hlsMasterPlaylist) return []
    const found = resolved.outputs.filter(({ template }) => template.container === 'hls').length
    if (found >= 2) return []
    const at = blame(resolved.action.span)
    return [checkDiagnostics.create('master-needs-renditions', at.span, { found }, at.extras)]
  })
