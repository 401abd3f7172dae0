import type { FileKind } from '@vodflow/project'
import { findNodeAtOffset, getNodePath, getNodeValue } from 'jsonc-parser'
import type { Item, Note } from '../item.ts'
import { treeOf } from './json-text.ts'
import { descriptionOf, schemasAt } from './schema-at.ts'
import { jsonParameters } from './template-places.ts'

/** The description of the field whose name, or whose plain value, stands at a place. */
export function hoverJson(fileKind: FileKind, text: string, offset: number): Note | undefined {
  const root = treeOf(text)
  const node = root && findNodeAtOffset(root, offset, true)
  if (!root || !node || node.type === 'object' || node.type === 'array' || node.type === 'property') return undefined
  const description = descriptionOf(schemasAt(fileKind, getNodeValue(root), getNodePath(node)))
  const name = getNodePath(node).findLast((segment) => typeof segment === 'string')
  return description === undefined ? undefined : { text: `**${name ?? ''}**\n\n${description}`, start: node.offset, end: node.offset + node.length }
}

/** Where the parameter is declared that `{"param": name}` at a place refers to. */
export function parameterAt(text: string, offset: number): Pick<Item, 'start' | 'end'> | undefined {
  const root = treeOf(text)
  const node = root && findNodeAtOffset(root, offset, true)
  if (!node || node.parent?.type !== 'property' || node.parent.children?.[0]?.value !== 'param' || node === node.parent.children[0]) return undefined
  return jsonParameters(text).find(({ name }) => name === node.value)
}
