import { findNodeAtOffset, parseTree, type Node } from 'jsonc-parser'

/** Where in a document a place is. */
export interface Surroundings {
  /** The name of the root's member that it is in. */
  readonly member?: string
  /** The element of that member's list that it is in, or of a list in one of its lists. */
  readonly element?: { readonly start: number; readonly end: number }
}

/** Looks up places of one text. */
export function surroundingsIn(text: string): (offset: number) => Surroundings {
  const root = parseTree(text)
  return (offset) => (root ? around(findNodeAtOffset(root, offset)) : {})
}

function around(node: Node | undefined): Surroundings {
  let member: string | undefined
  let element: Node | undefined
  for (let at = node; at !== undefined; at = at.parent) {
    if (at.parent?.type === 'array') element = at
    if (at.type === 'property') member = String(at.children?.[0]?.value)
  }
  return { ...(member !== undefined && { member }), ...(element && { element: { start: element.offset, end: element.offset + element.length } }) }
}
