import { evenSide, type LocatedOverride } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import { replacement } from '../literal.ts'
import { memberOf, placeOf } from '../override.ts'
import { isOddSide } from '../templates/own-limits.ts'
import type { Rule } from './rule.ts'

/** Of overrides alone: a template's file is told of its own odd sides where they stand. */
export const oddSize: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    const override = resolved.kind === 'transcode' ? resolved.action.override : undefined
    if (resolved.kind !== 'transcode' || !override) return []
    // Without any output something else of the override is wrong, and the side is odd all the same.
    if (resolved.outputs.length > 0 && !resolved.outputs.some(({ template }) => template.video)) return []
    return (['width', 'height'] as const).flatMap((side) => {
      const found = oddIn(override, side)
      if (found === undefined) return []
      const made = evenSide(Math.abs(found)) * Math.sign(found)
      const at = blame(placeOf(override, ['video', side])?.value ?? override.span)
      const fixes = replacement(at.span, found, made)
      return [checkDiagnostics.create('odd-size', at.span, { side, found, made: Math.abs(made) }, { ...at.extras, ...(fixes.length > 0 && { fixes }) })]
    })
  })

function oddIn(override: LocatedOverride, side: 'width' | 'height'): number | undefined {
  const found = memberOf(override.value, ['video', side])
  return isOddSide(found) ? found : undefined
}
