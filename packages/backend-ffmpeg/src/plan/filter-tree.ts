/**
 * Filters as a tree: every frame of a node goes to each of its children, so one decode feeds many outputs.
 * It is written as an ffmpeg filter graph with a `split` wherever a node has several children.
 */
export interface FilterNode {
  readonly filters: readonly string[]
  /** A second input that comes first in its chain's filter: `[wm0]` of an overlay. */
  readonly side?: string
  readonly children?: readonly FilterNode[]
  /** The label by which `-map` finds it; only on a leaf. */
  readonly output?: string
}

/** Chains in order, each reading labels that an earlier one or an input has written. */
export function writeFilterTree(root: FilterNode, input: string): readonly string[] {
  const chains: string[] = []
  let splits = 0
  const write = (start: FilterNode, label: string): void => {
    let node = start
    let text = `[${label}]${side(node)}`
    const filters = [...node.filters]
    while (node.children?.length === 1 && node.children[0]?.side === undefined && node.children[0] !== undefined) {
      node = node.children[0]
      filters.push(...node.filters)
    }
    const children = node.children ?? []
    if (children.length === 0) {
      chains.push(`${text}${filters.length > 0 ? filters.join(',') : 'null'}[${node.output ?? 'out'}]`)
      return
    }
    const labels = children.map((child) => passes(child) ?? `s${splits++}`)
    if (children.length > 1) filters.push(`split=${children.length}`)
    text += filters.length > 0 ? filters.join(',') : 'null'
    chains.push(text + labels.map((name) => `[${name}]`).join(''))
    for (const [at, child] of children.entries()) {
      if (passes(child) === undefined) write(child, labels[at] ?? '')
    }
  }
  write(root, input)
  return chains
}

/** An output that takes its parent's frames as they are needs no chain of its own. */
function passes(node: FilterNode): string | undefined {
  return node.filters.length === 0 && node.side === undefined && node.children === undefined ? node.output : undefined
}

function side(node: FilterNode): string {
  return node.side === undefined ? '' : `[${node.side}]`
}
