import type { Diagnostic, SourceFile } from '@vodflow/core'
import { EOF, tokenMatcher, type IRecognitionException, type IToken } from 'chevrotain'
import { callDiagnostics, quoted } from './diagnostics.ts'
import { tokenSpan } from './token-span.ts'
import { Colon, Comma, Identifier, RightBrace, RightBracket, RightParenthesis, Semicolon, Word } from './tokens.ts'

export interface SyntaxContext {
  readonly file: SourceFile
  readonly tokens: readonly IToken[]
  /** Brackets still open at the end of the text. */
  readonly open: readonly IToken[]
}

/** A parser's error as a diagnostic: its place, what was found, and what is allowed there. */
export function syntaxProblem(context: SyntaxContext, error: IRecognitionException): Diagnostic {
  // `allowedWords` puts only this into the message.
  const allowed = error.message
  if (error.token.tokenType === EOF) return atEnd(context, allowed)
  const { next, previous } = neighbours(context.tokens, error.token)
  if (allowed.startsWith('a value')) {
    const problem = missingOrColon(context.file, error.token, next)
    if (problem !== undefined) return problem
  }
  const found = quoted(error.token.image)
  const bareNameEnded = error.name === 'NotAllInputParsedException' && context.tokens.indexOf(error.token) === 1
  return callDiagnostics.create('unexpected', tokenSpan(context.file, error.token), {
    found: previous === undefined ? found : `${found} after ${quoted(previous.image)}`,
    allowed: bareNameEnded ? `'(' or ${allowed}` : allowed,
  })
}

function neighbours(tokens: readonly IToken[], token: IToken): { readonly next?: IToken; readonly previous?: IToken } {
  const index = tokens.indexOf(token)
  const next = tokens[index + 1]
  const previous = tokens[index - 1]
  return { ...(next && { next }), ...(previous && { previous }) }
}

function atEnd({ file, tokens, open }: SyntaxContext, allowed: string): Diagnostic {
  const last = tokens.at(-1)
  const opener = open.at(-1)
  const span = last === undefined ? tokenSpan(file, { image: '', startOffset: Number.NaN, tokenType: EOF, tokenTypeIdx: 0 }) : endOf(file, last)
  if (opener === undefined) return callDiagnostics.create('unexpected', span, { found: 'the end of the call', allowed })
  return callDiagnostics.create('unclosed', span, { opener: opener.image, allowed }, {
    related: [{ message: `${quoted(opener.image)} opens here`, span: tokenSpan(file, opener) }],
  })
}

function endOf(file: SourceFile, token: IToken) {
  const { end } = tokenSpan(file, token)
  return { file, start: end, end }
}

/** Where a value should stand: nothing but a separator, or a key as JavaScript writes it. */
function missingOrColon(file: SourceFile, token: IToken, next: IToken | undefined): Diagnostic | undefined {
  const is = (...types: Parameters<typeof tokenMatcher>[1][]) => types.some((type) => tokenMatcher(token, type))
  const span = tokenSpan(file, token)
  if (is(Comma, Semicolon, RightParenthesis, RightBrace, RightBracket)) {
    return callDiagnostics.create('missing-value', span, { found: quoted(token.image) })
  }
  if (!is(Identifier, Word) || next === undefined || !tokenMatcher(next, Colon)) return undefined
  return callDiagnostics.create('unexpected', tokenSpan(file, next), { found: `':' after the key ${quoted(token.image)}`, allowed: `'='` })
}
