import { checkDiagnostics } from '../diagnostics/check.ts'
import type { Rule } from './rule.ts'

/** More than anybody looks at; ten times as many are refused when they are to be made. */
const limit = 1000

/** Of a known source, how many pictures an interval in seconds gives. Percent never give more than 1,000. */
export const tooManyPictures: Rule = ({ actions }, { facts, blame }) => {
  if (facts === 'unknown') return []
  const durationSeconds = facts.videoStreams[0]?.durationSeconds || facts.durationSeconds
  return actions.flatMap((resolved) => {
    if (resolved.kind !== 'imageSprite' && (resolved.kind !== 'sampleSnapshot' || resolved.used.template.sampleType !== 'Time')) return []
    const { kind, used: { definition, span, template: { interval } } } = resolved
    const count = interval > 0 ? Math.max(1, Math.ceil(durationSeconds / interval - 1e-6)) : 0
    if (count <= limit) return []
    const at = blame(span, definition, kind === 'sampleSnapshot' ? 'lastArgument' : undefined)
    return [checkDiagnostics.create('too-many-pictures', at.span, { kind, definition, count, interval, durationSeconds, limit }, at.extras)]
  })
}
