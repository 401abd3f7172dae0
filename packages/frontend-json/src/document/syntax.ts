import { printParseErrorCode, type ParseError } from 'jsonc-parser'

/** A sentence and a place for one error of the parser. */
export interface SyntaxProblem {
  /** What the parser calls it; a comma too many is a kind of its own. */
  readonly name: ParseErrorName | 'TrailingComma'
  readonly problem: string
  readonly start: number
  readonly end: number
  /** A bracket is never closed: everything behind it may stand in the wrong object. */
  readonly unclosed: boolean
  /** A comma before a closing bracket, which is this one: nothing else is wrong there. */
  readonly commaBefore?: string
}

/** The parser's errors, at most one for a place, in the order of the text. */
export function syntaxProblems(text: string, errors: readonly ParseError[]): readonly SyntaxProblem[] {
  const byPlace = new Map<number, SyntaxProblem>()
  for (const error of errors) {
    const problem = syntaxProblem(text, error)
    if (!byPlace.has(problem.start)) byPlace.set(problem.start, problem)
  }
  return [...byPlace.values()].toSorted((a, b) => a.start - b.start)
}

function syntaxProblem(text: string, error: ParseError): SyntaxProblem {
  const name = printParseErrorCode(error.error)
  const comma = trailingComma(text, error.offset)
  if (comma !== undefined) {
    const problem = `a comma must not stand before '${text.charAt(error.offset)}'`
    return { name: 'TrailingComma', problem, start: comma, end: comma + 1, unclosed: false, commaBefore: text.charAt(error.offset) }
  }
  return {
    name,
    problem: text.trim() === '' ? 'the file is empty; a JSON object is expected' : sentence(name, foundAt(text, error)),
    start: error.offset,
    end: Math.min(text.length, error.offset + Math.max(1, error.length)),
    unclosed: name === 'CloseBraceExpected' || name === 'CloseBracketExpected',
  }
}

/** Where the comma is, if the error is about the bracket right behind one. */
function trailingComma(text: string, offset: number): number | undefined {
  const at = text.charAt(offset)
  if (at !== '}' && at !== ']') return undefined
  let before = offset - 1
  while (before >= 0 && text.charAt(before).trim() === '') before -= 1
  return text.charAt(before) === ',' ? before : undefined
}

function foundAt(text: string, error: ParseError): string {
  const found = text.slice(error.offset, error.offset + error.length).split('\n', 1)[0]?.trim() ?? ''
  if (found === '') return 'the end of the file'
  return found.length <= 30 ? `'${found}'` : `'${found.slice(0, 29)}…'`
}

type ParseErrorName = ReturnType<typeof printParseErrorCode>

function sentence(name: ParseErrorName, found: string): string {
  switch (name) {
    case 'InvalidSymbol':
      return `${found} is not JSON; text stands in double quotes, and the only words are true, false and null`
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return `${found} is not a number as JSON writes them`
    case 'PropertyNameExpected':
      return `expected a property name in double quotes, found ${found}`
    case 'ValueExpected':
      return `expected a value, found ${found}`
    case 'ColonExpected':
      return `expected ':' after the property name, found ${found}`
    case 'CommaExpected':
      return `expected ',' between two elements, found ${found}`
    case 'CloseBraceExpected':
      return `expected '}', found ${found}; an object is not closed`
    case 'CloseBracketExpected':
      return `expected ']', found ${found}; a list is not closed`
    case 'EndOfFileExpected':
      return `expected the end of the file after the JSON value, found ${found}`
    case 'InvalidCommentToken':
      return 'comments are not allowed in this file'
    case 'UnexpectedEndOfComment':
      return 'the comment is not closed'
    case 'UnexpectedEndOfString':
      return 'the string is not closed on its line'
    case 'InvalidUnicode':
      return `${found} holds a \\u that is not followed by four hexadecimal digits`
    case 'InvalidEscapeCharacter':
      return `${found} holds an escape that JSON does not know`
    case 'InvalidCharacter':
      return 'the string holds a control character; write it as an escape such as \\n or \\t'
    default:
      return `${found} is not JSON`
  }
}
