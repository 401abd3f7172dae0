import { limits } from '../protocol.ts'
import { halt, stopped } from './halt.ts'

/**
 * Lua strings are byte arrays, which live outside the heap that `resourceLimits` bounds, so they are counted here.
 * esbuild puts this class wherever the bundle says `Uint8Array` (generate.mjs).
 */
const budget = { used: 0 }

export function resetByteBudget(): void {
  budget.used = 0
}

class CountedBytes extends globalThis.Uint8Array {
  // A typed array's constructor has five shapes; only the first argument decides whether memory is taken.
  constructor(...parameters: readonly unknown[]) {
    const [first] = parameters
    if (typeof first === 'number') count(first)
    // The shapes are the same as the base class's, which no single signature can say.
    super(...(parameters as [number]))
    if (typeof first === 'object' && !(first instanceof ArrayBuffer)) count(this.length)
  }
}

function count(bytes: number): void {
  // To say where a script was stopped takes a few short strings more.
  if (bytes < 65_536 && stopped() !== undefined) return
  budget.used += bytes
  if (bytes > limits.stringMegabytes * 2 ** 20) halt({ code: 'out-of-memory', text: 'one string' })
  if (budget.used > limits.byteArrayMegabytes * 2 ** 20) halt({ code: 'out-of-memory', text: 'all strings' })
}

export { CountedBytes as Uint8Array }
