import { CstParser, Lexer, type IToken } from 'chevrotain'
import { allowedWords } from './allowed-words.ts'
import {
  Colon, Comma, Equals, False, Identifier, LeftBrace, LeftBracket, LeftParenthesis, lexerModes, Minus, Name, Nil, Null,
  NumberLiteral, Path, RightBrace, RightBracket, RightParenthesis, Semicolon, StringLiteral, True,
} from './tokens.ts'

export interface ParserOptions {
  /** The grammar is a constant: a test validates it, a run need not. */
  readonly skipValidations: boolean
}

/** The grammar of `grammars/call.ebnf`, which is written from this class. */
export class CallParser extends CstParser {
  /** `[` tokens that open a key, `[k] = v`: one of unbounded lookahead, so found before the parse. */
  keyBrackets: ReadonlySet<IToken> = new Set()

  constructor(options: ParserOptions) {
    super(lexerModes, {
      recoveryEnabled: true, maxLookahead: 2, errorMessageProvider: allowedWords, skipValidations: options.skipValidations,
    })
    this.performSelfAnalysis()
  }

  readonly call = this.RULE('call', () => {
    this.SUBRULE(this.callName)
    this.OPTION(() => {
      this.CONSUME(LeftParenthesis)
      this.OPTION1(() => this.SUBRULE(this.arguments))
      this.CONSUME(RightParenthesis)
    })
  })

  readonly callName = this.RULE('callName', () => {
    this.OR([{ ALT: () => this.CONSUME(Name) }, { ALT: () => this.CONSUME(Path) }])
  })

  readonly arguments = this.RULE('arguments', () => {
    this.SUBRULE(this.value)
    this.MANY(() => {
      this.CONSUME(Comma)
      this.SUBRULE1(this.value)
    })
  })

  readonly value = this.RULE('value', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.number) },
      { ALT: () => this.CONSUME(StringLiteral) },
      { ALT: () => this.CONSUME(True) },
      { ALT: () => this.CONSUME(False) },
      { ALT: () => this.CONSUME(Nil) },
      { ALT: () => this.CONSUME(Null) },
      { ALT: () => this.SUBRULE(this.table) },
      { ALT: () => this.SUBRULE(this.list) },
    ])
  })

  readonly number = this.RULE('number', () => {
    this.OPTION(() => this.CONSUME(Minus))
    this.CONSUME(NumberLiteral)
  })

  readonly table = this.RULE('table', () => {
    this.CONSUME(LeftBrace)
    this.OPTION(() => {
      this.SUBRULE(this.field)
      this.MANY(() => {
        this.SUBRULE(this.separator)
        this.SUBRULE1(this.field)
      })
      this.OPTION1(() => this.SUBRULE1(this.separator))
    })
    this.CONSUME(RightBrace)
  })

  readonly separator = this.RULE('separator', () => {
    this.OR([{ ALT: () => this.CONSUME(Comma) }, { ALT: () => this.CONSUME(Semicolon) }])
  })

  readonly field = this.RULE('field', () => {
    this.OR({
      // The gate decides between a bracketed key and a JSON list, which no bounded lookahead can.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => this.keyBrackets.has(this.LA(1)), ALT: () => this.SUBRULE(this.bracketedField) },
        { ALT: () => this.SUBRULE(this.namedField) },
        { ALT: () => this.SUBRULE(this.jsonField) },
        { ALT: () => this.SUBRULE(this.value) },
      ],
    })
  })

  readonly bracketedField = this.RULE('bracketedField', () => {
    this.CONSUME(LeftBracket)
    this.SUBRULE(this.value)
    this.CONSUME(RightBracket)
    this.CONSUME(Equals)
    this.SUBRULE1(this.value)
  })

  readonly namedField = this.RULE('namedField', () => {
    this.CONSUME(Identifier)
    this.CONSUME(Equals)
    this.SUBRULE(this.value)
  })

  readonly jsonField = this.RULE('jsonField', () => {
    this.CONSUME(StringLiteral)
    this.CONSUME(Colon)
    this.SUBRULE(this.value)
  })

  readonly list = this.RULE('list', () => {
    this.CONSUME(LeftBracket)
    this.OPTION(() => {
      this.SUBRULE(this.value)
      this.MANY(() => {
        this.CONSUME(Comma)
        this.SUBRULE1(this.value)
      })
    })
    this.CONSUME(RightBracket)
  })
}

interface Tools {
  readonly lexer: Lexer
  readonly parser: CallParser
}
let tools: Tools | undefined

/** Built at the first use: building costs more than any parse. */
export function callTools(): Tools {
  tools ??= {
    lexer: new Lexer(lexerModes, { positionTracking: 'onlyOffset', skipValidations: true, safeMode: true }),
    parser: new CallParser({ skipValidations: true }),
  }
  return tools
}
