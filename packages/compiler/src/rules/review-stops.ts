import { flowDiagnostics } from '../diagnostics/flow.ts'
import type { ResolvedReview } from '../resolved.ts'
import type { Rule } from './rule.ts'

/** The preset that goes on after a block has one beside it that stops (presets.md §3.2). */
const presetThatStops = 10
const presetThatGoesOn = 20

/**
 * What a review can do to what is gated behind it: nothing at all (it only reports), nothing because there is nothing, or
 * always the same. A review alone that only reports does all that it says.
 */
export const reviewStops: Rule = ({ actions, gated }, { blame }) => {
  const [review] = actions.filter((action): action is ResolvedReview => action.kind === 'review')
  if (review === undefined) return []
  const { definition, span, template } = review.used
  const at = blame(span, definition, 'lastArgument')
  if (!template.stops) {
    const instead = definition === presetThatGoesOn ? presetThatStops : undefined
    return gated === 0 ? [] : [flowDiagnostics.create('review-never-stops', at.span, { definition, instead }, at.extras)]
  }
  if (gated === 0) return [flowDiagnostics.create('review-gates-nothing', at.span, { definition }, at.extras)]
  return template.blockConfidence > 0 ? [] : [flowDiagnostics.create('review-always-blocks', at.span, { definition, actions: gated }, at.extras)]
}
