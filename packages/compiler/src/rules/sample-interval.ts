import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** templates.md §5.2. A project's file is checked when it is read; this holds for every catalogue there may be. */
export const sampleInterval: Rule = ({ actions }, { blame }) =>
  actions.flatMap((resolved) => {
    if (resolved.kind !== 'sampleSnapshot') return []
    const { definition, span, template: { sampleType, interval } } = resolved.used
    const [most, allowed] = sampleType === 'Percent' ? [100, 'above 0 and at most 100 percent'] : [86_400, 'above 0 and at most 86400 seconds']
    if (interval > 0 && interval <= most) return []
    const at = blame(span, definition, 'lastArgument')
    return [checkDiagnostics.create('bad-sample-interval', at.span, { found: interval, type: sampleType, allowed }, at.extras)]
  })
