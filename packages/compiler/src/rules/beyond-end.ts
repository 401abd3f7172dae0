import type { Diagnostic, Located, SourceSpan } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import { isLikelyMilliseconds } from './likely-milliseconds.ts'
import type { Rule } from './rule.ts'

/** Known facts only: what asks for a time behind the last frame gets the last frame, or nothing. */
export const beyondEnd: Rule = ({ actions }, { facts, blame }) => {
  if (facts === 'unknown' || facts.durationSeconds <= 0) return []
  const { durationSeconds } = facts
  const late = (what: string, atSeconds: number, span: SourceSpan, value: number): readonly Diagnostic[] => {
    if (atSeconds <= durationSeconds) return []
    const at = blame(span, value)
    return [checkDiagnostics.create('beyond-end', at.span, { what, atSeconds, durationSeconds }, at.extras)]
  }
  // Of the others something more exact is said.
  const lateSeconds = (what: string, time: Located<number> | undefined) =>
    time && !isLikelyMilliseconds(time.value, durationSeconds) ? late(what, time.value, time.span, time.value) : []
  return actions.flatMap((resolved): readonly Diagnostic[] => {
    switch (resolved.kind) {
      case 'snapshotByTimeOffset':
        return resolved.action.timeOffset.flatMap(({ value, span }) => late('the time offset', value / 1000, span, value))
      case 'coverBySnapshot':
        return resolved.action.positionType.value === 'Time' ? lateSeconds('the cover position', resolved.action.position) : []
      case 'animatedGraphics':
        return [...lateSeconds('the start', resolved.action.startTime), ...lateSeconds('the end', resolved.action.endTime)]
      default:
        return []
    }
  })
}
