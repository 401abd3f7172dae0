/** The time, injected so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch, for people to read. */
  readonly wallMs: () => number
  /** Milliseconds that never jump, for intervals. */
  readonly steadyMs: () => number
}

export const systemClock: Clock = { wallMs: () => Date.now(), steadyMs: () => performance.now() }

export function timestamp(clock: Clock): string {
  return new Date(clock.wallMs()).toISOString()
}
