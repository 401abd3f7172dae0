import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { textOf } from '@vodflow/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { parseCall } from '@vodflow/frontend-call'
import { expect, test } from 'vitest'
import { readTestFile } from '../../src/test-files/index.ts'
import { callOf } from '../../src/test-files/call-of.ts'
import { testSchema } from '../../src/generated/test-schema.ts'

const examples = resolve(import.meta.dirname, '../../../../procedures/examples')
const read = (text: string, path = `${examples}/height-ladder/procedure.test.json`) => readTestFile({ path: 'procedure.test.json', text }, path)

test('calls of the procedure beside, or of any', async () => {
  const result = await read('{ "assume": { "height": 480 }, "tests": [{ "name": "a", "arguments": [[10, 20], null, "x\\"", { "a": 1 }], "assume": { "fps": 50 } }, { "name": "b", "call": "Other(1)", "assume": null }, { "name": "c" }] }')
  expect(result.ok && result.value.cases.map(({ call, facts }) => [call, facts === 'unknown' ? facts : [facts.videoStreams[0]?.height, facts.videoStreams[0]?.frameRate.num]])).toEqual([
    ['procedure.lua({10, 20}, nil, "x\\"", {a=1})', [480, 50]], ['Other(1)', 'unknown'], ['procedure.lua', [480, 25]],
  ])
})

test.each([
  ['{ "tests": [{ "nam": "x" }] }', ['json/unknown-property "nam"']],
  ['{ "tests": [] , }', ['json/syntax ,', 'json/out-of-range []']],
  ['{ "tests": [{ "name": "x", "call": "A", "arguments": [] }] }', ['json/unknown-property "arguments"']],
  ['{ "tests": [{ "name": "x", "assume": { "hight": 1, "width": -2 } }] }', ['check/unknown-fact "hight"', 'check/bad-fact "width"']],
  ['{ "tests": [{ "name": "x", "expect": { "diagnostics": [{ "code": "Nonsense" }] } }] }', ['json/not-allowed-value "Nonsense"']],
])('what is wrong with %s is told where it is', async (text, expected) => {
  const { diagnostics } = await read(text)
  expect(diagnostics.map(({ code, span }) => `${code} ${span ? textOf(span) : ''}`)).toEqual(expected)
  expect(diagnostics.every(({ span }) => span !== undefined)).toBe(true)
})

test('without a procedure beside it, a test says what it calls', async () => {
  const result = await read('{ "tests": [{ "name": "x" }] }', `${examples}/nothing.test.json`)
  expect(result.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual(["json/missing-property: a test without a procedure beside it needs the property 'call'"])
})

test('arguments as JSON are the call that is meant', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 3 })), { maxLength: 4 }), (values) => {
    const call = parseCall({ path: 'x.call', text: callOf('P', values) })
    expect(call.ok, callOf('P', values)).toBe(true)
    if (call.ok) expect(call.value.arguments).toHaveLength(values.length)
  }))
})

test('every property of the schema is described, and the schema is strict', () => {
  const schema: object = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../../grammars/test.schema.json'), 'utf8'))
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
  ajv.addKeyword({ keyword: 'x-expected', schemaType: 'string' })
  const validate = ajv.compile(schema)
  for (const topic of ['height-ladder/procedure', 'course-hls/procedure', 'short-video-review/call']) {
    const document: unknown = JSON.parse(readFileSync(`${examples}/${topic}.test.json`, 'utf8'))
    expect([validate(document), testSchema(document)]).toEqual([true, true])
  }
  const undescribed = JSON.stringify(schema).match(/"properties":\{\}/gu)
  expect(undescribed).toBeNull()
})
