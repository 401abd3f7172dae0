/** What is read as something else than is written, and what is never done: each with its place, and near misses. */
import { textOf, type Diagnostic } from '@vodflow/core'
import { expect, test } from 'vitest'
import { createJsonFrontEnd } from '../src/index.ts'

async function said(text: string): Promise<readonly Diagnostic[]> {
  return (await createJsonFrontEnd().load({ path: 'A.json', text })).diagnostics
}
const brief = async (text: string) =>
  (await said(text)).map(({ code, span, fixes }) => [code, span && textOf(span), ...(fixes?.[0]?.edits.map((edit) => edit.text) ?? [])])

const process = (list: string, element: string) => `{ "process": { "${list}": [{ "definition": 10, ${element} }] } }`
const tasks = (list: string, element: string) => `{ "MediaProcessTask": { "${list}": [{ "Definition": 10, ${element} }] } }`

test.each([
  [process('animatedGraphics', '"endTimeOffset": 3'), ['json/slip-name', '"endTimeOffset"', '"endTime"']],
  [process('animatedGraphics', '"startTimeOffset": { "param": "x" }').replace('{ ', '{ "parameters": [{ "name": "x", "type": "integer" }], '), ['json/slip-name', '"startTimeOffset"', '"startTime"']],
  [tasks('AnimatedGraphicTaskSet', '"EndTime": 3'), ['json/slip-name', '"EndTime"', '"EndTimeOffset"']],
  [process('coverBySnapshot', '"positionType": "percent"'), ['json/slip-case', '"percent"', '"Percent"']],
  [tasks('CoverBySnapshotTaskSet', '"PositionType": "time", "PositionValue": 1'), ['json/slip-case', '"time"', '"Time"']],
  [process('transcode', '"idrAlignment": 1'), ['json/slip-flag', '1', 'true']],
  [process('transcode', '"hlsMasterPlaylist": 0'), ['json/slip-flag', '0', 'false']],
  [process('sampleSnapshot', '"when": "source.height > 1",'), ['json/slip-comma', ',', '']],
  [`${process('sampleSnapshot', '"definition": 10').slice(0, -2)},\n}`, ['json/slip-comma', ',', '']],
  ['{ "notifyMode": "change", "process": { "sampleSnapshot": [{ "definition": 10 }] } }', ['json/slip-case', '"change"', '"Change"']],
])('%s', async (text, expected) => {
  expect((await brief(text)).filter(([code]) => code !== 'json/duplicate-key')).toEqual([expected])
})

test.each([
  process('animatedGraphics', '"startTime": 1, "endTime": 3'), tasks('AnimatedGraphicTaskSet', '"StartTimeOffset": 1, "EndTimeOffset": 3'),
  process('coverBySnapshot', '"positionType": "Percent"'), process('transcode', '"idrAlignment": true'),
  '{ "notifyMode": "None", "process": { "sampleSnapshot": [{ "definition": 10 }] } }',
])('near miss: %s', async (text) => {
  expect(await brief(text)).toEqual([])
})

test('a slip beside the right name, or where there is no such name, has no meaning', async () => {
  expect(await brief(process('animatedGraphics', '"endTime": 3, "endTimeOffset": 4'))).toEqual([['json/unknown-property', '"endTimeOffset"']])
  expect(await brief(process('sampleSnapshot', '"endTimeOffset": 4'))).toEqual([['json/unknown-property', '"endTimeOffset"']])
  expect(await brief(process('transcode', '"idrAlignment": 2'))).not.toEqual([])
  expect((await brief('{ "process": { "sampleSnapshot": [,] } }'))[0]?.[0]).toBe('json/syntax')
})

test('what is meant is what is done', async () => {
  const text = '{ "notifyMode": "change", "process": { "animatedGraphics": [{ "definition": 20000, "startTimeOffset": 1, "endTimeOffset": 3 }], "coverBySnapshot": [{ "definition": 10, "positionType": "percent", "position": 5 }], "transcode": [{ "definition": 210, "idrAlignment": 1 }], } }'
  const source = await createJsonFrontEnd().load({ path: 'A.json', text })
  const span = { file: { path: '<call>', text: 'A' }, start: 0, end: 1 }
  const result = source.ok ? await source.value.instantiate({ arguments: [], facts: 'unknown', call: { name: { text: 'A', kind: 'name', span }, arguments: [], span } }) : source
  expect(result.ok && result.value).toMatchObject({
    notifyMode: 'Change',
    actions: [
      { kind: 'transcode', idrAlignment: true }, { kind: 'animatedGraphics', startTime: { value: 1 }, endTime: { value: 3 } },
      { kind: 'coverBySnapshot', positionType: { value: 'Percent' } },
    ],
  })
})

test.each([
  ['{}', ['json/empty-procedure', '{']],
  ['{ "process": { "transcode": [] } }', ['json/empty-procedure', '{']],
  ['{ "Name": "A", "MediaProcessTask": null }', ['json/empty-procedure', '{']],
  ['{ "process": { "transcode": [{ "definition": [] }] } }', ['json/no-definition', '[]']],
  [process('sampleSnapshot', '"when": "1 > 2"'), ['json/constant-condition', '"1 > 2"']],
  [process('sampleSnapshot', '"when": "true"'), ['json/constant-condition', '"true"']],
])('never done, or always: %s', async (text, expected) => {
  expect(await brief(text)).toEqual([expected])
})

test.each([
  '{ "review": [{ "definition": 10 }] }', '{ "AiContentReviewTask": { "Definition": 10 } }',
  '{ "parameters": [{ "name": "d", "type": "definitions", "default": [] }], "process": { "transcode": [{ "definition": { "param": "d" } }] } }',
  process('sampleSnapshot', '"when": "source.height > 1"'),
])('near miss: %s', async (text) => {
  expect(await brief(text)).toEqual([])
})
