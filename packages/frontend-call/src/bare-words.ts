import type { IToken, TokenType } from 'chevrotain'
import { BareKey, BareWord, Colon, Equals, Identifier, Word } from './tokens.ts'

/**
 * Words where a value should be, and keys that are no identifiers, get a type that the parser takes for the right one:
 * one word without quotes must not hide what is wrong behind it.
 */
export function markBareWords(tokens: readonly IToken[]): void {
  for (const [index, token] of tokens.entries()) {
    const type = bareType(token.tokenType, tokens[index + 1]?.tokenType)
    if (type === undefined) continue
    token.tokenType = type
    token.tokenTypeIdx = type.tokenTypeIdx ?? token.tokenTypeIdx
  }
}

function bareType(type: TokenType, next: TokenType | undefined): TokenType | undefined {
  if (type !== Identifier && type !== Word) return undefined
  if (next === Equals) return type === Word ? BareKey : undefined
  return next === Colon ? undefined : BareWord
}
