import type { Diagnostic, Located } from '@vodflow/core'
import { timeDiagnostics } from '../diagnostics/times.ts'
import type { ResolvedAnimatedGraphics } from '../resolved.ts'
import { isLikelyMilliseconds } from './likely-milliseconds.ts'
import type { Rule, RuleContext } from './rule.ts'

/** No moving picture is meant to last so long: 3000 without a source is three seconds. */
const longestMeant = 1000

/** `beyond-end` is silent where this speaks: the same number is not wrong twice. */
export const looksLikeMilliseconds: Rule = ({ actions }, context) => {
  const durationSeconds = context.facts === 'unknown' || context.facts.durationSeconds <= 0 ? undefined : context.facts.durationSeconds
  const late = (field: string, time: Located<number> | undefined) =>
    time && durationSeconds !== undefined && isLikelyMilliseconds(time.value, durationSeconds) ? [report(context, field, time, durationSeconds)] : []
  return actions.flatMap((resolved): readonly Diagnostic[] => {
    switch (resolved.kind) {
      case 'coverBySnapshot':
        return resolved.action.positionType.value === 'Time' ? late('position', resolved.action.position) : []
      case 'animatedGraphics': {
        const { startTime, endTime } = resolved.action
        return durationSeconds === undefined ? tooLong(resolved, context) : [...late('startTime', startTime), ...late('endTime', endTime)]
      }
      case 'sampleSnapshot': {
        const { template, definition, span } = resolved.used
        const field = `interval of sample snapshot template ${definition}`
        return template.sampleType === 'Time' ? late(field, { value: template.interval, span }) : []
      }
      default:
        return []
    }
  })
}

function tooLong({ action: { startTime, endTime } }: ResolvedAnimatedGraphics, context: RuleContext): readonly Diagnostic[] {
  // `bad-animated-range` speaks of what is no part of any film.
  const length = (endTime?.value ?? 0) - (startTime?.value ?? 0)
  if (endTime === undefined || !(length >= longestMeant) || endTime.value > 604_800) return []
  return [report(context, 'endTime', endTime, undefined)]
}

function report({ blame }: RuleContext, field: string, { value, span }: Located<number>, durationSeconds: number | undefined): Diagnostic {
  const at = blame(span, value)
  return timeDiagnostics.create('looks-like-milliseconds', at.span, { field, found: value, instead: value / 1000, durationSeconds }, at.extras)
}
