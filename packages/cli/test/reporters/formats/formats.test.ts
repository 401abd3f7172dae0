import { spanOf, type Diagnostic } from '@vodflow/core'
import { expect, test } from 'vitest'
import { formats } from '../../../src/reporters/formats/index.ts'

const course = { path: 'procedures/课程 100%.json', text: '{\n  "定义": "a",\r\n  "x": 1\n}\n' }
const calls = { path: 'a,b:c.call', text: 'A(1)\nB(2)' }
const diagnostics: readonly Diagnostic[] = [
  {
    code: 'call/unknown-procedure', severity: 'warning', message: `no "A" & <B>\r\n100% ']]>'`,
    span: spanOf(calls, 0, 4), related: [{ message: 'see "B"', span: spanOf(calls, 5, 9) }],
  },
  { code: 'json/wrong-type', severity: 'error', message: '定义\u0000 \ud800 \u001b[2J', span: spanOf(course, 4, 24) },
  { code: 'json/needs-facts', severity: 'info', message: 'needs the source', span: spanOf(course, 18, 21) },
]
const report = { files: ['a,b:c.call', 'good.lua', 'procedures/课程 100%.json'], diagnostics }
const print = (name: string, of = report) => formats.get(name)?.(of, { colours: false, version: '1.2.3' }) ?? ''

test('pretty: each with its line, and the sum', () => {
  expect(print('pretty')).toBe(
    `a,b:c.call:1:1: warning: no "A" & <B>\ufffd\ufffd100% ']]>' [call/unknown-procedure]\n` +
    '    1 | A(1)\n      | ^^^^\na,b:c.call:2:1: note: see "B"\n    2 | B(2)\n      | ^^^^\n\n' +
    'procedures/课程 100%.json:2:3: error: 定义\ufffd \ud800 \ufffd[2J [json/wrong-type]\n' +
    '    2 |   "定义": "a",\n      |   ^^^^^^^^^^^^\n\n' +
    'procedures/课程 100%.json:3:3: info: needs the source [json/needs-facts]\n    3 |   "x": 1\n      |   ^^^\n\n' +
    '1 error and 1 warning in 3 files\n')
  expect(print('pretty', { files: ['a'], diagnostics: [] })).toBe('nothing wrong in 1 file\n')
})

const placed = [
  {
    type: 'diagnostic', code: 'call/unknown-procedure', severity: 'warning', message: `no "A" & <B>\r\n100% ']]>'`,
    place: { file: 'a,b:c.call', line: 1, column: 1, endLine: 1, endColumn: 5 },
    related: [{ message: 'see "B"', place: { file: 'a,b:c.call', line: 2, column: 1, endLine: 2, endColumn: 5 } }],
  },
  {
    type: 'diagnostic', code: 'json/wrong-type', severity: 'error', message: '定义\u0000 \ud800 \u001b[2J',
    place: { file: 'procedures/课程 100%.json', line: 2, column: 3, endLine: 3, endColumn: 9 },
  },
  {
    type: 'diagnostic', code: 'json/needs-facts', severity: 'info', message: 'needs the source',
    place: { file: 'procedures/课程 100%.json', line: 3, column: 3, endLine: 3, endColumn: 6 },
  },
]

test('json: one document with starts and ends', () => {
  expect(JSON.parse(print('json'))).toEqual({ format: 'vodflow/diagnostics@1', errors: 1, warnings: 1, files: report.files, diagnostics: placed })
})

test('jsonl: a line for each, and the sum', () => {
  const lines = print('jsonl').split('\n')
  expect(lines.pop()).toBe('')
  expect(lines.map((line) => JSON.parse(line))).toEqual([...placed, { type: 'summary', errors: 1, warnings: 1, files: 3 }])
})

