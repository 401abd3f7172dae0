import { spanOf, type SourceFile, type SourceSpan } from '@vodflow/core'
import type { IToken } from 'chevrotain'

/**
 * The only place that reads a token's offsets: chevrotain's `endOffset` is inclusive, and tokens of the end of input
 * or inserted in recovery have NaN; those become the empty span behind `previous`.
 */
export function tokenSpan(file: SourceFile, token: IToken, previous?: IToken): SourceSpan {
  if (!Number.isNaN(token.startOffset)) return spanOf(file, token.startOffset, tokenEnd(token))
  const end = previous === undefined || Number.isNaN(previous.startOffset) ? file.text.trimEnd().length : tokenEnd(previous)
  return spanOf(file, end, end)
}

/** From the first of some tokens to the last; undefined when none of them is real. */
export function tokensSpan(file: SourceFile, tokens: readonly IToken[]): SourceSpan | undefined {
  const real = tokens.filter((token) => !Number.isNaN(token.startOffset))
  if (real.length === 0) return undefined
  const start = real.reduce((least, token) => Math.min(least, token.startOffset), Number.POSITIVE_INFINITY)
  return spanOf(file, start, real.reduce((most, token) => Math.max(most, tokenEnd(token)), 0))
}

function tokenEnd(token: IToken): number {
  return token.startOffset + token.image.length
}
