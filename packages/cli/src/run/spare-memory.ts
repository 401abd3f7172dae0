import { runInNewContext } from 'node:vm'
import { estimateOfStep, type Event, type PlanEstimate } from '@vodflow/engine'

/** What takes less is over before the memory would be missed. */
const longCpuSeconds = 3

/**
 * Gives back what compiling and planning left behind before a step that takes long: from then on this process only waits, and
 * encoders can have the room. V8 by itself keeps it for as long as nothing needs more.
 */
export function sparingMemory(): (event: Event) => void {
  let estimate: PlanEstimate | undefined
  return (event) => {
    if (event.type === 'run-planned') estimate = event.plan.estimate
    if (event.type === 'step-started' && (estimateOfStep(estimate, event.step)?.cpuSeconds ?? 0) >= longCpuSeconds) collectGarbage()
  }
}

/** A context of its own has `gc` where the program asked for it at its start (bin/load.cjs); elsewhere nothing happens. */
function collectGarbage(): void {
  const collect: unknown = runInNewContext('globalThis.gc')
  if (typeof collect === 'function') collect()
}
