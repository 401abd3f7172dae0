import type { SourceSpan } from './source.ts'

/** A literal argument of a call, each part with the place it was written at. Lua's `nil` has a member of its own. */
export type Value = NilValue | BooleanValue | NumberValue | StringValue | TableValue

interface ValueBase<K extends string> {
  readonly kind: K
  readonly span?: SourceSpan
}
export interface NilValue extends ValueBase<'nil'> {}
export interface BooleanValue extends ValueBase<'boolean'> {
  readonly value: boolean
}
export interface NumberValue extends ValueBase<'number'> {
  readonly value: number
}
export interface StringValue extends ValueBase<'string'> {
  readonly value: string
}
export interface TableValue extends ValueBase<'table'> {
  /** Positional entries have the integer keys 1, 2, … as in Lua. */
  readonly entries: readonly TableEntry[]
}
export interface TableEntry {
  readonly key: number | string | boolean
  readonly value: Value
}

/** JSON without spans, for messages and tests: `{1,2}` becomes a list, other tables an object, nil null. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue }

export function plainValue(value: Value): PlainValue {
  switch (value.kind) {
    case 'nil':
      return null
    case 'table':
      return plainTable(value.entries)
    default:
      return value.value
  }
}

function plainTable(entries: readonly TableEntry[]): PlainValue {
  const isList = entries.every((entry, index) => entry.key === index + 1)
  if (isList) return entries.map((entry) => plainValue(entry.value))
  return Object.fromEntries(entries.map((entry) => [String(entry.key), plainValue(entry.value)]))
}
