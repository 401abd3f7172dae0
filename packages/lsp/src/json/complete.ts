import type { TemplateCatalogue } from '@vodflow/core'
import type { FileKind } from '@vodflow/project'
import { findNodeAtLocation, getLocation, getNodeValue, type JSONPath, type Node } from 'jsonc-parser'
import type { Item } from '../item.ts'
import { templateItems } from '../template-items.ts'
import { completeCondition } from './condition.ts'
import { isTooDeep, treeOf } from './json-text.ts'
import { descriptionOf, record, schemasAt, type Schema } from './schema-at.ts'
import { parameterItems } from './parameter-items.ts'
import { kindAt } from './template-places.ts'

interface Range {
  readonly start: number
  readonly end: number
}

/** What can be written at a place of a JSON file, also where the text around is not finished. */
export function completeJson(fileKind: FileKind, text: string, offset: number, templates: TemplateCatalogue): readonly Item[] {
  if (isTooDeep(text)) return []
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset)
  const root = treeOf(text)
  const within = previousNode && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length
  const range = within ? { start: previousNode.offset, end: previousNode.offset + previousNode.length } : wordBefore(text, offset)
  const document: unknown = root && getNodeValue(root)
  if (fileKind === 'procedure' && path.at(-1) === 'when' && !isAtPropertyKey) return within && previousNode.type === 'string' ? completeCondition(text, previousNode.offset, offset) : []
  if (isAtPropertyKey) return fieldItems(text, schemasAt(fileKind, document, path.slice(0, -1)), siblings(root, path, range), range)
  const kind = kindAt(fileKind, root, path)
  const names = fileKind === 'procedure' && path.at(-1) === 'param' ? parameterItems(text, range, JSON.stringify) : []
  // A template names itself by a number that is free, so none of those that are taken is of use there.
  const isOwnNumber = fileKind === 'template' && path[0] === 'definition'
  return [...names, ...(kind && !isOwnNumber ? templateItems(templates, kind, range.start, range.end) : []), ...valueItems(schemasAt(fileKind, document, path), range)]
}

function wordBefore(text: string, offset: number): Range {
  const word = /[\w$.-]*$/u.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? ''
  return { start: offset - word.length, end: offset }
}

/** The names that the object has already, but for the one that is being written. */
function siblings(root: Node | undefined, path: JSONPath, { start }: Range): ReadonlySet<string> {
  const holder = root && (path.length <= 1 ? root : findNodeAtLocation(root, path.slice(0, -1)))
  const keys = holder?.children?.flatMap(({ children }) => children?.[0] ?? []) ?? []
  return new Set(keys.filter((key) => key.offset !== start).map((key) => String(key.value)))
}

function fieldItems(text: string, schemas: readonly Schema[], taken: ReadonlySet<string>, range: Range): readonly Item[] {
  const found = new Map<string, Schema>()
  for (const schema of schemas) for (const [name, inner] of Object.entries(record(schema['properties']))) if (!found.has(name)) found.set(name, record(inner))
  const tail = /^\s*:/u.test(text.slice(range.end, range.end + 100)) ? '' : ': '
  return [...found].filter(([name]) => !taken.has(name)).map(([name, schema]) => {
    const documentation = descriptionOf([schema])
    return { label: name, kind: 'field', insert: `${JSON.stringify(name)}${tail}`, ...range, ...(documentation !== undefined && { documentation }) }
  })
}

function valueItems(schemas: readonly Schema[], range: Range): readonly Item[] {
  const values = schemas.flatMap((schema) => {
    if (Array.isArray(schema['enum'])) return schema['enum']
    if (schema['const'] !== undefined) return [schema['const']]
    return schema['type'] === 'boolean' ? [true, false] : []
  })
  const documentation = descriptionOf(schemas)
  const names = [...new Set(values.map((value) => JSON.stringify(value)))]
  return names.map((name) => ({ label: name.replace(/^"(.*)"$/u, '$1'), kind: 'value', insert: name, ...range, ...(documentation !== undefined && { documentation }) }))
}
