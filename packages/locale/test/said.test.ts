/** The parts of sentences; `said` is what every table uses. */
import { documentDiagnostics } from '@vodflow/frontend-json'
import { callDiagnostics } from '@vodflow/frontend-call'
import { luaDiagnostics } from '@vodflow/frontend-lua'
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
  ["'audio.codec' is inherited from transcode template 900", "'audio.codec' 继承自转码模板 900"],
])('the note %s', (message, chinese) => {
  const span = { file: { path: 'x', text: 'x' }, start: 0, end: 1 }
  expect(inChinese({ ...json.create('wrong-type', undefined, { what: '', expected: '', found: '' }), related: [{ message, span }] }).related?.[0]?.message).toBe(chinese)
})

test('no text makes it slow', () => {
  const started = performance.now()
  for (const text of ['a, '.repeat(600), "'".repeat(1_900), 'x or '.repeat(380), '; '.repeat(900), "a'".repeat(900), "'a' ".repeat(450)]) wrong(text, text, text)
  expect(performance.now() - started).toBeLessThan(2_000)
})

test.each([
  ['above 0 and at most 100 percent', '大于 0、不大于 100 的百分数'], ['0 to 604800 seconds', '0 到 604800 秒'], ['0 to 100 percent', '百分之 0 到 100'],
  ['-1 is not a time; seconds are from 0 to 604800', '-1 不是时间；秒数须在 0 到 604800 之间'],
  ['width × columns is 5000 pixels; a sheet has 128 to 4096', 'width × columns 为 5000 像素；一张大图的边长为 128 到 4096 像素'],
  ['left and width together are 105%; the mark must stay inside the video, at most 100%', 'left 与 width 之和为 105%；水印须在画面之内，不大于 100%'],
  ["'width' is '0%'; it must be above zero", "'width' 为 '0%'；须大于 0"],
  ['\'fps\' is 61; it must be a number from 1 to 60, 0 for "as the source", or the same below zero for "never above the source"', "'fps' 为 61；须为 1 到 60 的数字，0 表示与源相同，负值表示不超过源"],
  ['the number of a template, or nil or 0 for none', '模板的 ID；nil 或 0 表示不用'],
])('%s', (text, chinese) => {
  const refused = inChinese(luaDiagnostics.create('refused', undefined, { text }))
  expect(refused.message).toBe(chinese)
})
