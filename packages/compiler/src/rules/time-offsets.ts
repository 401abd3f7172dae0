import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** A week: longer than any film, and small enough for every arithmetic that follows. */
const longest = 604_800_000

/** templates.md §5.4: time points are whole milliseconds in the call, not in the template. */
export const timeOffsets: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'snapshotByTimeOffset') return []
    const { timeOffset, span } = resolved.action
    if (timeOffset.length === 0) {
      const at = blame(span)
      return [checkDiagnostics.create('no-time-offset', at.span, undefined, at.extras)]
    }
    return timeOffset
      .filter(({ value }) => !(Number.isInteger(value) && value >= 0 && value <= longest))
      .map(({ value, span: written }) => {
        const at = blame(written, value)
        return checkDiagnostics.create('bad-time-offset', at.span, { found: value }, at.extras)
      })
  })
