/** An attribute list of RFC 8216 §4.2, each value as its kind of it; throws on what the RFC does not allow. */
export type Attributes = ReadonlyMap<string, AttributeValue>

export type AttributeValue = number | string | { readonly width: number; readonly height: number }

export type AttributeKind = 'integer' | 'decimal' | 'quoted' | 'word' | 'hexadecimal' | 'resolution'

const forms: Readonly<Record<AttributeKind, RegExp>> = {
  integer: /^\d{1,20}$/, decimal: /^\d+(?:\.\d+)?$/, quoted: /^"[^"\r\n]*"$/, word: /^[^",\s]+$/, hexadecimal: /^0[xX][0-9A-F]+$/i, resolution: /^\d+x\d+$/,
}

/** `known`: every attribute that may stand there. */
export function parseAttributes(text: string, known: Readonly<Record<string, AttributeKind>>): Attributes {
  const found = new Map<string, AttributeValue>()
  const one = /([A-Z0-9-]+)=("[^"]*"|[^",]*)(,|$)/y
  while (one.lastIndex < text.length) {
    const match = one.exec(text)
    if (match === null) throw new Error(`no attribute list: ${text}`)
    const [, name = '', written = '', comma] = match
    const kind = known[name]
    if (kind === undefined) throw new Error(`unknown attribute ${name}`)
    if (found.has(name)) throw new Error(`attribute ${name} twice`)
    if (!forms[kind].test(written)) throw new Error(`${name}=${written} is no ${kind}`)
    if (comma === ',' && one.lastIndex === text.length) throw new Error('a comma at the end')
    found.set(name, valueOf(kind, written))
  }
  return found
}

function valueOf(kind: AttributeKind, written: string): AttributeValue {
  const [width = 0, height = 0] = kind === 'resolution' ? written.split('x').map(Number) : []
  switch (kind) {
    case 'integer':
    case 'decimal': return Number(written)
    case 'quoted': return written.slice(1, -1)
    case 'resolution': return { width, height }
    default: return written
  }
}

export function numberIn(attributes: Attributes, name: string): number | undefined {
  const value = attributes.get(name)
  return typeof value === 'number' ? value : undefined
}

export function textIn(attributes: Attributes, name: string): string | undefined {
  const value = attributes.get(name)
  return typeof value === 'string' ? value : undefined
}
