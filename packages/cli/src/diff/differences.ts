import { canonicalJson } from '@vodflow/core'

/** One field that is not the same on both sides; `undefined`: not there. */
export interface Difference {
  readonly path: readonly (string | number)[]
  readonly old: unknown
  readonly new: unknown
}

/** Plain JSON against plain JSON, down to the single fields, in the order of the names. Lists of plain values are one field. */
export function differences(old: unknown, now: unknown, path: Difference['path'] = []): readonly Difference[] {
  if (isRecord(old) && isRecord(now)) {
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted()
    return names.flatMap((name) => differences(memberOf(old, name), memberOf(now, name), [...path, name]))
  }
  if (isListOfRecords(old) && isListOfRecords(now)) {
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => differences(old[index], now[index], [...path, index])).flat()
  }
  return isSame(old, now) ? [] : [{ path, old, new: now }]
}

export function isSame(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b
  return canonicalJson(a) === canonicalJson(b)
}

type PlainRecord = Readonly<Record<string, unknown>>

function memberOf(record: PlainRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOfRecords(value: unknown): value is readonly PlainRecord[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord)
}
