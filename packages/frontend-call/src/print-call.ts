import type { Call, TableEntry, TableValue, Value } from '@vodflow/core'

/** The canonical text of a call, always with its parentheses; reading it back gives the same call. */
export function printCall(call: Call): string {
  return `${call.name.text}(${call.arguments.map(printValue).join(',')})`
}

/** A literal as Lua spells it, on one line. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case 'nil':
      return 'nil'
    case 'boolean':
      return String(value.value)
    case 'number':
      return printNumber(value.value)
    case 'string':
      return printString(value.value)
    case 'table':
      return printTable(value)
  }
}

/** A key as a message names it. */
export function printKey(key: TableEntry['key']): string {
  if (typeof key === 'string') return printString(key)
  return typeof key === 'number' ? printNumber(key) : String(key)
}

/** Whole numbers beyond 2^53 get an exponent, since their digits alone would claim to be exact. */
function printNumber(number: number): string {
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? number.toExponential() : String(number)
}

/** In single quotes, so that a text of digits stays a text. */
function printString(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what has to be escaped
  return `'${text.replaceAll(/[\\'\u0000-\u001f\u007f]/gu, escaped)}'`
}

const namedEscapes: ReadonlyMap<string, string> = new Map([['\n', String.raw`\n`], ['\r', String.raw`\r`], ['\t', String.raw`\t`]])

function escaped(character: string): string {
  if (character === '\\' || character === `'`) return `\\${character}`
  return namedEscapes.get(character) ?? `\\${String(character.charCodeAt(0)).padStart(3, '0')}`
}

function printTable({ entries }: TableValue): string {
  let position = 0
  const fields = entries.map(({ key, value }) => {
    if (key !== position + 1) return `${printField(key)}=${printValue(value)}`
    position += 1
    return printValue(value)
  })
  return `{${fields.join(',')}}`
}

/** Lua's own words cannot be bare keys. */
const reserved = new Set([
  'and', 'break', 'do', 'else', 'elseif', 'end', 'false', 'for', 'function', 'goto', 'if', 'in', 'local', 'nil', 'not', 'or', 'repeat',
  'return', 'then', 'true', 'until', 'while',
])

function printField(key: TableEntry['key']): string {
  if (typeof key === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/u.test(key) && !reserved.has(key)) return key
  return `[${printKey(key)}]`
}
