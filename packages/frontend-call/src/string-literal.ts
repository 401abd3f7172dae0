import { callDiagnostics } from './diagnostics.ts'
import { spanOf, type Diagnostic, type SourceSpan } from '@vodflow/core'

export interface DecodedString {
  readonly value: string
  /** It holds JSON's `\u0000` escapes, which no Lua 5.1 has. */
  readonly jsonEscapes: boolean
  readonly problems: readonly Diagnostic[]
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'], ['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t'], ['v', '\v'],
])

/** Whole runs of decimal bytes and of JSON escapes, since several of them can make one character. */
const escapePattern = /\\(?:(?<bytes>\d{1,3}(?:\\\d{1,3})*)|(?<json>u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*)|(?<lineEnd>\r\n|\n\r|\n|\r)|(?<other>[\s\S]))/gu

/** What a literal in quotes means by the rules of Lua 5.1; `span` is the literal with its quotes. */
export function decodeQuoted(span: SourceSpan, image: string): DecodedString {
  const problems: Diagnostic[] = []
  const isDouble = image.startsWith('"')
  let jsonEscapes = false
  const complain = (code: 'invalid-escape' | 'invalid-bytes', at: number, found: string) => {
    const start = span.start + 1 + at
    problems.push(callDiagnostics.create(code, spanOf(span.file, start, start + found.length), { found }))
    return ''
  }
  const value = image.slice(1, -1).replaceAll(escapePattern, (whole, bytes, json, lineEnd, other, at: number) => {
    if (typeof bytes === 'string') return decodeBytes(bytes) ?? complain('invalid-bytes', at, whole)
    if (typeof lineEnd === 'string') return '\n'
    if (typeof json === 'string' && isDouble) {
      jsonEscapes = true
      return decodeUnits(json) ?? complain('invalid-escape', at, whole)
    }
    return decodeOther(typeof other === 'string' ? other : 'u') ?? complain('invalid-escape', at, whole)
  })
  return { value, jsonEscapes, problems }
}

/** `[=[ … ]=]`: nothing is escaped; a line end right behind the opening is no part of it. */
export function decodeLong(image: string): string {
  const opening = image.indexOf('[', 1) + 1
  return image.slice(opening, -opening).replace(/^(?:\r\n|\n\r|\n|\r)/u, '')
}

/** In Lua 5.1 any other character stands for itself; letters do not here, since later Luas gave them meanings. */
function decodeOther(character: string): string | undefined {
  return simpleEscapes.get(character) ?? (/[A-Za-z]/u.test(character) ? undefined : character)
}

function decodeBytes(run: string): string | undefined {
  const bytes = run.split('\\').map(Number)
  if (bytes.some((byte) => byte > 255)) return undefined
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return undefined
  }
}

function decodeUnits(run: string): string | undefined {
  const text = String.fromCharCode(...run.split('\\').map((unit) => Number.parseInt(unit.slice(1), 16)))
  return /\p{Surrogate}/u.test(text) ? undefined : text
}
