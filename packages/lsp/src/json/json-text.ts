import { parseTree, type JSONPath, type Node } from 'jsonc-parser'

/** The parser is recursive, so a tower of brackets must not reach it. */
const depthLimit = 500

/** As far as the text can be understood: the parser recovers. */
export function treeOf(text: string): Node | undefined {
  return isTooDeep(text) ? undefined : parseTree(text, [], { allowTrailingComma: true })
}

export function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/gu)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1
    if (depth > depthLimit) return true
  }
  return false
}

export interface Leaf {
  readonly path: JSONPath
  readonly node: Node
}

/** Every value that is neither a list nor an object. */
export function leavesOf(root: Node | undefined): readonly Leaf[] {
  const leaves: Leaf[] = []
  const visit = (node: Node, path: JSONPath): void => {
    if (node.type === 'object') {
      for (const { children = [] } of node.children ?? []) {
        const [key, value] = children
        if (key && value) visit(value, [...path, String(key.value)])
      }
    } else if (node.type === 'array') node.children?.forEach((child, index) => visit(child, [...path, index]))
    else leaves.push({ path, node })
  }
  if (root) visit(root, [])
  return leaves
}

export function memberOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== 'object') return undefined
  return node.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1]
}

export function textMember(node: Node | undefined, name: string): string | undefined {
  const value: unknown = memberOf(node, name)?.value
  return typeof value === 'string' ? value : undefined
}
