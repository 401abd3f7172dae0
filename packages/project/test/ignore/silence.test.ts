import { lineSpan, spanOf, type Diagnostic, type Severity, type SourceFile } from '@vodflow/core'
import { describe, expect, test } from 'vitest'
import { ignoresIn } from '../../src/ignore/ignores.ts'
import { silence } from '../../src/ignore/silence.ts'

const known: ReadonlyMap<string, Severity> = new Map([['check/a', 'warning'], ['check/b', 'info'], ['check/c', 'error']])

const at = (file: SourceFile, line: number, code: string, severity: Severity = 'warning'): Diagnostic =>
  ({ code, severity, message: code, span: lineSpan(file, line) })

const left = (file: SourceFile, diagnostics: readonly Diagnostic[], isWhole = true) =>
  silence(diagnostics, { files: [file], known, isWhole: () => isWhole }).map(({ code }) => code)

const lua = (...lines: readonly string[]): SourceFile => ({ path: 'a.lua', text: lines.join('\n') })
const calls = (...lines: readonly string[]): SourceFile => ({ path: 'a.call', text: lines.join('\n') })

describe('a comment', () => {
  test('silences its own line, and nothing else', () => {
    const file = lua('a = 1 -- vodflow-ignore check/a: wanted', 'b = 2')
    expect(left(file, [at(file, 1, 'check/a'), at(file, 1, 'check/b'), at(file, 2, 'check/a')])).toEqual(['check/b', 'check/a'])
  })

  test('alone on its line silences the next one; several may stand above one another', () => {
    const file = lua('  -- vodflow-ignore check/a: wanted', '-- vodflow-ignore check/b: wanted', 'b = 2', 'c = 3')
    expect(left(file, [at(file, 3, 'check/a'), at(file, 3, 'check/b'), at(file, 4, 'check/a')])).toEqual(['check/a'])
  })

  test('in a call file begins with #', () => {
    const file = calls('# vodflow-ignore check/a: wanted', 'A()', "B('# vodflow-ignore check/a: text')", 'C() # vodflow-ignore check/a: x')
    expect(left(file, [at(file, 2, 'check/a'), at(file, 3, 'check/a'), at(file, 4, 'check/a')])).toEqual(['check/a'])
  })

  test.each([
    ["s = '-- vodflow-ignore check/a: x'"], ['s = [==[', '-- vodflow-ignore check/a: x', ']==]'], ['--[[', 'vodflow-ignore check/a: x ]]'],
    ['-- vodflow-ignored check/a: x'], ['-- see vodflow-ignore check/a: x'],
  ])('is none in a text or a long comment: %s', (...lines) => {
    expect(ignoresIn(lua(...lines))).toEqual([])
  })

  test('without a reason silences and is reported; unused and unknown ones are reported', () => {
    const file = lua('a = 1 -- vodflow-ignore check/a', 'b = 1 -- vodflow-ignore check/a: x', 'c = 1 -- vodflow-ignore check/aa: x')
    expect(left(file, [at(file, 1, 'check/a')])).toEqual(['check/ignore-without-reason', 'check/ignore-unused', 'check/ignore-unknown-code'])
    expect(left(file, [at(file, 1, 'check/a')], false)).toEqual(['check/ignore-without-reason', 'check/ignore-unknown-code'])
  })

  test('cannot silence an error, but a warning that --strict raised', () => {
    const file = lua('a = 1 -- vodflow-ignore check/c: x', 'b = 1 -- vodflow-ignore check/a: x')
    expect(left(file, [at(file, 1, 'check/c', 'error'), at(file, 2, 'check/a', 'error')])).toEqual(['check/c', 'check/ignore-of-error'])
  })
})

describe('a member x-ignore', () => {
  const file: SourceFile = { path: 'a.json', text: '{ "o": { "x-ignore": "check/a: wanted", "in": [{ "deep": 1 }] }, "out": 2, "x-ignore": ["check/b: x", 3] }' }
  const on = (word: string, code: string): Diagnostic => {
    const start = file.text.indexOf(word)
    return { code, severity: 'warning', message: code, span: spanOf(file, start, start + word.length) }
  }

  test('silences its object and all within', () => {
    expect(left(file, [on('deep', 'check/a'), on('out', 'check/a'), on('deep', 'check/b'), on('out', 'check/b')])).toEqual(['check/a', 'check/ignore-unknown-code'])
  })

  test('is found in a damaged text, and a tower of brackets does no harm', () => {
    expect(ignoresIn({ path: 'a.json', text: '{ "x-ignore": "check/a: wanted", "b": [1,' })).toHaveLength(1)
    expect(ignoresIn({ path: 'a.json', text: `{ "x-ignore": "a", "b": ${'['.repeat(100_000)}` })).toEqual([])
  })
})
