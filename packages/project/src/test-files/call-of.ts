/** The text of a call with arguments that are written as JSON: lists and objects become tables, null becomes nil. */
export function callOf(name: string, values: readonly unknown[]): string {
  return values.length === 0 ? name : `${name}(${values.map(literal).join(', ')})`
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'nil'
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `{${value.map(literal).join(', ')}}`
  if (typeof value === 'object') return `{${Object.entries(value).map(([key, member]) => `${/^[A-Za-z_]\w*$/u.test(key) ? key : `[${quoted(key)}]`}=${literal(member)}`).join(', ')}}`
  return String(value)
}

const escapes: { readonly [character: string]: string } = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t\0]/gu, (character) => escapes[character] ?? character)}"`
}
