import type { ISerializedGast } from 'chevrotain'
import { CallParser } from './parser.ts'

/** The call language as ISO 14977 EBNF, written from the parser itself; `grammars/call.ebnf` holds it. */
export function callGrammar(): string {
  const rules = new CallParser({ skipValidations: true }).getSerializedGastProductions()
  return `${[...header, ...rules.flatMap(ruleText), '', ...tokenLines].join('\n')}\n`
}

const header = [
  '(* The call language of vodflow. Written from its parser by callGrammar() of @vodflow/frontend-call: do not edit. *)',
  '',
]

interface Production extends ISerializedGast {
  readonly name?: string
  readonly label?: string
  readonly definition?: ISerializedGast[]
}

function ruleText(rule: Production): readonly string[] {
  return [`${kebab(rule.name ?? '')} = ${sequence(rule.definition)} ;`]
}

function sequence(productions: readonly ISerializedGast[] = []): string {
  return productions.map(term).join(' , ')
}

function term(production: Production): string {
  switch (production.type) {
    case 'Terminal':
      return terminal(production)
    case 'NonTerminal':
      return kebab(production.name ?? '')
    case 'Option':
      return `[ ${sequence(production.definition)} ]`
    case 'Repetition':
      return `{ ${sequence(production.definition)} }`
    case 'Alternation':
      return group((production.definition ?? []).map((alternative: Production) => sequence(alternative.definition)))
    default:
      throw new Error(`the grammar writer knows no '${production.type}'`)
  }
}

function group(alternatives: readonly string[]): string {
  return `( ${alternatives.join(' | ')} )`
}

/** Marks and words stand for themselves; tokens with a pattern go by their name. */
function terminal({ name = '', label = '' }: Production): string {
  return /^'.*'$/u.test(label) ? `"${label.slice(1, -1)}"` : name.toUpperCase()
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}

const tokenLines = [
  'NAME = ? a letter A-Z a-z, "_" or a CJK character, then letters, digits, "_", "-", "." and CJK characters;',
  '         at most 64 characters; no PATH ? ;',
  'PATH = ? a word that holds "/" or ends in ".lua" or ".json": any characters but white space, control characters,',
  '         quotes, brackets, and , ; < > | ? * ` ; at most 1024 ? ;',
  'NUMBER = ? decimal digits with an optional fraction and exponent, or "0x" and hexadecimal digits; finite, and exact',
  '           where it is a whole number ? ;',
  `STRING = ? text in ' or " with the escapes of Lua 5.1, or in long brackets of level 1 and above, [=[ ... ]=] ? ;`,
  'IDENTIFIER = ? a letter A-Z a-z or "_", then letters, digits and "_"; not true, false or nil ? ;',
  '',
  '(* Between tokens: any white space, line ends, comments "-- ..." to the end of the line and "--[[ ... ]]".',
  '   The key in brackets of a bracketed-field is a number, a string, true or false.',
  '   "null", list and json-field are JSON; so is a number in double quotes. They are read with the warning',
  '   call/json-arguments and refused under --strict. At most 65536 characters, 64 levels, 1000 values. *)',
]
