export interface Token {
  readonly type: 'name' | 'number' | 'string' | 'mark' | 'comment'
  readonly text: string
  readonly start: number
  readonly end: number
}

const patterns: readonly (readonly [Token['type'], RegExp])[] = [
  ['comment', /--\[(=*)\[[\s\S]*?(?:\]\1\]|$)|--[^\n\r]*/uy],
  ['string', /\[(=*)\[[\s\S]*?(?:\]\1\]|$)/uy],
  ['string', /'(?:[^'\\\n\r]|\\[\s\S])*'?|"(?:[^"\\\n\r]|\\[\s\S])*"?/uy],
  ['number', /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['mark', /\.\.\.?|[=~<>]=|[\s\S]/uy],
]
const space = /[\s\ufeff]+/uy

/** The marks of a Lua text or of a call, whatever is wrong with it: every character is in exactly one, or is white space. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    space.lastIndex = at
    at += space.exec(text)?.[0].length ?? 0
    const token = tokenAt(text, at)
    if (token === undefined) break
    tokens.push(token)
    at = token.end
  }
  return tokens
}

function tokenAt(text: string, start: number): Token | undefined {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = start
    const found = pattern.exec(text)?.[0]
    if (found) return { type, text: found, start, end: start + found.length }
  }
  return undefined
}

/** Those that mean something. */
export function codeOf(text: string): readonly Token[] {
  return tokensOf(text).filter(({ type }) => type !== 'comment')
}

/** Whether a place is inside of a text or a comment. */
export function isQuoted(tokens: readonly Token[], offset: number): boolean {
  const token = tokens.find(({ start, end }) => start < offset && offset <= end)
  if (token?.type === 'comment') return offset < token.end || !token.text.endsWith(']')
  return token?.type === 'string' && (offset < token.end || !/^(?:'.*'|".*"|\[.*\])$/su.test(token.text) || token.text.length < 2)
}
