import type { OutcomeEstimate, PlanEstimate } from '@vodflow/engine'
import type { Colours } from '../reporters/colours.ts'
import { countText } from '../reporters/units.ts'
import { aboutText } from './plan-text-about.ts'

/** What runs, by what each review may suggest; nothing where nothing depends on one. */
export function outcomeLines(estimate: PlanEstimate | undefined, colours: Colours): readonly string[] {
  const reviews = [...new Set((estimate?.outcomes ?? []).map(({ review }) => review))]
  return reviews.flatMap((review) => [
    '',
    colours.bold(`outcomes of ${review}`),
    ...(estimate?.outcomes ?? []).filter((each) => each.review === review).map((each) => `  ${each.suggestions.join(' or ')}: ${whatRuns(each)}`),
  ])
}

function whatRuns(outcome: OutcomeEstimate): string {
  const others = outcome.tasks.filter((task) => task !== outcome.review)
  if (others.length === 0) return 'nothing else runs'
  return `${countText(others.length, 'task')} (${others.join(', ')}), ${aboutText(outcome)}`
}
