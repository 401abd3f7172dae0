import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

const longestSeconds = 604_800

/** events.md §2.1.5: a cover is at a second, or at a percentage of the film. */
export const coverPosition: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'coverBySnapshot') return []
    const { positionType, position } = resolved.action
    const most = positionType.value === 'Percent' ? 100 : longestSeconds
    if (position.value >= 0 && position.value <= most) return []
    const allowed = positionType.value === 'Percent' ? '0 to 100 percent' : `0 to ${longestSeconds} seconds`
    const at = blame(position.span, position.value)
    return [checkDiagnostics.create('bad-cover-position', at.span, { found: position.value, type: positionType.value, allowed }, at.extras)]
  })
