import { canonicalJson, type Suggestion, type Task, type TaskGraph, type TaskId } from '@vodflow/core'
import { sumOfEstimates, type OutcomeEstimate, type TaskEstimate } from '@vodflow/engine'

const suggestions: readonly Suggestion[] = ['pass', 'review', 'block']

/** For each review that something depends on: what runs after each of its suggestions, equal ones together. */
export function outcomesOf({ tasks }: TaskGraph, estimates: readonly TaskEstimate[]): readonly OutcomeEstimate[] {
  const reviews = new Set(tasks.flatMap(({ runsIf }) => (runsIf ? [runsIf.task] : [])))
  return [...reviews].flatMap((review) => together(suggestions.map((suggestion) => outcome(review, suggestion, tasks, estimates))))
}

function outcome(review: TaskId, suggestion: Suggestion, tasks: readonly Task[], estimates: readonly TaskEstimate[]): OutcomeEstimate {
  const skipped = new Set(tasks.filter(({ runsIf }) => runsIf?.task === review && !runsIf.suggestion.includes(suggestion)).map(({ id }) => id))
  const running = estimates.filter(({ task }) => !skipped.has(task))
  return { review, suggestions: [suggestion], tasks: running.map(({ task }) => task), ...sumOfEstimates(running) }
}

function together(outcomes: readonly OutcomeEstimate[]): readonly OutcomeEstimate[] {
  const byTasks = new Map<string, OutcomeEstimate>()
  for (const each of outcomes) {
    const key = canonicalJson(each.tasks)
    const same = byTasks.get(key)
    byTasks.set(key, same ? { ...same, suggestions: [...same.suggestions, ...each.suggestions] } : each)
  }
  return [...byTasks.values()]
}
