import { allowedFunctions, sourceVariables } from '@vodflow/frontend-json'
import type { Item } from '../item.ts'
import { parameterItems } from './parameter-items.ts'

const plainFunctions: readonly string[] = ['has', 'int', 'double', 'string', 'bool']
/** These can be written both ways: `size(x)` and `x.size()`. */
const bothFunctions: readonly string[] = ['size']
const methods = allowedFunctions.filter((name) => !plainFunctions.includes(name))

/** What can be written at a place of a `when`, whose string begins at `start`, also where it is not finished. */
export function completeCondition(text: string, start: number, offset: number): readonly Item[] {
  const before = text.slice(start + 1, offset)
  if (offset <= start || isQuoted(before)) return []
  const word = /\w*$/u.exec(before)?.[0] ?? ''
  const range = { start: offset - word.length, end: offset + (/^\w*/u.exec(text.slice(offset, offset + 100))?.[0].length ?? 0) }
  // A number's digits are not the start of a name.
  if (/^\d/u.test(word)) return []
  const owner = /(?:^|[^\w.])(\w+)\.\w*$/u.exec(before)?.[1]
  if (owner === 'source') return variables(range)
  if (owner === 'params') return parameterItems(text, range, (name) => name)
  if (/\.\w*$/u.test(before)) return functions(methods, range)
  return [...['source', 'params'].map((name): Item => ({ label: name, kind: 'parameter', insert: name, ...range })), ...functions([...plainFunctions, ...bothFunctions], range)]
}

function variables(range: Pick<Item, 'start' | 'end'>): readonly Item[] {
  return Object.entries(sourceVariables).map(([name, { type, description }]) => ({ label: name, kind: 'field', insert: name, ...range, detail: type, documentation: description }))
}

function functions(names: readonly string[], range: Pick<Item, 'start' | 'end'>): readonly Item[] {
  return names.map((name) => ({ label: name, kind: 'function', insert: name, ...range }))
}

/** Whether a text inside of the expression has begun and not ended; in JSON its double quotes have a backslash. */
function isQuoted(before: string): boolean {
  const expression = before.replaceAll(/\\(["\\])/gu, '$1')
  return /["']/u.test(expression.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gu, ''))
}
