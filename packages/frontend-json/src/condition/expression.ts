import type { ASTNode } from '@marcbachmann/cel-js'

/** What a condition refers to and calls, read off its syntax tree. */
export interface Expression {
  readonly readsSource: boolean
  /** `params.x` and `params["x"]`, with the range of the name in the expression. */
  readonly parameters: readonly { readonly name: string; readonly start: number; readonly end: number }[]
  /** `params` stands alone or under a computed key: any of them may be read. */
  readonly readsAllParameters: boolean
  /** The first thing in it that could make its evaluation long. */
  readonly unbounded?: { readonly found: string; readonly start: number; readonly end: number }
}

/**
 * All other functions are refused: `matches` runs a regular expression that may never end, `cel.bind` and `join` double
 * a string at each use.
 */
export const allowedFunctions: readonly string[] = [
  'has', 'size', 'int', 'double', 'string', 'bool', 'contains', 'startsWith', 'endsWith', 'lowerAscii', 'upperAscii', 'trim',
  'all', 'exists', 'exists_one', 'filter', 'map',
]
const loops = new Set(['all', 'exists', 'exists_one', 'filter', 'map'])

export function readExpression(root: ASTNode): Expression {
  const parameters: { name: string; start: number; end: number }[] = []
  let readsSource = false
  let readsAllParameters = false
  let unbounded: Expression['unbounded']

  function visit(node: ASTNode, insideLoop: boolean): void {
    const name = calledName(node)
    const isLoop = name !== undefined && loops.has(name)
    const named = parameterNamed(node)
    if (name !== undefined && !allowedFunctions.includes(name)) unbounded ??= { found: `'${name}'`, start: node.start, end: node.end }
    if (isLoop && insideLoop) unbounded ??= { found: `'${name}' inside another loop`, start: node.start, end: node.end }
    if (named !== undefined) {
      parameters.push({ name: named, start: node.start, end: node.end })
      return
    }
    if (node.op === 'id' && node.args === 'source') readsSource = true
    if (node.op === 'id' && node.args === 'params') readsAllParameters = true
    // The receiver of a loop runs once, its body once for each element.
    if (node.op === 'rcall') {
      visit(node.args[1], insideLoop)
      for (const inner of node.args[2]) visit(inner, insideLoop || isLoop)
    } else for (const inner of nodesIn(node.args)) visit(inner, insideLoop)
  }

  visit(root, false)
  return { readsSource, parameters, readsAllParameters, ...(unbounded && { unbounded }) }
}

function calledName(node: ASTNode): string | undefined {
  return node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined
}

function parameterNamed(node: ASTNode): string | undefined {
  if (node.op !== '.' && node.op !== '[]') return undefined
  const [receiver, key] = node.args
  if (receiver.op !== 'id' || receiver.args !== 'params') return undefined
  if (typeof key === 'string') return key
  return key.op === 'value' && typeof key.args === 'string' ? key.args : undefined
}

/** The operands differ from operator to operator: nodes, lists of nodes, lists of pairs, names. */
function nodesIn(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(nodesIn)
  // Of all operands only a node is an object with an operator.
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : []
}
