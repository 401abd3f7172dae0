import type { Call, SourceSpan, TableEntry, Value } from '@vodflow/core'

/** The call with nil where a value has a fault, and without the entries of tables that have one. */
export function withoutFaults(call: Call, faults: readonly SourceSpan[]): Call {
  return { ...call, arguments: call.arguments.map((value) => clean(value, faults) ?? nilAt(value)) }
}

function nilAt({ span }: Value): Value {
  return { kind: 'nil', ...(span && { span }) }
}

/** Nothing for a value that is at fault itself. Values nest no deeper than the grammar lets them. */
function clean(value: Value, faults: readonly SourceSpan[]): Value | undefined {
  const { span } = value
  const isTouched = span !== undefined && faults.some(({ start, end }) => start < span.end && span.start < end)
  if (!isTouched) return value
  if (value.kind !== 'table') return undefined
  const entries = value.entries.flatMap((entry): readonly TableEntry[] => {
    const inner = clean(entry.value, faults)
    return inner === undefined ? [] : [{ ...entry, value: inner }]
  })
  return { ...value, entries }
}
