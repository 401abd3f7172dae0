import { lookup } from 'node:dns/promises'
import { setTimeout as delay } from 'node:timers/promises'

export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

export interface PullLimits {
  /** From the first packet to the answer's head. */
  readonly answerMs: number
  /** In each such span at least a thousandth of it in KiB must come: 1 KiB a second. */
  readonly idleMs: number
  /** Attempts in a row that together bring less than 1 MiB. */
  readonly attempts: number
  /** Before the second attempt; doubled for each further one. */
  readonly backOffMs: number
  /** All attempts together, whatever they bring. */
  readonly allAttempts: number
  readonly redirects: number
}

export const defaultLimits: PullLimits = { answerMs: 30_000, idleMs: 30_000, attempts: 5, backOffMs: 500, allAttempts: 1000, redirects: 10 }

/** What of the outside world a pull asks besides the server; injected by tests. */
export interface Network {
  /** All addresses of a host, in the order to try them. */
  readonly resolve: (host: string) => Promise<readonly Address[]>
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly limits: PullLimits
}

export const systemNetwork: Network = {
  async resolve(host) {
    const found = await lookup(host, { all: true })
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  },
  wait: (ms, signal) => delay(ms, undefined, { signal }),
  limits: defaultLimits,
}