test('github: nothing in a message or a name can end its command', () => {
  expect(print('github')).toBe(
    `::warning file=a%2Cb%3Ac.call,line=1,col=1,endLine=1,endColumn=5,title=call/unknown-procedure::no "A" & <B>%0D%0A100%25 ']]>'%0Aa,b:c.call:2:1: see "B"\n` +
    '::error file=procedures/课程 100%25.json,line=2,col=3,endLine=3,endColumn=9,title=json/wrong-type::定义\u0000 \ud800 \u001b[2J\n' +
    '::notice file=procedures/课程 100%25.json,line=3,col=3,endLine=3,endColumn=6,title=json/needs-facts::needs the source\n')
  expect(print('github', { files: ['a'], diagnostics: [] })).toBe('')
})

test('junit: a case for each file, and nothing that XML cannot hold', () => {
  const warning = 'a,b:c.call:1:1: warning: no &quot;A&quot; &amp; &lt;B&gt;&#13;&#10;100% &apos;]]&gt;&apos; [call/unknown-procedure]&#10;a,b:c.call:2:1: note: see &quot;B&quot;'
  const path = 'procedures/课程 100%.json'
  expect(print('junit')).toBe([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="vodflow" tests="3" failures="1" errors="0">',
    '  <testsuite name="vodflow validate" tests="3" failures="1" errors="0">',
    '    <testcase classname="vodflow" name="a,b:c.call">',
    `      <system-out>${warning}</system-out>`,
    '    </testcase>',
    '    <testcase classname="vodflow" name="good.lua"/>',
    `    <testcase classname="vodflow" name="${path}">`,
    `      <failure type="json/wrong-type" message="定义\ufffd \ufffd \ufffd[2J">${path}:2:3: error: 定义\ufffd \ufffd \ufffd[2J [json/wrong-type]</failure>`,
    `      <system-out>${path}:3:3: info: needs the source [json/needs-facts]</system-out>`,
    '    </testcase>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n'))
})

const region = (startLine: number, startColumn: number, endLine: number, endColumn: number) => ({ startLine, startColumn, endLine, endColumn })
const at = (uri: string, where: object) => ({ physicalLocation: { artifactLocation: { uri }, region: where } })

test('sarif: rules by their codes, regions with their ends, URIs encoded', () => {
  const uri = 'procedures/%E8%AF%BE%E7%A8%8B%20100%25.json'
  const { runs: [run], ...log } = JSON.parse(print('sarif'))
  expect(log).toEqual({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' })
  expect(run.tool.driver).toMatchObject({ name: 'vodflow', version: '1.2.3' })
  expect(run.tool.driver.rules.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([
    ['call/unknown-procedure', 'CallUnknownProcedure'], ['json/needs-facts', 'JsonNeedsFacts'], ['json/wrong-type', 'JsonWrongType'],
  ])
  expect(run.columnKind).toBe('utf16CodeUnits')
  expect(run.artifacts).toEqual(['a%2Cb%3Ac.call', 'good.lua', uri].map((one) => ({ location: { uri: one } })))
  expect(run.results).toEqual([
    {
      ruleId: 'call/unknown-procedure', ruleIndex: 0, level: 'warning', message: { text: `no "A" & <B>\r\n100% ']]>'` },
      locations: [at('a%2Cb%3Ac.call', region(1, 1, 1, 5))],
      relatedLocations: [{ id: 0, message: { text: 'see "B"' }, ...at('a%2Cb%3Ac.call', region(2, 1, 2, 5)) }],
    },
    { ruleId: 'json/wrong-type', ruleIndex: 2, level: 'error', message: { text: '定义\u0000 \ud800 \u001b[2J' }, locations: [at(uri, region(2, 3, 3, 9))] },
    { ruleId: 'json/needs-facts', ruleIndex: 1, level: 'note', message: { text: 'needs the source' }, locations: [at(uri, region(3, 3, 3, 6))] },
  ])
})

test('sarif: a file outside of the folder has an absolute URI', () => {
  const file = { path: '/a b/\ud800.lua', text: '' }
  const log = print('sarif', { files: [], diagnostics: [{ code: 'a/b', severity: 'error', message: 'm', span: spanOf(file, 0, 0) }] })
  expect(log).toContain('"file:///a%20b/%EF%BF%BD.lua"')
})
