import type { SourceSpan } from '@vodflow/core'
import type { JsonDocument, JsonPath } from './json-document.ts'
import { asRecord } from './schema-fold.ts'

/** A value of a checked document together with its place. */
export interface Cursor {
  readonly value: unknown
  readonly path: JsonPath
  readonly span: SourceSpan
  /** The name it stands under. */
  readonly keySpan: SourceSpan
  /** The member of that name; undefined where it is absent or null. */
  get(key: string): Cursor | undefined
  /** The elements of a list; none of anything else. */
  items(): readonly Cursor[]
  /** The members of an object; none of anything else. */
  members(): readonly (readonly [string, Cursor])[]
}

export function cursor(document: JsonDocument, value: unknown = document.value, path: JsonPath = []): Cursor {
  const at = (key: string | number, member: unknown) => cursor(document, member, [...path, key])
  const members = () => Object.entries(asRecord(value))
  return {
    value,
    path,
    get span() {
      return document.spanAt(path)
    },
    get keySpan() {
      return document.spanAt(path, 'key')
    },
    get: (key) => members().flatMap(([name, member]) => (name === key && member !== null ? [at(name, member)] : []))[0],
    items: () => (Array.isArray(value) ? value.map((element, index) => at(index, element)) : []),
    members: () => members().map(([name, member]) => [name, at(name, member)]),
  }
}
