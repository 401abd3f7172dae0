import { fail, ok, type Result, type Value } from '@vodflow/core'
import { luaDiagnostics } from './diagnostics.ts'
import type { WireValue } from './protocol.ts'

const mostDepth = 100
const mostValues = 10_000

/** The arguments of a call as they go to the worker: bounded, and without the text that their spans hold. */
export function wireArguments(values: readonly Value[]): Result<readonly WireValue[]> {
  const budget = { left: mostValues }
  const wired: WireValue[] = []
  for (const value of values) {
    const problem = { text: '' }
    wired.push(wire(value, 0, budget, problem))
    if (problem.text !== '') return fail(luaDiagnostics.create('bad-argument', value.span, { problem: problem.text }))
  }
  return ok(wired)
}

function wire(value: Value, depth: number, budget: { left: number }, problem: { text: string }): WireValue {
  budget.left -= 1
  if (budget.left < 0) problem.text = `more than ${mostValues} values`
  if (depth > mostDepth) problem.text = `a table more than ${mostDepth} deep`
  if (problem.text !== '' || value.kind === 'nil') return { kind: 'nil' }
  if (value.kind !== 'table') return withoutSpan(value)
  const entries = value.entries.map((entry) => ({ key: entry.key, value: wire(entry.value, depth + 1, budget, problem) }))
  return { kind: 'table', entries: entries.filter(({ key }) => !Number.isNaN(key)) }
}

function withoutSpan(value: Exclude<Value, { kind: 'nil' | 'table' }>): WireValue {
  switch (value.kind) {
    case 'boolean':
      return { kind: 'boolean', value: value.value }
    case 'number':
      return { kind: 'number', value: value.value }
    case 'string':
      return { kind: 'string', value: value.value }
    default:
      return { kind: 'nil' }
  }
}
