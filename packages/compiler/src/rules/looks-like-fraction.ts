import { timeDiagnostics } from '../diagnostics/times.ts'
import type { Rule } from './rule.ts'

/** `0.5` with `Percent`: half of the film was meant, and half a percent is what it says. */
export const looksLikeFraction: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'coverBySnapshot' || resolved.action.positionType.value !== 'Percent') return []
    const { value, span } = resolved.action.position
    if (value <= 0 || value >= 1) return []
    const at = blame(span, value)
    return [timeDiagnostics.create('looks-like-fraction', at.span, { found: value, instead: Math.round(value * 1e6) / 1e4 }, at.extras)]
  })
