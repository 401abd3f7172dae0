import type { Item } from '../item.ts'
import { jsonParameters } from './template-places.ts'

/** The parameters that a procedure declares, each as `written` at the place. */
export function parameterItems(text: string, { start, end }: Pick<Item, 'start' | 'end'>, written: (name: string) => string): readonly Item[] {
  return jsonParameters(text).map(({ name, type, description }) => ({
    label: name, kind: 'parameter', insert: written(name), start, end,
    ...(type !== undefined && { detail: type }), ...(description !== undefined && { documentation: description }),
  }))
}
