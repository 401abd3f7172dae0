import { defineDiagnostics, fail, ok, type Result, type SourceFile, spanOf } from '@vodflow/core'
import { expectDiagnostic, readMarks } from '@vodflow/testing'
import { expect, test } from 'vitest'

const words = defineDiagnostics('test', { 'bad-word': { severity: 'error', message: (p: { word: string }) => `'${p.word}' is bad` } })

function check(file: SourceFile): Result<string> {
  const at = file.text.indexOf('bad')
  return at < 0 ? ok(file.text) : fail(words.create('bad-word', spanOf(file, at, at + 3), { word: 'bad' }))
}

test('marks are taken out of the text and give the range', () => {
  expect(readMarks('a <|bad|> word')).toEqual({ text: 'a bad word', start: 2, end: 5 })
  expect(readMarks('end<||>')).toEqual({ text: 'end', start: 3, end: 3 })
})

test('one pair of marks is wanted', () => {
  for (const text of ['none', '<|open', 'close|>', '|>back<|', '<|a|> <|b|>']) expect(() => readMarks(text)).toThrow('is wanted')
})

test('the right code at the right place passes', async () => {
  expect((await expectDiagnostic(check, 'a <|bad|> word', 'test/bad-word')).message).toBe(`'bad' is bad`)
})

test('a wrong place, a wrong code and silence fail', async () => {
  await expect(expectDiagnostic(check, 'a <|bad word|>', 'test/bad-word')).rejects.toThrow('range')
  await expect(expectDiagnostic(check, 'a <|bad|> word', 'test/other')).rejects.toThrow('not reported')
  await expect(expectDiagnostic(check, 'a <|good|> word', 'test/bad-word')).rejects.toThrow('not reported')
})
