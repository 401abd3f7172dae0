import { findNodeAtOffset, parseTree, type Node } from 'jsonc-parser'
import type { SourceSpan } from '@vodflow/core'
import { mendSyntax } from './mend-syntax.ts'

/**
 * The same text with spaces where the element or the property that holds a fault stood, so that the rest can be read, at the same
 * offsets; undefined where the fault is not inside of one. A fault of syntax is mended, with all others of its kind.
 */
export function withoutFault(text: string, { code, span }: { readonly code: string; readonly span: SourceSpan }): string | undefined {
  return code.endsWith('/syntax') ? mendSyntax(text, { disallowComments: true }).text : withoutNode(text, span.start)
}

function withoutNode(text: string, offset: number): string | undefined {
  const root = parseTree(text)
  const node = root && removable(findNodeAtOffset(root, offset))
  if (node === undefined) return undefined
  const end = node.offset + node.length
  const after = /^\s*,/u.exec(text.slice(end, end + 1000))
  if (after) return blanked(text, node.offset, end + after[0].length)
  const before = /,\s*$/u.exec(text.slice(Math.max(0, node.offset - 1000), node.offset))
  return blanked(text, node.offset - (before?.[0].length ?? 0), end)
}

/** The nearest upwards, itself included, that a list or an object can do without. */
function removable(node: Node | undefined): Node | undefined {
  for (let at = node; at !== undefined; at = at.parent) if (at.type === 'property' || at.parent?.type === 'array') return at
  return undefined
}

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n\r]/gu, (character) => ' '.repeat(character.length)) + text.slice(end)
}
