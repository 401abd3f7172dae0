import { spanOf, type Located, type SourceSpan } from '@vodflow/core'
import { timeDiagnostics } from '../diagnostics/times.ts'
import type { Rule } from './rule.ts'

/**
 * Offsets that are all in the first second and stand at no fraction of it that a person would choose: `[1, 2, 3]`. Where the
 * source is known, seconds that it does not have were not meant.
 */
export const looksLikeSeconds: Rule = ({ actions }, { facts, blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'snapshotByTimeOffset' || resolved.action.unitIsSaid) return []
    const { timeOffset } = resolved.action
    const found = timeOffset.map(({ value }) => value)
    const [first] = timeOffset.filter(({ value }) => value > 0)
    if (first === undefined || !found.every((value) => Number.isInteger(value) && value >= 0 && value < 1000)) return []
    if (found.every((value) => value % 50 === 0)) return []
    if (facts !== 'unknown' && facts.durationSeconds > 0 && Math.max(...found) > facts.durationSeconds) return []
    const at = blame(spanOfAll(timeOffset, first.span), first.value)
    return [timeDiagnostics.create('looks-like-seconds', at.span, { found, instead: found.map((value) => value * 1000) }, at.extras)]
  })

/** From the first to the last, where they stand in one file. */
function spanOfAll(values: readonly Located<number>[], fallback: SourceSpan): SourceSpan {
  if (values.some(({ span }) => span.file !== fallback.file)) return fallback
  return spanOf(fallback.file, Math.min(...values.map(({ span }) => span.start)), Math.max(...values.map(({ span }) => span.end)))
}
