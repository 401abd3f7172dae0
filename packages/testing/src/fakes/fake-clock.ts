import type { Clock } from '@vodflow/engine'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  readonly advance: (ms: number) => void
}

/** 2026-01-01T00:00:00Z, unless told otherwise. */
export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let passed = 0
  return {
    wallMs: () => startMs + passed,
    steadyMs: () => passed,
    advance(ms) {
      passed += ms
    },
  }
}
