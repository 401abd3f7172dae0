import type { Failed, FailureCode } from '../protocol.ts'

/**
 * Thrown as a JavaScript exception, since Lua's own errors are caught by `pcall`, and only a foreign one keeps message
 * handlers from running. What stops a script is kept outside of the Lua state, so nothing in it can forget it.
 */
export class Halt extends Error {}

export interface HaltReason {
  readonly code: FailureCode
  readonly text: string
  readonly argument?: number
}

interface Stopped extends HaltReason, Pick<Failed, 'line' | 'trace'> {}

const state: { stopped: Stopped | undefined; place: () => Pick<Failed, 'line' | 'trace'> } = {
  stopped: undefined,
  place: () => ({ line: 1, trace: [] }),
}

/** Begins a new script; `place` tells where the script is when it is stopped. */
export function beginScript(place: () => Pick<Failed, 'line' | 'trace'>): void {
  state.stopped = undefined
  state.place = place
}

export function stopped(): Stopped | undefined {
  return state.stopped
}

export function halt(reason: HaltReason): never {
  // Finding the place allocates a little; a reason that is already there must not be replaced by what that raises.
  if (state.stopped === undefined) {
    state.stopped = { ...reason, line: 1, trace: [] }
    state.stopped = { ...reason, ...state.place() }
  }
  throw new Halt(reason.code)
}

/** Every host function that may have swallowed an exception asks this before it goes on. */
export function rethrowIfStopped(): void {
  if (state.stopped !== undefined) throw new Halt(state.stopped.code)
}
