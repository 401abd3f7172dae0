/** `vodflow validate --fix`: every certain fix mends what it is for, files are replaced safely, and --diff only shows. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-fix-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeAll(async () => void (await runVodflow(['--version'])), 120_000)

let made = 0
function folder(files: Readonly<Record<string, string>>): string {
  made += 1
  const home = join(root, String(made))
  for (const [path, text] of Object.entries({ 'vodflow.config.json': '{}', ...files })) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  return home
}

const lua = (line: string) => `P = NewProcedureClass()
function P:handleProcess(file)
  local action = TranscodeAction:new()
  ${line}
  file.processActionSet:addAction(action)
end
function CreateProcedure() return P:new() end
`

test.each<[string, string, string, string]>([
  ['call/full-width', 'a.call', 'QCVB_SimpleProcessFile（{10}，0）\n', 'QCVB_SimpleProcessFile({10},0)\n'],
  ['call/json-arguments', 'a.call', '# x\nQCVB_SimpleProcessFile([10,20],"0")\n', '# x\nQCVB_SimpleProcessFile({10,20},0)\n'],
  ['call/unclosed', 'a.call', 'QCVB_SimpleProcessFile({10,20}, 0\n', 'QCVB_SimpleProcessFile({10,20}, 0)\n'],
  ['call/unclosed', 'a.call', 'QCVB_SimpleProcessFile({10,20 \n', 'QCVB_SimpleProcessFile({10,20}) \n'],
  ['call/unknown-procedure', 'a.call', 'QCVB_SimpleProcesFile({10})\n', 'QCVB_SimpleProcessFile({10})\n'],
  ['template/unknown', 'a.call', 'QCVB_SimpleProcessFile({31})\n', 'QCVB_SimpleProcessFile({30})\n'],
  ['json/slip-comma', 'procedures/A.json', '{ "process": { "transcode": [{ "definition": 10, }] }, }\n', '{ "process": { "transcode": [{ "definition": 10 }] } }\n'],
  ['json/syntax', 'procedures/A.json', '{ "name": "A"\n  "process": { "transcode": [{ "definition": 10 }] } }\n', '{ "name": "A",\n  "process": { "transcode": [{ "definition": 10 }] } }\n'],
  ['json/duplicate-key', 'procedures/A.json', '{ "name": "A", "process": { "transcode": [{ "definition": 10 }] }, "name": "A" }\n', '{ "name": "A", "process": { "transcode": [{ "definition": 10 }] } }\n'],
  ['json/unknown-property', 'procedures/A.json', '{ "process": { "transcod": [{ "definiton": 10 }] } }\n', '{ "process": { "transcode": [{ "definition": 10 }] } }\n'],
  ['json/not-allowed-value', 'procedures/A.json', '{ "process": { "coverBySnapshot": [{ "definition": 10, "positionType": "Tme", "position": 0 }] } }\n', '{ "process": { "coverBySnapshot": [{ "definition": 10, "positionType": "Time", "position": 0 }] } }\n'],
  ['config/syntax', 'vodflow.config.json', '{ "templates": [".",], }\n', '{ "templates": ["."] }\n'],
  ['config/unknown-property', 'vodflow.config.json', '{ "tmplates": ["."] }\n', '{ "templates": ["."] }\n'],
  ['lua/numeric-string', 'procedures/A.lua', lua("action.transcodeDefinition = { '10' }"), lua('action.transcodeDefinition = { 10 }')],
  ['lua/unknown-field', 'procedures/A.lua', lua('action.transcodeDefinition = {10}; action.idrAlignmen = true'), lua('action.transcodeDefinition = {10}; action.idrAlignment = true')],
])('%s in %s is mended, and not reported again', async (code, path, before, after) => {
  const cwd = folder({ [path]: before })
  expect((await runVodflow(['validate'], { cwd })).stdout).toContain(`[${code}]`)
  const { stdout } = await runVodflow(['validate', '--fix'], { cwd })
  expect(readFileSync(join(cwd, path), 'utf8')).toBe(after)
  expect(stdout).not.toContain(`[${code}]`)
})

const script = (body: string) => `P = NewProcedureClass()\nfunction CreateProcedure(defs)\n  ${body}\n  return P:new()\nend\nfunction P:handleProcess() end\n`

test('a script that only lacks its arguments is mentioned, one with a misspelt name is wrong', async () => {
  const lacking = await runVodflow(['validate', '--json'], { cwd: folder({ 'procedures/A.lua': script('local n = #defs + defs[1]') }) })
  expect([lacking.status, JSON.parse(lacking.stdout).diagnostics.map(({ code, severity }: { code: string; severity: string }) => [code, severity])]).toEqual([0, [['lua/runtime', 'info']]])
  expect((await runVodflow(['validate'], { cwd: folder({ 'procedures/A.lua': script('Transcode.x = 1') }) })).status).toBe(1)
})

test('too many warnings fail in JUnit too', async () => {
  const cwd = folder({ 'a.call': 'QCVB_SimpleProcessFile([10])\n' })
  const { status, stdout } = await runVodflow(['validate', '--format', 'junit', '--max-warnings', '0'], { cwd })
  expect(status).toBe(1)
  expect(stdout).toContain('failures="1"')
  expect((await runVodflow(['validate', '--format', 'junit'], { cwd })).stdout).toContain('failures="0"')
})

test('what is not certain stays', async () => {
  const text = '{ "name": "A", "process": { "transcode": [{ "definition": 10, "watermar": 0, "watermark": 0 }] }, "name": "B" }\n'
  const cwd = folder({ 'procedures/A.json': text })
  expect((await runVodflow(['validate', '--fix'], { cwd })).status).toBe(1)
  expect(readFileSync(join(cwd, 'procedures/A.json'), 'utf8')).toBe(text)
})

test('--diff shows, and writes nothing; its patch is what --fix does', async () => {
  const before = '# one\nQCVB_SimpleProcessFile([10])\n'
  const cwd = folder({ 'calls/a.call': before })
  const { status, stdout } = await runVodflow(['validate', '--fix', '--diff'], { cwd })
  expect([status, stdout]).toEqual([1, '--- a/calls/a.call\n+++ b/calls/a.call\n@@ -1,2 +1,2 @@\n # one\n-QCVB_SimpleProcessFile([10])\n+QCVB_SimpleProcessFile({10})\n'])
  expect(readFileSync(join(cwd, 'calls/a.call'), 'utf8')).toBe(before)
  expect((await runVodflow(['validate', '--fix', '--diff', 'vodflow.config.json'], { cwd })).status).toBe(0)
  expect((await runVodflow(['validate', '--diff'], { cwd })).status).toBe(2)
})

test('standard input comes back mended', async () => {
  const { stdout, status } = await runVodflow(['validate', '--fix', '-'], { cwd: folder({}), stdin: 'QCVB_SimpleProcessFile([10])' })
  expect([stdout, status]).toEqual(['QCVB_SimpleProcessFile({10})\n', 0])
})

test('the mode and the byte order mark stay, and a link out of the project is not followed', async () => {
  const cwd = folder({ 'a.call': '\uFEFFQCVB_SimpleProcessFile([10])\n' })
  chmodSync(join(cwd, 'a.call'), 0o640)
  const outside = folder({ 'b.call': 'QCVB_SimpleProcessFile([10])\n' })
  symlinkSync(join(outside, 'b.call'), join(cwd, 'b.call'))
  expect((await runVodflow(['validate', '--fix', 'a.call', 'b.call'], { cwd })).stderr).toContain("'b.call' is a link that leads out of the project")
  expect(readFileSync(join(cwd, 'a.call'), 'utf8')).toBe('\uFEFFQCVB_SimpleProcessFile({10})\n')
  expect(statSync(join(cwd, 'a.call')).mode & 0o777).toBe(0o640)
  expect(readFileSync(join(outside, 'b.call'), 'utf8')).toBe('QCVB_SimpleProcessFile([10])\n')
})
