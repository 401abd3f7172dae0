import { tokenMatcher, type IToken } from 'chevrotain'
import { callLimits } from './limits.ts'
import { Equals, LeftBrace, LeftBracket, LeftParenthesis, RightBrace, RightBracket, RightParenthesis } from './tokens.ts'

export interface Brackets {
  /** `[` whose partner is followed by `=`. */
  readonly keyBrackets: ReadonlySet<IToken>
  /** Every closing mark that has a partner, and where that stands in the text. */
  readonly openerOf: ReadonlyMap<IToken, number>
  /** What is open where the text ends, the outermost first. */
  readonly open: readonly IToken[]
  /** How many tokens there are up to the end of the first pair, all of them if it does not end. */
  readonly end: number
  /** The first token that nests too deep. */
  readonly tooDeep?: IToken
}

const pairs = [[LeftParenthesis, RightParenthesis], [LeftBrace, RightBrace], [LeftBracket, RightBracket]] as const

/** One pass over the tokens, without recursion: the depth is known before anything recursive sees the text. */
export function matchBrackets(tokens: readonly IToken[]): Brackets {
  const keyBrackets = new Set<IToken>()
  const openerOf = new Map<IToken, number>()
  const open: IToken[] = []
  let end: number | undefined
  for (const [index, token] of tokens.entries()) {
    if (pairs.some(([left]) => tokenMatcher(token, left))) open.push(token)
    // The call's own parenthesis is no level of nesting.
    if (open.length > callLimits.depth + 1) return { keyBrackets, openerOf, open, end: index, tooDeep: token }
    if (!closes(open.at(-1), token)) continue
    const opener = open.pop()
    if (opener !== undefined) openerOf.set(token, opener.startOffset)
    if (open.length === 0) end ??= index
    const next = tokens[index + 1]
    if (opener !== undefined && next !== undefined && tokenMatcher(next, Equals)) keyBrackets.add(opener)
  }
  return { keyBrackets, openerOf, open, end: end ?? tokens.length }
}

function closes(opener: IToken | undefined, token: IToken): boolean {
  return opener !== undefined && pairs.some(([left, right]) => tokenMatcher(opener, left) && tokenMatcher(token, right))
}
