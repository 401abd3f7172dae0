import { defineDiagnostics, suggestionTail } from '@vodflow/core'

/** The codes that every kind of JSON file shares; the prefix says which kind is at fault (json, config, template). */
export function documentDiagnostics(prefix: string) {
  return defineDiagnostics(prefix, {
    syntax: {
      severity: 'error',
      message: (p: { problem: string }) => p.problem,
    },
    'too-large': {
      severity: 'error',
      message: (p: { found: string; limit: number }) => `the file has ${p.found}; at most ${p.limit} are allowed`,
    },
    'too-deep': {
      severity: 'error',
      message: (p: { limit: number }) => `lists and objects stand more than ${p.limit} deep in one another; at most ${p.limit} levels are allowed`,
    },
    'duplicate-key': {
      severity: 'error',
      message: (p: { key: string }) => `the property '${p.key}' is given twice in one object`,
    },
    'unknown-property': {
      severity: 'error',
      message: (p: { name: string; suggestions: readonly string[]; known: readonly string[] }) =>
        `unknown property '${p.name}'${suggestionTail(p.suggestions) || allowedTail(p.known)}`,
    },
    'wrong-type': {
      severity: 'error',
      message: (p: { what: string; expected: string; found: string }) => `${p.what} must be ${p.expected}, found ${p.found}`,
    },
    'not-allowed-value': {
      severity: 'error',
      message: (p: { what: string; expected: string; found: string; suggestions?: readonly string[] }) =>
        `${p.what} must be ${p.expected}, found ${p.found}${suggestionTail(p.suggestions ?? [])}`,
    },
    'out-of-range': {
      severity: 'error',
      message: (p: { what: string; expected: string; found: string }) => `${p.what} must be ${p.expected}, found ${p.found}`,
    },
    'missing-property': {
      severity: 'error',
      message: (p: { names: readonly string[]; within: string }) => `${p.within} needs the property ${quotedList(p.names, 'or')}`,
    },
  })
}

export type DocumentDiagnostics = ReturnType<typeof documentDiagnostics>

/** `'a', 'b' or 'c'`. */
export function quotedList(names: readonly string[], conjunction: 'or' | 'and'): string {
  return plainList(names.map((name) => `'${name}'`), conjunction)
}

export function plainList(parts: readonly string[], conjunction: 'or' | 'and'): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} ${conjunction} ${parts.at(-1) ?? ''}`
}

function allowedTail(known: readonly string[]): string {
  if (known.length === 0) return '; no property is allowed here'
  if (known.length === 1) return `; only ${quotedList(known, 'and')} is allowed`
  return known.length <= 12 ? `; allowed are ${quotedList(known, 'and')}` : ''
}
