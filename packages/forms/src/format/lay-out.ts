import { textWidth } from '@vodflow/core'
import type { Node } from 'jsonc-parser'

/** What is longer than this is broken into lines, if it can be. */
const lineWidth = 110
const indent = '  '

/**
 * A JSON value in the style of this project's own procedures: on one line where it fits; else one member or element a line, with
 * `[{` … `}]` around a single object, and a long list of numbers filled line by line. An object whose first member the author put
 * on a line of its own stays open. Names, texts and numbers stay as they are written.
 */
export function layOut(text: string, root: Node): string {
  return new Layout(text).value(root, 0, 0)
}

class Layout {
  readonly #text: string
  readonly #flat = new Map<Node, string | undefined>()

  constructor(text: string) {
    this.#text = text
  }

  /** `depth` is the indentation of the line it begins on, `taken` the columns of that line that other text needs. */
  value(node: Node, depth: number, taken: number): string {
    const flat = this.#onOneLine(node)
    const room = lineWidth - depth * indent.length - taken
    if (flat !== undefined && (isScalar(node) || textWidth(flat) <= room)) return flat
    if (isScalar(node)) return this.#written(node)
    return node.type === 'object' ? this.#object(node, depth) : this.#list(node, depth, taken)
  }

  #object(node: Node, depth: number): string {
    const members = membersOf(node).map(([key, value]) => {
      const name = `${this.#written(key)}: `
      // The comma behind it takes a column as well.
      return `${name}${this.value(value, depth + 1, textWidth(name) + 1)}`
    })
    return members.length === 0 ? '{}' : opened('{', members, '}', depth)
  }

  #list(node: Node, depth: number, taken: number): string {
    const elements = node.children ?? []
    const [only] = elements
    if (only === undefined) return '[]'
    if (elements.length === 1 && only.type === 'object') return `[${this.value(only, depth, taken + 2)}]`
    if (elements.every(({ type }) => type === 'number')) return opened('[', this.#filled(elements, depth + 1), ']', depth, '')
    return opened('[', elements.map((element) => this.value(element, depth + 1, 1)), ']', depth)
  }

  /** As many numbers on a line as fit. */
  #filled(elements: readonly Node[], depth: number): readonly string[] {
    const room = lineWidth - depth * indent.length
    const lines: string[] = []
    let line = ''
    for (const [index, element] of elements.entries()) {
      const word = `${this.#written(element)}${index < elements.length - 1 ? ',' : ''}`
      if (line !== '' && line.length + 1 + word.length > room) {
        lines.push(line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    return [...lines, line]
  }

  /** Undefined where something in it has to stay open. */
  #onOneLine(node: Node): string | undefined {
    if (this.#flat.has(node)) return this.#flat.get(node)
    const flat = this.#joined(node)
    this.#flat.set(node, flat)
    return flat
  }

  #joined(node: Node): string | undefined {
    if (isScalar(node)) return this.#written(node)
    if (node.type === 'array') return joined('[', (node.children ?? []).map((element) => this.#onOneLine(element)), ']')
    const members = membersOf(node).map(([key, value]) => {
      const flat = this.#onOneLine(value)
      return flat === undefined ? undefined : `${this.#written(key)}: ${flat}`
    })
    return members.length === 0 ? '{}' : this.#isOpen(node) ? undefined : joined('{ ', members, ' }')
  }

  #isOpen(node: Node): boolean {
    const first = node.children?.[0]
    return first !== undefined && this.#text.slice(node.offset, first.offset).includes('\n')
  }

  #written({ offset, length }: Node): string {
    return this.#text.slice(offset, offset + length)
  }
}

function joined(open: string, parts: readonly (string | undefined)[], close: string): string | undefined {
  // Longer than any line: what is inside is asked again anyway.
  let length = 0
  for (const part of parts) length += part?.length ?? Number.POSITIVE_INFINITY
  return length > lineWidth ? undefined : `${open}${parts.join(', ')}${close}`
}

function opened(open: string, parts: readonly string[], close: string, depth: number, comma = ','): string {
  const inner = indent.repeat(depth + 1)
  return `${open}\n${inner}${parts.join(`${comma}\n${inner}`)}\n${indent.repeat(depth)}${close}`
}

function isScalar(node: Node): boolean {
  return node.type !== 'object' && node.type !== 'array'
}

function membersOf(object: Node): readonly (readonly [Node, Node])[] {
  return (object.children ?? []).flatMap(({ children: [key, value] = [] }) => (key && value ? [[key, value] as const] : []))
}
