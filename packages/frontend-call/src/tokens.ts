import { createToken, Lexer, type TokenType } from 'chevrotain'
import { argumentWordPattern, namePattern, pathPattern, wordPattern } from './name-characters.ts'

/*
 * Faulty spellings are tokens of their own that count as the right one (chevrotain's categories), so that the parser
 * goes on as if they were right and `token-problems.ts` says exactly what is wrong with each.
 */

export const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /[\s\ufeff]+/, group: Lexer.SKIPPED, line_breaks: true })
export const LongComment = createToken({ name: 'LongComment', pattern: /--\[(=*)\[[\s\S]*?\]\1\]/, group: Lexer.SKIPPED, line_breaks: true })
export const UnterminatedLongComment = createToken({
  name: 'UnterminatedLongComment', pattern: /--\[=*\[[\s\S]*/, group: 'faults', line_breaks: true,
})
export const LineComment = createToken({ name: 'LineComment', pattern: /--[^\n\r]*/, group: Lexer.SKIPPED })

export const Name = createToken({ name: 'Name', pattern: namePattern, label: `a procedure's name` })
export const Path = createToken({ name: 'Path', pattern: pathPattern, label: 'a path' })
export const MalformedName = createToken({ name: 'MalformedName', pattern: wordPattern, categories: [Name] })

export const LeftParenthesis = createToken({ name: 'LeftParenthesis', pattern: '(', label: `'('`, push_mode: 'arguments' })
export const RightParenthesis = createToken({ name: 'RightParenthesis', pattern: ')', label: `')'` })
export const LeftBrace = createToken({ name: 'LeftBrace', pattern: '{', label: `'{'`, push_mode: 'arguments' })
export const RightBrace = createToken({ name: 'RightBrace', pattern: '}', label: `'}'` })
export const LeftBracket = createToken({ name: 'LeftBracket', pattern: '[', label: `'['`, push_mode: 'arguments' })
export const RightBracket = createToken({ name: 'RightBracket', pattern: ']', label: `']'` })
export const Comma = createToken({ name: 'Comma', pattern: ',', label: `','` })
export const Semicolon = createToken({ name: 'Semicolon', pattern: ';', label: `';'` })
export const Equals = createToken({ name: 'Equals', pattern: '=', label: `'='` })
export const Colon = createToken({ name: 'Colon', pattern: ':', label: `':'` })
export const Minus = createToken({ name: 'Minus', pattern: '-', label: `'-'` })

const wide = (name: string, pattern: RegExp, plain: TokenType) => createToken({ name: `Wide${name}`, pattern, categories: [plain] })
export const WideLeftParenthesis = createToken({
  name: 'WideLeftParenthesis', pattern: /\uff08/, categories: [LeftParenthesis], push_mode: 'arguments',
})
const widePunctuation = [
  wide('RightParenthesis', /\uff09/, RightParenthesis),
  wide('LeftBrace', /\uff5b/, LeftBrace),
  wide('RightBrace', /\uff5d/, RightBrace),
  wide('LeftBracket', /\uff3b|\u3010/, LeftBracket),
  wide('RightBracket', /\uff3d|\u3011/, RightBracket),
  wide('Comma', /\uff0c|\u3001/, Comma),
  wide('Semicolon', /\uff1b/, Semicolon),
  wide('Equals', /\uff1d/, Equals),
  wide('Colon', /\uff1a/, Colon),
]

export const NumberLiteral = createToken({
  name: 'Number', label: 'a number', pattern: /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])/,
})
/** As far as Lua's own reader takes a number, so that one fault is one message. */
export const MalformedNumber = createToken({
  name: 'MalformedNumber', pattern: /\.?\d(?:[eEpP][+-]|[\w.])*/, categories: [NumberLiteral],
})

