import type { Diagnostic, Located } from '@vodflow/core'
import type { BlameFor } from '../blame.ts'
import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

const longestSeconds = 604_800

/** events.md §2.1.5: seconds; the part of the film has a length. */
export const animatedRange: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'animatedGraphics') return []
    const { startTime, endTime } = resolved.action
    const outside = [startTime, endTime].flatMap((time) =>
      time === undefined || (time.value >= 0 && time.value <= longestSeconds)
        ? []
        : [report(blame, time, `${time.value} is not a time; seconds are from 0 to ${longestSeconds}`)],
    )
    if (outside.length > 0 || endTime === undefined) return outside
    const start = startTime?.value ?? 0
    return start < endTime.value ? [] : [report(blame, endTime, `the end at ${endTime.value} s is not behind the start at ${start} s`)]
  })

function report(blame: BlameFor, { span, value }: Located<number>, text: string): Diagnostic {
  const at = blame(span, value)
  return checkDiagnostics.create('bad-animated-range', at.span, { text }, at.extras)
}
