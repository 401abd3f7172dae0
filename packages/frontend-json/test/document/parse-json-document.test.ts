import { positionAt, textOf, type Diagnostic } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJsonDocument, type ParseJsonOptions, type SchemaValidator } from '../../src/index.ts'

const anything: SchemaValidator = () => true
const parse = (text: string, options: Partial<ParseJsonOptions> = {}) =>
  parseJsonDocument({ path: 'x.json', text }, { validate: anything, prefix: 'config', ...options })
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const brief = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code, span }) => [code, span && textOf(span)])

test('values, spans of values and keys, and the digits of a long number', () => {
  const result = parse('{ "a": [ { "id": 5285890784246869930 } ], "b/c": null }')
  if (!result.ok) throw new Error('refused')
  const document = result.value
  expect(document.value).toEqual({ a: [{ id: Number('5285890784246869930') }], 'b/c': null })
  expect(textOf(document.spanAt(['a', 0, 'id']))).toBe('5285890784246869930')
  expect(textOf(document.spanAt(['a', 0, 'id'], 'key'))).toBe('"id"')
  expect(textOf(document.spanAt(['a', 0, 'nowhere', 3]))).toBe('{ "id": 5285890784246869930 }')
  expect(textOf(document.spanAt(['a', 0, 'nowhere'], 'key'))).toBe('{ "id": 5285890784246869930 }')
  expect(document.numberText(['a', 0, 'id'])).toBe('5285890784246869930')
  expect(document.numberText(['b/c'])).toBeUndefined()
})

test('a byte order mark is ignored and moves nothing', () => {
  const result = parse('\uFEFF{"a": 1}')
  if (!result.ok) throw new Error('refused')
  expect(textOf(result.value.spanAt(['a']))).toBe('1')
})

test('every syntax error is reported at its place', () => {
  const { ok, diagnostics } = parse("{ 'a': 1,\n \"b\" 2,\n \"c\": tru,\n \"d\": [1 2] }")
  expect(ok).toBe(false)
  expect(diagnostics.every(({ code }) => code === 'config/syntax')).toBe(true)
  expect(new Set(diagnostics.map(({ span }) => span && positionAt(span.file, span.start).line))).toEqual(new Set([1, 2, 3, 4]))
})

test('comments and trailing commas are errors unless they are allowed', () => {
  const text = '{ "a": [1, 2,], // why\n "b": 2, }'
  const { diagnostics } = parse(text)
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "a comma must not stand before ']'",
    'comments are not allowed in this file',
    "a comma must not stand before '}'",
  ])
  expect(brief(diagnostics)).toEqual([['config/syntax', ','], ['config/syntax', '// why'], ['config/syntax', ',']])
  expect(parse(text, { allowComments: true, allowTrailingCommas: true }).ok).toBe(true)
})

test('an empty file and one of white space are told so', () => {
  for (const text of ['', ' \n', '\uFEFF']) expect(parse(text).diagnostics[0]?.message).toContain('the file is empty')
})

test('a duplicate key is an error at the second, related to the first', () => {
  const { ok, diagnostics } = parse('{"x": {"a": 1, "b": 2, "a": 3}, "a": 4}')
  expect(ok).toBe(false)
  expect(brief(diagnostics)).toEqual([['config/duplicate-key', '"a"']])
  expect(diagnostics[0]?.span?.start).toBe(23)
  expect(diagnostics[0]?.related?.[0]?.span.start).toBe(7)
})

test('__proto__ is a property like any other', () => {
  const result = parse('{"__proto__": {"polluted": true}}')
  if (!result.ok) throw new Error('refused')
  expect(Object.keys(Object(result.value.value))).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(result.value.value)).toBe(Object.prototype)
})

test('nesting: 100 levels pass, 101 do not, and 10,000 give one sentence', () => {
  expect(parse(nested(100)).ok).toBe(true)
  expect(brief(parse(nested(101)).diagnostics)).toEqual([['config/too-deep', '[']])
  for (const bomb of [nested(10_000), '{"a":'.repeat(100_000), '[}'.repeat(100_000), '['.repeat(200_000)]) {
    expect(parse(bomb).diagnostics.map(({ code }) => code)).toEqual(['config/too-deep'])
  }
  expect(parse(`["${'['.repeat(500)}"]`).ok).toBe(true)
})

test('a file of more than 50,000 names, values and marks is refused before it is parsed', () => {
  expect(parse(`[${'1,'.repeat(24_998)}1]`).ok).toBe(true)
  expect(parse(`[${'1,'.repeat(25_000)}1]`).diagnostics.map(({ code }) => code)).toEqual(['config/too-large'])
})

test('a file of more than 1 MiB is refused before it is parsed', () => {
  expect(parse(`"${'a'.repeat(1024 * 1024)}"`).diagnostics.map(({ code }) => code)).toEqual(['config/too-large'])
})

test('a file of nothing but errors is told a bounded number of them', () => {
  const { diagnostics } = parse(`[${'!, '.repeat(20_000)}1]`)
  expect(diagnostics.length).toBe(50)
})

test('no text throws, and a refusal always says why', () => {
  const fragments = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '1', '-', 'e9', 'tru', 'null', '//', '/*', '\\', '\n', ' ', '\u0000', '文')
  const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')), fc.json())
  fc.assert(
    fc.property(texts, (text) => {
      const result = parse(text)
      const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
      expect(errors.length > 0).toBe(!result.ok)
      for (const { span } of errors) expect(span && span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('what JSON.parse takes, this takes with the same value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const result = parse(text)
      expect(result.ok && result.value.value).toEqual(JSON.parse(text))
    }),
  )
})

test.each([
  ['{ "a": True }', ['write true']], ['{ "a": None }', ['write null']], ["{ 'a': 1 }", ['write "a"']], ['{ a: 1 }', ['write "a"']],
  // Nobody knows what is meant.
  ['{ "a": yes }', []], [`{ 'a"': 1 }`, []],
])('the fix of %s', (text, titles) => {
  expect(parse(text).diagnostics.flatMap(({ fixes = [] }) => fixes.map(({ title }) => title))).toEqual(titles)
})
