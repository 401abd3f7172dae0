import { spanOf, textOf, type SourceFile, type SourceSpan } from '@vodflow/core'
import type { Node } from 'jsonc-parser'

export type JsonPath = readonly (string | number)[]

/** A parsed JSON text that knows where each of its values was written. */
export interface JsonDocument {
  readonly file: SourceFile
  /** Plain data; objects own their keys, `__proto__` too. */
  readonly value: unknown
  /**
   * Where the value at a path stands, or the key that names it. A path that leads nowhere gives the place of the nearest
   * value above it; the key of a list's element is the element itself.
   */
  spanAt(path: JsonPath, target?: 'value' | 'key'): SourceSpan
  /** A number as it was written: `5285890784246869930` keeps its last digits. Undefined where no number stands. */
  numberText(path: JsonPath): string | undefined
}

export function jsonDocument(file: SourceFile, root: Node): JsonDocument {
  // What was mended may be longer than the file.
  const within = (offset: number) => Math.min(offset, file.text.length)
  const spanOfNode = (node: Node) => spanOf(file, within(node.offset), within(node.offset + node.length))
  return {
    file,
    value: valueOf(root),
    spanAt(path, target = 'value') {
      const { node, found } = nearest(root, path)
      return spanOfNode((target === 'key' && found && keyOf(node)) || node)
    },
    numberText(path) {
      const { node, found } = nearest(root, path)
      return found && node.type === 'number' ? textOf(spanOfNode(node)) : undefined
    },
  }
}

/** A key given twice in one object, with both places. */
export interface DuplicateKey {
  readonly key: string
  readonly first: Node
  readonly second: Node
}

export function duplicateKeys(root: Node): readonly DuplicateKey[] {
  const found: DuplicateKey[] = []
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    // One by one: a list may have more elements than a call may have arguments.
    if (node.type === 'object') for (const duplicate of duplicatesOf(node)) found.push(duplicate)
    for (const inner of node.children ?? []) waiting.push(inner)
  }
  return found.toSorted((a, b) => a.second.offset - b.second.offset)
}

function duplicatesOf(object: Node): readonly DuplicateKey[] {
  const seen = new Map<string, Node>()
  return (object.children ?? []).flatMap((property) => {
    const second = property.children?.[0]
    if (second === undefined) return []
    const key = String(second.value)
    const first = seen.get(key)
    seen.set(key, first ?? second)
    return first === undefined ? [] : [{ key, first, second }]
  })
}

/** What a person wants silenced is no part of any value: it is read from the text alone, by whoever reports (see `ignoresInJson`). */
const ignoreMember = 'x-ignore'

/** Recursive: the caller has bounded the depth. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf)
  if (node.type !== 'object') return node.value
  // fromEntries defines each key, so that "__proto__" is a property like any other.
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key && value && key.value !== ignoreMember ? [[String(key.value), valueOf(value)]] : []),
  )
}

function nearest(root: Node, path: JsonPath): { node: Node; found: boolean } {
  let node = root
  for (const segment of path) {
    const next = child(node, segment)
    if (next === undefined) return { node, found: false }
    node = next
  }
  return { node, found: true }
}

function child(node: Node, segment: string | number): Node | undefined {
  if (node.type === 'array') return node.children?.[Number(segment)]
  if (node.type !== 'object') return undefined
  // The last of two equal keys is the one whose value was taken.
  return node.children?.findLast((property) => property.children?.[0]?.value === String(segment))?.children?.[1]
}

function keyOf(node: Node): Node | undefined {
  return node.parent?.type === 'property' ? node.parent.children?.[0] : undefined
}
