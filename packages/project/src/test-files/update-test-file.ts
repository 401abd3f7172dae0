import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser'
import type { JsonPath } from '@vodflow/frontend-json'

/** A value that is to stand at a place of a test file. */
export interface TestUpdate {
  readonly path: JsonPath
  readonly value: unknown
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with these values in it; everything else stays as it is, to the last space. The text is JSON that can be read. */
export function updatedText(text: string, updates: readonly TestUpdate[]): string {
  const root = parseTree(text)
  if (root === undefined) return text
  const unit = /\n([ \t]+)\S/u.exec(text)?.[1] ?? '  '
  const edits = updates.flatMap((update) => editOf(root, text, update, unit)).toSorted((a, b) => b.start - a.start)
  // From the end, so that the places before stay where they were.
  return edits.reduce((current, { start, end, text: put }) => current.slice(0, start) + put + current.slice(end), text)
}

function editOf(root: Node, text: string, { path, value }: TestUpdate, unit: string): readonly Edit[] {
  const node = findNodeAtLocation(root, [...path])
  if (node !== undefined) {
    const indent = indentAt(text, node.offset)
    return [{ start: node.offset, end: node.offset + node.length, text: printed(value, indent, unit, node.offset - lineStart(text, node.offset)) }]
  }
  const parent = findNodeAtLocation(root, path.slice(0, -1))
  return parent?.type === 'object' ? [insertion(parent, text, { key: String(path.at(-1)), value, unit })] : []
}

/** After the last member, on a line of its own where that one has one. */
function insertion(parent: Node, text: string, { key, value, unit }: { readonly key: string; readonly value: unknown; readonly unit: string }): Edit {
  const last = parent.children?.at(-1)
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  if (last === undefined) {
    const at = parent.offset + 1
    return { start: at, end: parent.offset + parent.length - 1, text: ` ${JSON.stringify(key)}: ${printed(value, indentAt(text, at), unit, at - lineStart(text, at))} ` }
  }
  const at = last.offset + last.length
  const ownLine = text.slice(parent.offset, last.offset).includes('\n')
  const indent = indentAt(text, last.offset)
  if (ownLine) return { start: at, end: at, text: `,${eol}${indent}${JSON.stringify(key)}: ${printed(value, indent, unit, indent.length + key.length + 4)}`.replaceAll(/\r?\n/gu, eol) }
  return { start: at, end: at, text: `, ${JSON.stringify(key)}: ${printed(value, indent, unit, at - lineStart(text, at) + key.length + 6)}`.replaceAll(/\r?\n/gu, eol) }
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/u.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? ''
}

const lineWidth = 120

/** On one line where it fits, else with each element on its own. `column`: where it begins. */
function printed(value: unknown, indent: string, unit: string, column: number): string {
  const short = onOneLine(value)
  if (column + short.length <= lineWidth || typeof value !== 'object' || value === null) return short
  const inner = indent + unit
  const lines = Array.isArray(value)
    ? value.map((element) => printed(element, inner, unit, inner.length))
    : Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${printed(member, inner, unit, inner.length + key.length + 4)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return lines.length === 0 ? short : `${open}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${close}`
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${onOneLine(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
