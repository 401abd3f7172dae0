import type { StepProgress } from '../backend.ts'
import type { Clock } from '../clock.ts'

const leastMs = 200

/** At most five a second, never backwards, always within [0, 1]. */
export function throttleProgress(clock: Clock, emit: (progress: StepProgress) => void): (progress: StepProgress) => void {
  let last = Number.NEGATIVE_INFINITY
  let highest = 0
  return ({ fraction, speed }) => {
    const now = clock.steadyMs()
    if (now - last < leastMs || !Number.isFinite(fraction)) return
    last = now
    highest = Math.max(highest, Math.min(1, fraction))
    emit({ fraction: highest, ...(speed !== undefined && Number.isFinite(speed) && { speed }) })
  }
}

/** At most five a second of anything. */
export function throttled<T>(clock: Clock, emit: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY
  return (value) => {
    const now = clock.steadyMs()
    if (now - last < leastMs) return
    last = now
    emit(value)
  }
}
