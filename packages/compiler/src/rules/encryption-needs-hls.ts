import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** templates.md §7: standard HLS AES-128 is all there is; the service refuses a call that encrypts anything else. */
export const encryptionNeedsHls: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode' || resolved.action.drm === undefined) return []
    const { span, value } = resolved.action.drm
    const at = blame(span, value)
    return resolved.outputs
      .filter(({ template }) => template.container !== 'hls')
      .map(({ definition, template: { container }, span: output }) => {
        const related = [{ message: `this output is '${container}'`, span: blame(output, definition, 'transcode').span }, ...(at.extras?.related ?? [])]
        return checkDiagnostics.create('encryption-needs-hls', at.span, { definition, container }, { related })
      })
  })
