import { tokenMatcher, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain'
import {
  Comma, LeftBrace, LeftBracket, LeftParenthesis, RightBrace, RightBracket, RightParenthesis, Semicolon,
} from './tokens.ts'

/**
 * What chevrotain calls an error message is here only the words for what is allowed at that place;
 * `syntax-problems.ts` makes the sentence and chooses its code.
 */
export const allowedWords: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, previous }) => allowedInsteadOf(expected, previous),
  buildNotAllInputParsedMessage: () => 'the end of the call',
  buildNoViableAltMessage: ({ ruleName }) => wordsOfRule(ruleName),
  buildEarlyExitMessage: ({ ruleName }) => wordsOfRule(ruleName),
}

function wordsOfRule(rule: string): string {
  if (rule === 'callName') return `a procedure's name or a path`
  if (rule === 'separator') return `',' or ';'`
  if (rule === 'field') return 'a value or a key'
  return 'a value'
}

/** Where a closing mark is expected, more of the list it closes is allowed as well. */
function allowedInsteadOf(expected: TokenType, previous: IToken): string {
  const after = (...types: readonly TokenType[]) => types.some((type) => tokenMatcher(previous, type))
  switch (expected) {
    case RightParenthesis:
      return after(LeftParenthesis) ? `a value or ')'` : `',' or ')'`
    case RightBrace:
      return after(LeftBrace, Comma, Semicolon) ? `a value, a key or '}'` : `',', ';' or '}'`
    case RightBracket:
      return after(LeftBracket) ? `a value or ']'` : `',' or ']'`
    default:
      return expected.LABEL ?? expected.name
  }
}
