import { checkDiagnostics } from '../diagnostics/check.ts'
import { withoutEncodedVideo } from './encodes-video.ts'
import type { Rule } from './rule.ts'

/** Structural similarity is of encoded pictures: a copied or an absent stream has nothing to be held against. */
export const verifyNeedsVideo: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode' || resolved.action.verify === undefined) return []
    return resolved.outputs.flatMap(({ definition, template, span }) => {
      const output = withoutEncodedVideo(template)
      if (output === undefined) return []
      const at = blame(span, definition, 'transcode')
      return [checkDiagnostics.create('verify-needs-video', at.span, { definition, output }, at.extras)]
    })
  })
