import { defineDiagnostics } from '@vodflow/core'

/** How much of the user's text a message quotes. */
const quotedLength = 40

/** `text` in quotes that it does not hold itself, on one line and cut to a length that still reads as one sentence. */
export function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return `${quote}${shortened(text)}${quote}`
}

export function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 4 * quotedLength).replaceAll(/\s+/gu, ' '))
  return characters.length <= quotedLength ? characters.join('') : `${characters.slice(0, quotedLength).join('')}…`
}

const count = (value: number): string => value.toLocaleString('en-US')

/** What can be wrong with the text of a call. The project's own `call/` codes (look-up, files) are in its package. */
export const callDiagnostics = defineDiagnostics('call', {
  empty: {
    severity: 'error',
    message: () => `the call is empty; a procedure's name is needed, as in Name or Name(10, {20, 30})`,
  },
  'too-long': {
    severity: 'error',
    message: (p: { length: number; limit: number }) =>
      `the call is ${count(p.length)} characters long; at most ${count(p.limit)} are allowed`,
  },
  'too-deep': {
    severity: 'error',
    message: (p: { limit: number }) => `the tables of this call are nested more than ${p.limit} levels deep, which is the limit`,
  },
  'too-many-values': {
    severity: 'error',
    message: (p: { limit: number }) => `the call has more than ${count(p.limit)} values, which is the limit`,
  },
  'unexpected-character': {
    severity: 'error',
    message: (p: { found: string }) => `found ${p.found}, which has no meaning here outside quotes`,
  },
  'half-character': {
    severity: 'error',
    message: (p: { unit: string }) => `found ${p.unit}, half of a surrogate pair, which is no character`,
  },
  'full-width': {
    severity: 'error',
    message: (p: { found: string; wanted: string }) => `found ${quoted(p.found)} in full-width or typographic form; write ${p.wanted}`,
  },
  unexpected: {
    severity: 'error',
    message: (p: { found: string; allowed: string }) => `found ${p.found}; allowed here: ${p.allowed}`,
  },
  unclosed: {
    severity: 'error',
    message: (p: { opener: string; allowed: string }) => `the call ends inside '${p.opener}'; allowed here: ${p.allowed}`,
  },
  'missing-value': {
    severity: 'error',
    message: (p: { found: string }) => `a value is missing before ${p.found}`,
  },
  'bare-word': {
    severity: 'error',
    message: (p: { word: string }) =>
      `${quoted(p.word)} is no value; a text is written in quotes, and the only words are true, false and nil`,
  },
  'bare-key': {
    severity: 'error',
    message: (p: { word: string; wanted: string }) =>
      `${quoted(p.word)} is no plain key, which has only letters A-Z a-z, digits and '_'; write ${p.wanted}`,
  },
  'invalid-name': {
    severity: 'error',
    message: (p: { name: string; wrong: string; isFirst: boolean }) =>
      `${quoted(p.name)} is no procedure's name: ${quoted(p.wrong)} cannot ${p.isFirst ? 'start it' : 'stand in it'}; a name starts with a letter, '_' or a CJK character and goes on with these, digits, '-' and '.'`,
  },
  'name-too-long': {
    severity: 'error',
    message: (p: { length: number; limit: number }) => `the name is ${count(p.length)} characters long; at most ${p.limit} are allowed`,
  },
  'path-too-long': {
    severity: 'error',
    message: (p: { length: number; limit: number }) =>
      `the path is ${count(p.length)} characters long; at most ${count(p.limit)} are allowed`,
  },
  'malformed-number': {
    severity: 'error',
    message: (p: { found: string }) => `${quoted(p.found)} is no number; allowed are 10, -2.5, 1e3 and 0x1F`,
  },
  'number-out-of-range': {
    severity: 'error',
    message: (p: { found: string }) =>
      `${quoted(p.found)} is beyond what a number holds exactly (whole numbers up to 9007199254740991, 1.8e308 otherwise); write an ID in single quotes`,
  },
  'unterminated-string': {
    severity: 'error',
    message: (p: { end: string }) => `the text in quotes does not end; ${p.end} is missing on its line`,
  },
  'unterminated-long-text': {
    severity: 'error',
    message: (p: { what: 'text' | 'comment'; end: string }) => `the long ${p.what} does not end; '${p.end}' is missing`,
  },
  'invalid-escape': {
    severity: 'error',
    message: (p: { found: string }) =>
      String.raw`${quoted(p.found)} is no escape; allowed are \a \b \f \n \r \t \v \\ \' \", a decimal byte \0 to \255, and \ before a line end`,
  },
  'invalid-bytes': {
    severity: 'error',
    message: (p: { found: string }) => `the bytes ${quoted(p.found)} are no UTF-8 text`,
  },
  'invalid-key': {
    severity: 'error',
    message: (p: { found: string }) => `${quoted(p.found)} cannot be a key; a key is a number, a text, true or false`,
  },
  'duplicate-key': {
    severity: 'error',
    message: (p: { key: string }) => `the key ${p.key} stands twice in this table`,
  },
  /** An error under `strict` (design.md §4). */
  'json-arguments': {
    severity: 'warning',
    message: (p: { found: string; read: string }) => `${quoted(p.found)} is JSON; it is read as ${shortened(p.read)}, which is how a call spells it`,
  },
})
