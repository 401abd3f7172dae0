import type { SourceSpan, TableEntry, Value } from '@vodflow/core'

/** A table's entry with the place of its key. */
export interface Field {
  readonly key: TableEntry['key']
  readonly keySpan: SourceSpan
  readonly value: Value
}

/**
 * A JSON object whose keys all count, `{"0":10,"2":30}`, is a list with gaps as PHP's encoder writes it: its values in
 * the order of their keys (design.md §4). Any other object keeps its keys as texts.
 */
export function jsonObjectEntries(fields: readonly Field[]): readonly TableEntry[] {
  if (!fields.every(({ key }) => /^(?:0|[1-9]\d{0,8})$/u.test(String(key)))) return fields.map(({ key, value }) => ({ key, value }))
  return fields
    .toSorted((a, b) => Number(a.key) - Number(b.key))
    .map(({ value }, index) => ({ key: index + 1, value }))
}
