import { spanOf, type Diagnostic, type SourceFile, type SourceSpan } from '@vodflow/core'
import { tokenMatcher, type ILexingError, type IToken } from 'chevrotain'
import { callDiagnostics, quoted, shortened } from './diagnostics.ts'
import { callLimits } from './limits.ts'
import { firstWrongCharacter } from './name-characters.ts'
import { printKey } from './print-call.ts'
import { readNumber } from './number-literal.ts'
import { decodeQuoted } from './string-literal.ts'
import { tokenSpan } from './token-span.ts'
import {
  BareKey, BareWord, MalformedName, MalformedNumber, Name, NumberLiteral, Path, plainCharacters, QuotedString, TypographicString,
  UnterminatedLongComment, UnterminatedLongString, UnterminatedString,
} from './tokens.ts'

/** What is wrong with single tokens, whatever stands around them. */
export function tokenProblems(file: SourceFile, tokens: readonly IToken[]): readonly Diagnostic[] {
  return tokens.flatMap((token) => problemsOf(token, tokenSpan(file, token)))
}

/** Text that is no token at all, and half characters anywhere. */
export function characterProblems(file: SourceFile, errors: readonly ILexingError[]): readonly Diagnostic[] {
  const halves = Array.from(file.text.matchAll(/\p{Surrogate}/gu), ({ 0: half, index }) =>
    callDiagnostics.create('half-character', spanOf(file, index, index + 1), {
      unit: String.raw`\u${half.charCodeAt(0).toString(16)}`,
    }))
  const unexpected = errors
    .map(({ offset, length }) => spanOf(file, offset, offset + length))
    .map((span) => callDiagnostics.create('unexpected-character', span, { found: visible(file.text.slice(span.start, span.end)) }))
  return [...halves, ...unexpected]
}

/** Control characters by their number, anything else in quotes. */
function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /^[\u0000-\u001f\u007f]/u.test(text) ? `the control character ${text.charCodeAt(0)}` : quoted(text)
}

function problemsOf(token: IToken, span: SourceSpan): readonly Diagnostic[] {
  const plain = plainCharacters.get(token.image)
  if (plain !== undefined) return [fullWidth(token, span, plain)]
  switch (token.tokenType) {
    case Name:
      return nameProblems(token.image, span)
    case Path:
      return pathProblems(token.image, span)
    case MalformedName:
      return [callDiagnostics.create('invalid-name', span, { name: token.image, ...firstWrongCharacter(token.image) })]
    case BareWord:
      return [callDiagnostics.create('bare-word', span, { word: token.image })]
    case BareKey:
      return [bareKey(token.image, span)]
    case QuotedString:
      return decodeQuoted(span, token.image).problems
    case TypographicString:
      return [fullWidth(token, span, `'${token.image.slice(1, -1).replaceAll(/[\\']/gu, String.raw`\$&`)}'`)]
    case UnterminatedString:
      return [callDiagnostics.create('unterminated-string', span, { end: token.image.startsWith('"') ? `'"'` : `"'"` })]
    case UnterminatedLongString:
      return [unterminatedLong(token, span, 'text')]
    case UnterminatedLongComment:
      return [unterminatedLong(token, span, 'comment')]
    case MalformedNumber:
      return [callDiagnostics.create('malformed-number', span, { found: token.image })]
    default:
      return tokenMatcher(token, NumberLiteral) ? numberProblems(token.image, span) : []
  }
}

function nameProblems(name: string, span: SourceSpan): readonly Diagnostic[] {
  const length = Array.from(name).length
  return length > callLimits.nameLength
    ? [callDiagnostics.create('name-too-long', span, { length, limit: callLimits.nameLength })]
    : []
}

function pathProblems(path: string, span: SourceSpan): readonly Diagnostic[] {
  return path.length > callLimits.pathLength
    ? [callDiagnostics.create('path-too-long', span, { length: path.length, limit: callLimits.pathLength })]
    : []
}

function numberProblems(image: string, span: SourceSpan): readonly Diagnostic[] {
  return readNumber(image) === undefined ? [callDiagnostics.create('number-out-of-range', span, { found: image })] : []
}

function fullWidth(token: IToken, span: SourceSpan, text: string): Diagnostic {
  return callDiagnostics.create('full-width', span, { found: token.image, wanted: shortened(text) }, {
    fixes: [{ title: `write ${text}`, edits: [{ span, text }] }],
  })
}

function bareKey(word: string, span: SourceSpan): Diagnostic {
  const text = `[${printKey(word)}]`
  return callDiagnostics.create('bare-key', span, { word, wanted: shortened(text) }, { fixes: [{ title: `write ${text}`, edits: [{ span, text }] }] })
}

function unterminatedLong(token: IToken, span: SourceSpan, what: 'text' | 'comment'): Diagnostic {
  const opening = /^(?:--)?\[(=*)\[/u.exec(token.image)
  const end = `]${opening?.[1] ?? ''}]`
  return callDiagnostics.create('unterminated-long-text', spanOf(span.file, span.start, span.start + (opening?.[0].length ?? 0)), { what, end })
}
