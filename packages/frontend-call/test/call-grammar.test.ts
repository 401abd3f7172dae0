import { readFileSync, writeFileSync } from 'node:fs'
import { Lexer } from 'chevrotain'
import { expect, test } from 'vitest'
import { callGrammar } from '../src/index.ts'
import { CallParser } from '../src/parser.ts'
import { lexerModes } from '../src/tokens.ts'

const committed = new URL('../../../grammars/call.ebnf', import.meta.url)

test('the parser and the lexer pass the validations that a run leaves out', () => {
  expect(() => new CallParser({ skipValidations: false })).not.toThrow()
  expect(new Lexer(lexerModes, { positionTracking: 'onlyOffset' }).lexerDefinitionErrors).toEqual([])
})

test('grammars/call.ebnf is what the parser reads', () => {
  if (process.env['VODFLOW_UPDATE_GOLDEN']) writeFileSync(committed, callGrammar())
  expect(readFileSync(committed, 'utf8')).toBe(callGrammar())
})
