import type { Json } from './own-form.ts'

/** Lua's own words cannot be names. */
const reserved = new Set([
  'and', 'break', 'do', 'else', 'elseif', 'end', 'false', 'for', 'function', 'goto', 'if', 'in', 'local', 'nil', 'not', 'or', 'repeat',
  'return', 'then', 'true', 'until', 'while',
])

export function isLuaName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/u.test(text) && !reserved.has(text)
}

/** In double quotes; a character that a line or a terminal could stumble over stands as its bytes. */
export function luaString(text: string): string {
  return `"${text.replaceAll(/["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escaped)}"`
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  if (character === '\n') return String.raw`\n`
  return [...new TextEncoder().encode(character)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')
}

/** `given.defs`, `given["end"]`. */
export function luaField(table: string, key: string): string {
  return isLuaName(key) ? `${table}.${key}` : `${table}[${luaString(key)}]`
}

/** What Lua has no value for: null, an empty list, half a character. */
export function strangeToLua(value: Json): string | undefined {
  if (value === null) return 'null'
  if (typeof value === 'string') return /\p{Cs}/u.test(value) ? 'half a character' : undefined
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : value.map(strangeToLua).find((found) => found !== undefined)
  if (typeof value !== 'object') return undefined
  return Object.entries(value).map(([key, member]) => strangeToLua(key) ?? strangeToLua(member)).find((found) => found !== undefined)
}

/** A literal; `reference` gives the expression of an object that stands for another value, `{"param": …}`. */
export function luaValue(value: Json, reference: (name: string) => string): string {
  if (value === null) return 'nil'
  if (typeof value === 'string') return luaString(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `{ ${value.map((element: Json) => luaValue(element, reference)).join(', ')} }`
  const name = referenceIn(value)
  if (name !== undefined) return reference(name)
  const fields = Object.entries(value).map(([key, member]) => `${isLuaName(key) ? key : `[${luaString(key)}]`} = ${luaValue(member, reference)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** The name in `{"param": name}`. */
export function referenceIn(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const [entry, ...others] = Object.entries(value)
  return entry?.[0] === 'param' && typeof entry[1] === 'string' && others.length === 0 ? entry[1] : undefined
}
