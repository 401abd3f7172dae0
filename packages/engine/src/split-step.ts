import type { PlanStep } from './plan.ts'
import type { RunState } from './run-state.ts'

/**
 * Whether these steps may stand for that one: new names, each with less to do than it (so that splitting comes to an end), and
 * between them everything that is still to do.
 */
export function isSmaller(step: PlanStep, into: readonly PlanStep[], todo: readonly string[], known: RunState['steps']): boolean {
  const ids = new Set(into.map((piece) => piece.id))
  const covered = into.flatMap((piece) => piece.covers)
  const own = new Set<string>(step.covers)
  return (
    into.length > 0 &&
    ids.size === into.length &&
    new Set(covered).size === covered.length &&
    into.every((piece) => known[piece.id] === undefined && piece.covers.length > 0 && piece.covers.length < step.covers.length) &&
    covered.every((task) => own.has(task)) &&
    todo.every((task) => covered.some((candidate) => candidate === task))
  )
}
