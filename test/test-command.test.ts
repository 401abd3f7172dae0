/** `vodflow test` as its users start it. */
import { cpSync, mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-test-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const path = (file: string) => join(root, file)

const tests = (expected: string) => `{
  "assume": { "height": 720 },
  "tests": [
    { "name": "makes one rendition",   "arguments": [10], "expect": { "tasks": [${expected}] } }
  ]
}
`

beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(path('procedures'), { recursive: true })
  writeFileSync(path('vodflow.config.json'), '{}')
  writeFileSync(path('procedures/P.json'), '{ "parameters": [{ "name": "d", "type": "definitions" }], "process": { "transcode": [{ "definition": { "param": "d" } }] } }\n')
})

const vodflow = (...args: readonly string[]) => runVodflow(args, { cwd: root, env: { VODFLOW_FFMPEG: '/nowhere/ffmpeg' } })

test('the tests of the worked examples pass, without any ffmpeg', async () => {
  const { status, stdout, stderr } = await runVodflow(['test', '.'], { cwd: resolve(import.meta.dirname, '../procedures'), env: { VODFLOW_FFMPEG: '/nowhere/ffmpeg' } })
  expect([status, stderr], stdout).toEqual([0, ''])
  expect(stdout).toMatch(/^\d+ tests passed in 3 files\n$/u)
})

test('a failure shows both sides, in every format', async () => {
  writeFileSync(path('procedures/P.test.json'), tests('"transcode.20", { "id": "transcode.10", "template": { "video": { "bitrate": 1 } } }'))
  const { status, stdout } = await vodflow('test')
  expect([status, stdout]).toEqual([1, `failed: makes one rendition (procedures/P.test.json)
  P.json(10)
  tasks
    - transcode.20
      {
        "id": "transcode.10",
        "template": {
          "video": {
    -       "bitrate": 1
    +       "bitrate": 256
          }
        }
      }

1 test failed in 1 file
`])
  const json = JSON.parse((await vodflow('test', '--json')).stdout)
  expect(json).toMatchObject({ format: 'vodflow/test@1', passed: 0, failed: 1, files: [{ file: 'procedures/P.test.json', tests: [{ name: 'makes one rendition', ok: false, mismatches: [{ member: 'tasks' }] }] }] })
  const github = await vodflow('test', '--format', 'github')
  expect(github.stdout).toContain('::error file=procedures/P.test.json,line=4,col=80,')
  const junit = await vodflow('test', '--format', 'junit')
  expect(junit.stdout).toContain('<testcase classname="procedures/P.test.json" name="makes one rendition">\n      <failure message="other tasks than expected">')
})

test('--update writes what there is, and nothing else', async () => {
  writeFileSync(path('procedures/P.test.json'), tests('"transcode.20"'))
  expect((await vodflow('test', '--update')).status).toBe(0)
  expect(readFileSync(path('procedures/P.test.json'), 'utf8')).toBe(tests('"transcode.10"'))
  const { status, stdout } = await vodflow('test', 'procedures/P.json')
  expect([status, stdout]).toEqual([0, '1 test passed in 1 file\n'])
})

function oneTest(expected: string, argument = '99'): string {
  return `{ "tests": [{ "name": "x", "arguments": [${argument}], "assume": { "height": 480, "width": 320, "bitrate": 100 }, "expect": { ${expected} } }] }`
}

async function statusOf(text: string): Promise<number | null> {
  writeFileSync(path('procedures/P.test.json'), text)
  return (await vodflow('test')).status
}

test('an error that nobody expects fails a test; a warning only where some are named', async () => {
  expect(await statusOf(oneTest(''))).toBe(1)
  expect(await statusOf(oneTest('"diagnostics": [{ "code": "template/unknown", "file": "P.json", "line": 1, "column": 102 }]'))).toBe(0)
  expect(await statusOf(oneTest('"diagnostics": [{ "code": "template/unknown", "column": 103 }]'))).toBe(1)
  expect(await statusOf(oneTest('"tasks": ["transcode.10"]', '10'))).toBe(0)
  expect(await statusOf(oneTest('"diagnostics": []', '10'))).toBe(1)
})

test('a broken test file hides nothing of the others, and validate knows it', async () => {
  writeFileSync(path('procedures/P.test.json'), tests('"transcode.10"'))
  cpSync(path('procedures/P.json'), path('procedures/Q.json'))
  writeFileSync(path('procedures/Q.test.json'), '{ "tests": [{ "name": "x", "expct": {} }] }')
  const { status, stdout } = await vodflow('test')
  expect(status).toBe(1)
  expect(stdout).toContain("procedures/Q.test.json:1:28: error: unknown property 'expct'; did you mean 'expect'? [json/unknown-property]")
  expect(stdout).toContain('1 file cannot be read, 1 test passed in 2 files')
  const validated = await vodflow('validate')
  expect([validated.status, validated.stdout]).toEqual([1, expect.stringContaining("procedures/Q.test.json:1:28: error: unknown property 'expct'")])
  rmSync(path('procedures/Q.test.json'))
  expect((await vodflow('validate')).status).toBe(0)
})

test.each([
  [['test', '--format', 'sarif'], /'sarif' is no format; there are pretty, json, junit, github/],
  [['test', 'nowhere'], /there is no file or folder 'nowhere'/],
  [['test'], /there is no test here; 'Name\.test\.json' beside/],
])('wrong use: %s', async (args, says) => {
  const { status, stdout, stderr } = await vodflow(...args)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(says)
})
