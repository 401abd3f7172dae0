/** Every code is said in Chinese, and nothing is said that no catalogue has. */
import { templateDiagnostics } from '@vodflow/compiler'
import { documentDiagnostics } from '@vodflow/frontend-json'
import { inChinese, tables } from '@vodflow/locale'
import { lookUpDiagnostics } from '@vodflow/project'
import { catalogues } from 'vodflow'
import { expect, test } from 'vitest'

const codesOf = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}/${name}`)

test('every code of every catalogue has a Chinese sentence', () => {
  const said = new Set(tables.flatMap(({ prefix, sentences }) => codesOf(prefix, Object.keys(sentences))))
  const missing = catalogues.flatMap(({ prefix, catalogue }) => codesOf(prefix, Object.keys(catalogue))).filter((code) => !said.has(code))
  expect(missing).toEqual([])
})

test('a diagnostic keeps its code and its place, and its sentence is Chinese', () => {
  const file = { path: 'a.call', text: 'Nmae(1)' }
  const english = lookUpDiagnostics.create('unknown-procedure', { file, start: 0, end: 4 }, { name: 'Nmae', suggestions: ['Name'], folders: [] })
  expect(inChinese(english)).toMatchObject({
    code: 'call/unknown-procedure', severity: 'error', span: { start: 0, end: 4 }, message: '没有名为‘Nmae’的任务流；是否想写 ‘Name’？',
  })
})

test('a code of one name in two catalogues is said by the one that its parameters are of', () => {
  const template = templateDiagnostics.create('out-of-range', undefined, { kind: 'transcode', definition: 7, text: 'x' })
  expect(inChinese(template).message).toBe('转码模板 7：x')
  const text = { what: "'definition'", expected: 'a number from 1 to 9', found: '0' }
  expect(inChinese(documentDiagnostics('template').create('out-of-range', undefined, text)).message).toBe("'definition' 须为 1 到 9 的数字，现为 0")
})

test('a code that no table has stays as it is', () => {
  expect(inChinese({ code: 'check/none', severity: 'error', message: 'as it is' }).message).toBe('as it is')
})
