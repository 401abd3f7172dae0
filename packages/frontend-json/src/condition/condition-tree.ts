import type { ASTNode } from '@marcbachmann/cel-js'

export type ConditionNode = ASTNode

/** The syntax tree of a `when` that has been checked; undefined for a text that is not CEL. */
export async function conditionTree(text: string): Promise<ConditionNode | undefined> {
  const { Environment } = await import('@marcbachmann/cel-js')
  try {
    return new Environment({ unlistedVariablesAreDyn: true }).parse(text).ast
  } catch {
    return undefined
  }
}
