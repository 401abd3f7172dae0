import { expect, test } from 'vitest'
import { kindOf } from '../../src/validate/kinds.ts'

const folders = { procedureFolders: ['/p/procedures'], templateFolders: ['/p/templates'] }
const met = (path: string, text: string) => kindOf({ path, named: false, ...folders }, text)
const named = (path: string, text: string) => kindOf({ path, named: true, ...folders }, text)

test.each([
  ['/p/vodflow.config.json', '', 'config'], ['/p/a.call', '', 'calls'], ['/p/a.lua', '', 'procedure'], ['/p/api.lua', '---@meta\n', undefined],
  ['/p/procedures/A.json', 'broken', 'procedure'], ['/p/procedures/A/A.json', '{}', 'procedure'], ['/p/procedures/A/other.json', '{}', undefined],
  ['/p/templates/x/y.json', 'broken', 'template'], ['/p/t.json', '{"kind":"transcode","definition":5}', 'template'],
  ['/p/x.json', '{"process":{', 'procedure'], ['/p/x.json', '{"review":[', 'procedure'], ['/p/x.json', '{"parameters":[]}', 'procedure'],
  ['/p/x.json', '{"parameters":{}}', undefined], ['/p/x.json', '{"proces":{"transcode":[]}}', 'procedure'], ['/p/x.json', '{"MediaProcessTask":{}}', 'procedure'],
  ['/p/procedures/package.json', '{"process":{}}', undefined], ['/p/x.schema.json', '{"process":{}}', undefined], ['/p/x.test.json', '{"process":{}}', undefined],
  ['/p/assume.json', '{"process":{}}', undefined], ['/p/other.json', '{"format":"vodflow/task-graph@1","process":1}', undefined],
  ['/p/data.json', '[1,2]', undefined], ['/p/data.json', '['.repeat(50_000), undefined], ['/p/data.json', '{"version":1}', undefined],
])('%s with %j', (path, text, kind) => {
  expect(met(path, text)).toBe(kind)
})

test('a JSON file that is named is always checked', () => {
  expect(named('/p/package.json', '{"version":1}')).toBe('procedure')
  expect(named('/p/templates/package.json', '{}')).toBe('template')
  expect(named('/p/api.lua', '---@meta\n')).toBe('procedure')
})
