import { checkDiagnostics } from '../diagnostics/check.ts'
import type { ResolvedReview } from '../resolved.ts'
import type { Rule } from './rule.ts'

/** The process stage waits for one verdict. The same review asked for twice is one review. */
export const severalReviews: Rule = ({ actions }, { blame }) => {
  const [first, ...others] = actions.filter((action): action is ResolvedReview => action.kind === 'review')
  if (first === undefined) return []
  return others
    .filter(({ used }) => used.definition !== first.used.definition)
    .map(({ used }) => {
      const at = blame(used.span, used.definition, 'lastArgument')
      return checkDiagnostics.create('several-reviews', at.span, { first: first.used.definition, other: used.definition }, at.extras)
    })
}
