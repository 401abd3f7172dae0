import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { brief, course, run } from '../support.ts'

const schema: unknown = JSON.parse(readFileSync(new URL('../../../../grammars/procedure.schema.json', import.meta.url), 'utf8'))

test('every field of the schema has a description', () => {
  const bare: string[] = []
  let fields = 0
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      if (key === 'properties') {
        for (const [name, field] of Object.entries(Object(member))) {
          fields += 1
          const { description } = Object(field)
          if (typeof description !== 'string' || description.length < 5) bare.push(`${path}/${name}`)
        }
      }
      visit(member, `${path}/${key}`)
    }
  }
  visit(schema, '')
  expect(bare).toEqual([])
  expect(fields).toBeGreaterThan(60)
})

const element = (fields: object) => ({ process: { transcode: [{ definition: 10, ...fields }] } })

test.each<[object, string, string, string]>([
  [{ proces: {} }, 'json/unknown-property', '"proces"', "unknown property 'proces'; did you mean 'process'?"],
  [element({ definitoin: 10 }), 'json/unknown-property', '"definitoin"', "unknown property 'definitoin'; did you mean 'definition'?"],
  [{ review: [{ definition: 10, zzzzzz: 1 }] }, 'json/unknown-property', '"zzzzzz"', "unknown property 'zzzzzz'; allowed are 'definition' and 'when'"],
  [{ process: [] }, 'json/wrong-type', '[]', "'process' must be an object, found a list"],
  [element({ definition: '10' }), 'json/wrong-type', '"10"', `'definition' must be a template's number, a list of them or {"param": …}, found "10"`],
  [element({ definition: [10, null] }), 'json/wrong-type', 'null', `element 2 of 'definition' must be a template's number or {"param": …}, found null`],
  [element({ definition: 1.5 }), 'json/wrong-type', '1.5', `'definition' must be a template's number, a list of them or {"param": …}, found 1.5`],
  [element({ definition: -1 }), 'json/out-of-range', '-1', "'definition' must be 1 to 2147483647, found -1"],
  [element({ definition: 2_147_483_648 }), 'json/out-of-range', '2147483648', "'definition' must be 1 to 2147483647, found 2147483648"],
  [
    { process: { snapshotByTimeOffset: [{ definition: 10, timeOffset: [604_800_000, 604_800_001] }] } }, 'json/out-of-range', '604800001',
    "element 2 of 'timeOffset' must be 0 to 604800000, found 604800001",
  ],
  [
    { process: { animatedGraphics: [{ definition: 20_000, startTime: 604_800, endTime: 604_801 }] } }, 'json/out-of-range', '604801',
    "'endTime' must be 0 to 604800, found 604801",
  ],
  [{ priority: 11 }, 'json/out-of-range', '11', "'priority' must be -10 to 10, found 11"],
  [element({ watermark: { param: 'x', y: 1 } }), 'json/unknown-property', '"y"', "unknown property 'y'; only 'param' is allowed"],
  [element({ watermark: {} }), 'json/missing-property', '{', "'watermark' needs the property 'param'"],
  [{ process: { sampleSnapshot: [{}] } }, 'json/missing-property', '{', "element 1 of 'sampleSnapshot' needs the property 'definition'"],
  [
    { process: { coverBySnapshot: [{ definition: 10, positionType: 'Tim' }] } }, 'json/not-allowed-value', '"Tim"',
    `'positionType' must be "Time", "Percent" or {"param": …}, found "Tim"; did you mean 'Time'?`,
  ],
  [{ parameters: [{ name: '1a', type: 'integer' }] }, 'json/not-allowed-value', '"1a"',
    `'name' must be a name of up to 64 letters, digits and _ that does not begin with a digit, found "1a"`],
  [element({ when: '' }), 'json/out-of-range', '""', "'when' must be 1 to 1000 characters long, found 0 characters"],
  [element({ when: 'a'.repeat(1001) }), 'json/out-of-range', `"${'a'.repeat(1001)}"`, "'when' must be 1 to 1000 characters long, found 1001 characters"],
])('misfit %#', async (document, code, place, message) => {
  const { diagnostics } = await run(document)
  expect(brief(diagnostics)).toEqual([[code, place]])
  expect(diagnostics[0]?.message).toBe(message)
})

test('several problems are all reported, in the order of the text', async () => {
  const text = '{ "name": 5,\n "process": { "transcode": [{ "definition": "a", "x": 1 }],\n "sampleSnapshot": {} },\n "priority": "high" }'
  expect((await run(text)).diagnostics.map(({ code }) => code)).toEqual([
    'json/wrong-type', 'json/wrong-type', 'json/unknown-property', 'json/wrong-type', 'json/wrong-type',
  ])
})

test('a syntax error does not hide what is wrong elsewhere', async () => {
  const text = '{ "name": 5,\n "priority": 1,\n "review": [{ "definition": 10 "when": "true" }] }'
  expect((await run(text)).diagnostics.map(({ code }) => code).toSorted()).toEqual(['json/syntax', 'json/wrong-type'])
})

test('a number of 19 digits is shown with all of them', async () => {
  const text = '{ "process": { "sampleSnapshot": [{ "definition": 5285890784246869930 }] } }'
  expect((await run(text)).diagnostics[0]?.message).toContain('found 5285890784246869930')
  expect((await run('{ "name": 5285890784246869930 }')).diagnostics[0]?.message).toBe(
    "'name' must be a string, found 5285890784246869930; write it in double quotes",
  )
})

test('a document is not told about the shape it is not', async () => {
  expect(brief((await run({ ...course, MediaProcessTask: {} })).diagnostics)).toEqual([['json/unknown-property', '"MediaProcessTask"']])
  expect(brief((await run({ Name: 'X', proces: {} })).diagnostics)).toEqual([['json/unknown-property', '"proces"']])
})

test.each(['5', '[]', '"x"', 'null'])('%s is no procedure', async (text) => {
  expect(brief((await run(text)).diagnostics)).toEqual([['json/wrong-type', text]])
})