export const StringLiteral = createToken({ name: 'String', label: 'a text in quotes', pattern: Lexer.NA })
export const QuotedString = createToken({
  name: 'QuotedString', categories: [StringLiteral], line_breaks: true,
  pattern: /'(?:[^'\\\n\r]|\\(?:\r\n|\n\r|[\s\S]))*'|"(?:[^"\\\n\r]|\\(?:\r\n|\n\r|[\s\S]))*"/,
})
export const UnterminatedString = createToken({
  name: 'UnterminatedString', categories: [StringLiteral], line_breaks: true,
  pattern: /'(?:[^'\\\n\r]|\\(?:\r\n|\n\r|[\s\S]))*\\?|"(?:[^"\\\n\r]|\\(?:\r\n|\n\r|[\s\S]))*\\?/,
})
export const TypographicString = createToken({
  name: 'TypographicString', categories: [StringLiteral],
  pattern: /\u201c[^\u201c\u201d\n\r]*\u201d|\u2018[^\u2018\u2019\n\r]*\u2019|\uff02[^\uff02\n\r]*\uff02|\uff07[^\uff07\n\r]*\uff07/,
})
/** Level 0, `[[…]]`, is left out: `[[10, 20]]` is a JSON list of lists. */
export const LongString = createToken({
  name: 'LongString', categories: [StringLiteral], line_breaks: true, pattern: /\[(=+)\[[\s\S]*?\]\1\]/,
})
export const UnterminatedLongString = createToken({
  name: 'UnterminatedLongString', categories: [StringLiteral], line_breaks: true, pattern: /\[=+\[[\s\S]*/,
})

/** What can be a key as it is; any other word is a fault that the parser reports. */
export const Word = createToken({ name: 'Word', label: 'a word', pattern: argumentWordPattern })
export const Identifier = createToken({ name: 'Identifier', label: 'a key', pattern: /[A-Za-z_]\w*/, longer_alt: Word })
const keyword = (name: string, pattern: string) =>
  createToken({ name, pattern, label: `'${pattern}'`, longer_alt: [Identifier, Word] })
export const True = keyword('True', 'true')
export const False = keyword('False', 'false')
export const Nil = keyword('Nil', 'nil')
/** JSON's word; in Lua an ordinary identifier, so it may still be a key. */
export const Null = createToken({
  name: 'Null', pattern: 'null', label: `'null'`, longer_alt: [Identifier, Word], categories: [Identifier],
})

/** Words that stand where they cannot; `bare-words.ts` finds them between lexer and parser. */
export const BareWord = createToken({ name: 'BareWord', pattern: Lexer.NA, categories: [StringLiteral] })
export const BareKey = createToken({ name: 'BareKey', pattern: Lexer.NA, categories: [Identifier] })

const ignored = [WhiteSpace, LongComment, UnterminatedLongComment, LineComment]
const strings = [QuotedString, UnterminatedString, TypographicString, LongString, UnterminatedLongString]
const punctuation = [
  LeftParenthesis, WideLeftParenthesis, RightParenthesis, LeftBrace, RightBrace, LeftBracket, RightBracket, Comma, Semicolon,
  ...widePunctuation,
]

/** A name may hold `-` and `.`, which mean something else among the arguments: so two modes, any bracket leading to the second. */
export const lexerModes = {
  defaultMode: 'head',
  modes: {
    head: [...ignored, ...strings, Path, Name, MalformedName, ...punctuation],
    arguments: [
      ...ignored, ...strings, StringLiteral, NumberLiteral, MalformedNumber, Minus, True, False, Nil, Null, Identifier,
      ...punctuation, Equals, Colon, Word, BareWord, BareKey,
    ],
  },
}

/** What a token of full-width punctuation or typographic quotes should have been. */
export const plainCharacters: ReadonlyMap<string, string> = new Map([
  ['（', '('], ['）', ')'], ['｛', '{'], ['｝', '}'], ['［', '['], ['】', ']'], ['【', '['], ['］', ']'], ['，', ','], ['、', ','],
  ['；', ';'], ['＝', '='], ['：', ':'],
])
