import { textOf } from '@vodflow/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parseJsonDocument, type SchemaValidator } from '../../src/index.ts'

/** As compile-schema.mjs compiles, without the detour over a file. */
function validatorOf(schema: object): SchemaValidator {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, verbose: true, allowUnionTypes: true, inlineRefs: false })
  ajv.addKeyword({ keyword: 'x-expected', schemaType: 'string' })
  const compiled = ajv.compile(schema)
  const validate: SchemaValidator = (value) => {
    const fits = compiled(value)
    validate.errors = compiled.errors ?? null
    return fits
  }
  return validate
}

function problems(schema: object, text: string) {
  const { diagnostics } = parseJsonDocument({ path: 'x.json', text }, { validate: validatorOf(schema), prefix: 'template' })
  return diagnostics.map(({ code, message, span }) => [code, span && textOf(span), message])
}
const root = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })

test('alternatives of different types fold into one sentence', () => {
  const schema = root({ a: { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }, { const: null }] } })
  expect(problems(schema, '{"a": "x"}').map(([code]) => code)).toHaveLength(1)
  expect(problems(schema, '{"a": [1, "x"]}')).toContainEqual(['template/wrong-type', '"x"', "element 2 of 'a' must be an integer, found \"x\""])
})

test('alternatives that are types and constants fold into what they name', () => {
  const types = root({ a: { oneOf: [{ type: 'integer' }, { type: 'boolean' }] } })
  expect(problems(types, '{"a": "x"}')).toEqual([['template/wrong-type', '"x"', "'a' must be an integer or true or false, found \"x\""]])
  const choices = root({ a: { anyOf: [{ type: 'string', enum: ['gif'] }, { type: 'string', const: 'webp' }] } })
  expect(problems(choices, '{"a": "wepb"}')).toEqual([
    ['template/not-allowed-value', '"wepb"', `'a' must be "gif" or "webp", found "wepb"; did you mean 'webp'?`],
  ])
})

test('what stands beside an anyOf keeps its own sentence', () => {
  const schema = root({ b: { type: 'integer' }, a: { type: 'object', properties: { k: { type: 'integer' } }, anyOf: [{ required: ['x'] }, { required: ['y'] }] } })
  expect(problems(schema, '{"a": {"k": "q"}, "b": "s"}')).toEqual([
    ['template/missing-property', '{', "'a' needs the property 'x' or 'y'"],
    ['template/wrong-type', '"q"', "'k' must be an integer, found \"q\""],
    ['template/wrong-type', '"s"', "'b' must be an integer, found \"s\""],
  ])
})

test('a branch chosen by if/then says nothing of the choice', () => {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  const schema = root({ kind: { enum: ['a', 'b'] } }, { if: root({ kind: { const: 'a' } }), then: root({ size: { type: 'integer', maximum: 5 } }) })
  expect(problems(schema, '{"kind": "a", "size": 9}')).toEqual([['template/out-of-range', '9', "'size' must be at most 5, found 9"]])
})

test('unevaluated and forbidden properties are at their key', () => {
  const schema = { ...root({ a: true, no: false }, { unevaluatedProperties: false }), allOf: [root({ b: true })] }
  expect(problems(schema, '{"a": 1, "b": 2, "c": 3, "no": 4}').map(([code, place]) => [code, place])).toEqual([
    ['template/unknown-property', '"c"'], ['template/unknown-property', '"no"'],
  ])
})

test('names of properties, bounds, patterns, repeats', () => {
  expect(problems({ type: 'object', propertyNames: { pattern: '^[a-z]+$', 'x-expected': 'lower-case letters' } }, '{"A": 1}')).toEqual([
    ['template/not-allowed-value', '"A"', 'the property name must be lower-case letters, found "A"'],
  ])
  expect(problems(root({ a: { type: 'number', exclusiveMinimum: 0 } }), '{"a": 0}')[0]?.[2]).toBe("'a' must be above 0, found 0")
  expect(problems(root({ a: { type: 'number', multipleOf: 2 } }), '{"a": 3}')[0]?.[2]).toBe("'a' must be a multiple of 2, found 3")
  expect(problems(root({ a: { type: 'string', pattern: '^x' } }), '{"a": "y"}')[0]?.[2]).toBe("'a' must be text that matches ^x, found \"y\"")
  expect(problems(root({ a: { type: 'array', uniqueItems: true } }), '{"a": [1, 1]}')[0]?.[2]).toContain('no element stands twice')
  expect(problems(root({ a: { const: 1 } }), '{"a": {"b": 1}}')[0]?.[2]).toBe("'a' must be 1, found an object")
})

test('a key with the marks of a JSON pointer, and one that is a number', () => {
  const schema = root({ 'a/b~c': { type: 'integer' }, 7: { type: 'integer' } })
  expect(problems(schema, '{"a/b~c": "x", "7": "y"}').map(([, place]) => place)).toEqual(['"x"', '"y"'])
})

test('files of nothing but misfits are soon done', () => {
  const started = Date.now()
  const keys = Array.from({ length: 12_000 }, (_, index) => `"${index.toString(36)}x":1`).join(',')
  const schema = root(
    { list: { type: 'array', items: { $ref: '#/$defs/item' } } },
    { additionalProperties: false, $defs: { item: root({ a: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] } }) } },
  )
  const texts = [`{${keys}}`, `{"list":[${'{"a":"x"},'.repeat(8000)}1]}`, `{${'"a":1,'.repeat(12_000)}"a":1}`, `{"list":[${'{},'.repeat(300_000)}{}]}`]
  for (const text of texts) {
    const found = problems(schema, text)
    expect(found.length > 0 && found.length <= 100).toBe(true)
  }
  expect(Date.now() - started).toBeLessThan(10_000)
})
