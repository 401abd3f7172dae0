import type { TaskId } from '@vodflow/core'
import { unitCosts, type UnitCost } from './unit-costs.ts'

/** So much of one kind of work, and the tasks that it is done for. */
export interface Amount {
  readonly of: UnitCost
  readonly quantity: number
  readonly tasks: readonly TaskId[]
}

export function amount(of: UnitCost, quantity: number, tasks: readonly TaskId[]): Amount {
  return { of, quantity: Math.max(0, quantity), tasks }
}

export function cpuOf(amounts: readonly Amount[]): number {
  return amounts.reduce((sum, each) => sum + each.quantity * unitCosts[each.of], 0)
}

/** Work for several tasks is shared evenly among them. */
export function cpuOfTask(amounts: readonly Amount[], task: TaskId): number {
  return cpuOf(amounts.flatMap((each) => (each.tasks.includes(task) ? [{ ...each, quantity: each.quantity / each.tasks.length }] : [])))
}
