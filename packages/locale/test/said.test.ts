/** The parts of sentences; `said` is what every table uses. */
import { documentDiagnostics } from '@vodflow/frontend-json'
import { callDiagnostics } from '@vodflow/frontend-call'
import { inChinese } from '@vodflow/locale'
import { expect, test } from 'vitest'

const json = documentDiagnostics('json')
const wrong = (what: string, expected: string, found: string) => inChinese(json.create('wrong-type', undefined, { what, expected, found })).message

test.each([
  [wrong("'definition'", "a template's number, a list of them or {\"param\": …}", 'true'), "'definition' 须为模板的 ID、它们的列表 或 {\"param\": …}，现为 true"],
  [wrong("element 2 of element 1 of 'transcode'", 'an object', '"x or y"'), "'transcode' 的第 1 个元素 的第 2 个元素 须为对象，现为 \"x or y\""],
  [wrong('the document', 'an object', 'a list'), '文件 须为对象，现为 列表'],
])('%s', (said, expected) => expect(said).toBe(expected))

test('the text of a user stays as it was written', () => {
  const params = { found: '[10, 20]', read: '{10, 20}' }
  expect(inChinese(callDiagnostics.create('json-arguments', undefined, params)).message).toContain('{10, 20}')
  const fixed = { ...callDiagnostics.create('json-arguments', undefined, params), fixes: [{ title: 'write {10, 20}', edits: [] }] }
  expect(inChinese(fixed).fixes?.[0]?.title).toBe('写作 {10, 20}')
})

test.each([
  ['it stands here first', '先在此处出现'], ["this output is 'mp4'", "这个输出是 'mp4'"], ['replace 31 by 30', '把 31 换成 30'],
  ["'audio.codec' is inherited from transcode template 900", "'audio.codec' 继承自 transcode 模板 900"],
])('the note %s', (message, chinese) => {
  const span = { file: { path: 'x', text: 'x' }, start: 0, end: 1 }
  expect(inChinese({ ...json.create('wrong-type', undefined, { what: '', expected: '', found: '' }), related: [{ message, span }] }).related?.[0]?.message).toBe(chinese)
})

test('no text makes it slow', () => {
  const started = performance.now()
  for (const text of ['a, '.repeat(600), "'".repeat(1_900), 'x or '.repeat(380), '; '.repeat(900), "a'".repeat(900), "'a' ".repeat(450)]) wrong(text, text, text)
  expect(performance.now() - started).toBeLessThan(2_000)
})
