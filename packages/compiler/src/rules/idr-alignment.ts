import type { TranscodeTemplate } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** templates.md §11: outputs whose key frames are to fall together share frame rate, group length, codec and container. */
export const idrAlignment: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode' || !resolved.action.idrAlignment) return []
    const [first, ...others] = resolved.outputs.filter(({ template }) => template.video)
    if (first === undefined) return []
    return others.flatMap(({ definition, template, span }) => {
      const what = difference(first.template, template)
      if (what === undefined) return []
      const at = blame(span, definition, 'transcode')
      return [checkDiagnostics.create('idr-mismatch', at.span, { first: first.definition, other: definition, what }, at.extras)]
    })
  })

function difference(a: TranscodeTemplate, b: TranscodeTemplate): string | undefined {
  if (a.container !== b.container) return `container (${a.container}, ${b.container})`
  const [x, y] = [a.video, b.video]
  if (!x || !y) return undefined
  if (x.codec !== y.codec) return `codec (${x.codec}, ${y.codec})`
  if (x.fps !== y.fps) return `frame rate (${x.fps}, ${y.fps})`
  return x.gop === y.gop && x.minGop === y.minGop && x.maxGop === y.maxGop ? undefined : 'group length'
}
