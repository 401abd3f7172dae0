import { parseTree, type Node } from 'jsonc-parser'
import type { SourceFile } from '@vodflow/core'
import { bracketDepth } from '../bracket-depth.ts'
import { codeAndReason, type Ignore } from './ignore.ts'

/** Deeper and longer texts are refused by their own rules. */
const depthLimit = 100
const lengthLimit = 1024 * 1024

/** The members `"x-ignore"`, each for the object it stands in and everything within that: `"CODE: reason"`, or a list of them. */
export function ignoresInJson(file: SourceFile): readonly Ignore[] {
  if (file.text.length > lengthLimit || bracketDepth(file.text) > depthLimit) return []
  const root = parseTree(file.text.replace(/^\uFEFF/u, ' '), [], { allowTrailingComma: true })
  const found: Ignore[] = []
  const waiting = root ? [root] : []
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const [key, value] = node.type === 'property' ? (node.children ?? []) : []
    if (key?.value === 'x-ignore' && value && node.parent) for (const one of written(value)) found.push(ignoreOf(file, one, node.parent))
    else for (const child of node.children ?? []) waiting.push(child)
  }
  return found.toSorted((a, b) => a.start - b.start)
}

function written(value: Node): readonly Node[] {
  return value.type === 'array' ? (value.children ?? []) : [value]
}

function ignoreOf(file: SourceFile, node: Node, object: Node): Ignore {
  const text = node.type === 'string' ? String(node.value) : ''
  return { file, ...codeAndReason(text), start: node.offset, end: node.offset + node.length, from: object.offset, to: object.offset + object.length }
}
