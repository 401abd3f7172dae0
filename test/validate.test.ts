/** `vodflow validate` as its users start it: folders with everything good and bad, every format, the exit status. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-validate-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeAll(async () => {
  await runVodflow(['--version']) // the bundle may have to be built first
}, 120_000)

function folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true })
    writeFileSync(join(root, name, path), text)
  }
  return join(root, name)
}

const lua = (definition: number) => `P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(${definition})
  file.processActionSet:addAction(transcode)
end
function CreateProcedure()
  return P:new()
end
`
const json = (definition: number) => `{ "process": { "transcode": [{ "definition": ${definition} }] } }\n`

const mixed = () => folder('mixed', {
  'vodflow.config.json': '{ "defaults": { "transcode": [10] } }',
  'templates/own.json': '{ "kind": "transcode", "definition": 301, "extends": 10 }',
  'templates/bad.json': '{ "kind": "transcode", "definition": 302, "extends": 10, "vide": {} }',
  'procedures/Good.json': json(301),
  'procedures/Bad.json': json(99),
  'procedures/Comma.json': '{ "process": { "transcode": [{ "definition": 10 }] } "name": "x" }',
  'procedures/Syntax.lua': 'local a = (',
  'procedures/Latin.lua': Uint8Array.of(0x2d, 0x2d, 0xff),
  'procedures/课程 100%.json': '{ "process": { "transcode": [{ "definition": 10, "定义]]>": 1 }] } }',
  'package.json': '{}',
  'calls/a.call': '# nightly\nGood\nQCVB_SimpleProcessFile({10,20},0,10,10)\nQCVB_SimpleProcessFile({10,99},0,10)\nQCVB_SimpleProcessFile([10])\n',
})

const run = async (format: string) => (await runVodflow(['validate', '--format', format], { cwd: mixed() })).stdout

const good = () => folder('good', { 'procedures/A.json': json(10), 'procedures/B.lua': lua(20), 'w.call': 'A()\nB\nQCVB_SimpleProcessFile([10])\n' })

const many = (count: number, path: (index: number) => string, text: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [path(index), text(index)]))

const status = async (...args: readonly string[]) => (await runVodflow(['validate', ...args], { cwd: good() })).status

const expected = [
  'calls/a.call 4:28-4:30 error template/unknown',
  'calls/a.call 5:24-5:28 warning call/json-arguments',
  'procedures/Bad.json 1:46-1:48 error template/unknown',
  'procedures/Comma.json 1:54-1:60 error json/syntax',
  'procedures/Latin.lua 1:1-1:1 error call/not-utf-8',
  'procedures/Syntax.lua 1:1-1:12 error lua/syntax',
  'procedures/课程 100%.json 1:50-1:57 error json/unknown-property',
  'templates/bad.json 1:58-1:64 error template/unknown-property',
]

const ignoring = (name: string, files: Readonly<Record<string, string>>) => folder(`ignores/${name}`, { 'vodflow.config.json': '{}', ...files })
const codesOf = async (cwd: string, ...args: readonly string[]) =>
  JSON.parse((await runVodflow(['validate', '--json', ...args], { cwd })).stdout).diagnostics.map(({ code }: Found) => code)

describe('ignores', () => {
  const doubled = '{ "process": { "transcode": [{ "definition": [10, 10] }] } }'
  const quiet = '{ "process": { "transcode": [{ "definition": [10, 10], "x-ignore": "check/duplicate-definition: on purpose" }] } }'
  test('silence in every language, and leave the graph as it is', async () => {
    const luaText = lua(10).replace('addTranscodeDefinition(10)', 'transcodeDefinition = {10, 10} -- vodflow-ignore check/duplicate-definition: on purpose').replace(':transcode', '.transcode')
    const cwd = ignoring('quiet', {
      'procedures/A.json': quiet, 'procedures/B.lua': luaText, 'procedures/C.json': doubled,
      'a.call': 'A\nB\nQCVB_SimpleProcessFile([10]) # vodflow-ignore call/json-arguments: old client\n',
    })
    expect(await codesOf(cwd)).toEqual(['check/duplicate-definition'])
    const compiled = await Promise.all(['A', 'B', 'C'].map((name) => runVodflow(['compile', name], { cwd })))
    expect(compiled.map(({ status, stderr }) => [status, stderr === ''])).toEqual([[0, true], [0, true], [0, false]])
    expect(new Set(compiled.map(({ stdout }) => stdout)).size).toBe(1)
  })

  test('of a procedure that a call reaches count as used through it, and silence what --strict raises', async () => {
    const cwd = ignoring('strict', { 'a.call': 'QCVB_SimpleProcessFile([10,99]) # vodflow-ignore call/json-arguments: old client\n' })
    expect(await codesOf(cwd, '--strict')).toEqual(['template/unknown'])
  })

  test('are allowed in a config and a template', async () => {
    const cwd = ignoring('files', {
      'vodflow.config.json': '{ "procedures": ["nowhere"], "x-ignore": ["config/missing-folder: comes later"] }',
      'templates/900.json': '{ "kind": "transcode", "definition": 900, "extends": 10, "video": { "bitrate": 700, "x-ignore": "template/unknown: never" } }',
    })
    expect(await codesOf(cwd)).toEqual(['check/ignore-unused'])
  })
})

describe('a folder with one of everything', () => {
  test('every problem, with its start and end, in one run', async () => {
    const { status, stdout, stderr } = await runVodflow(['validate', '--format', 'json'], { cwd: mixed() })
    const { files, errors, warnings, diagnostics } = JSON.parse(stdout)
    const lines = diagnostics.map(({ code, severity, place: p }: Found) => `${p.file} ${p.line}:${p.column}-${p.endLine}:${p.endColumn} ${severity} ${code}`)
    expect(lines).toEqual(expected)
    expect([status, errors, warnings, files.length, stderr]).toEqual([1, 7, 1, 10, ''])
    expect((await runVodflow(['validate', '--json'], { cwd: mixed() })).stdout).toBe(stdout)
  })

  test('jsonl, pretty, github and junit say the same', async () => {
    const [jsonl, pretty, github, junit] = await Promise.all(['jsonl', 'pretty', 'github', 'junit'].map(run))
    expect(jsonl?.trimEnd().split('\n').map((line) => JSON.parse(line).code ?? 'sum')).toEqual([...expected.map((line) => line.split(' ').at(-1)), 'sum'])
    expect(pretty).toContain('calls/a.call:4:28: error: no transcode template has the definition 99')
    expect(pretty).toMatch(/\n7 errors and 1 warning in 10 files\n$/)
    expect(github?.split('\n').filter((line) => /^::(error|warning) file=/.test(line))).toHaveLength(expected.length)
    expect(github).toContain('::error file=procedures/课程 100%25.json,line=1,col=50,endLine=1,endColumn=57,title=json/unknown-property::')
    expect(junit).toContain('<testsuites name="vodflow" tests="10" failures="7" errors="0">')
    expect(wellFormed(junit ?? '')).toBe(true)
  })

  test('sarif is what its schema says', async (context) => {
    const { stdout } = await runVodflow(['validate', '--format', 'sarif'], { cwd: mixed() })
    const log = JSON.parse(stdout)
    expect(log.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(expected.map((line) => line.split(' ').at(-1)))
    expect(log.runs[0].tool.driver.rules[0]).toMatchObject({ id: 'call/json-arguments', help: { markdown: expect.stringContaining('{10,20}') } })
    expect(stdout).toContain('"uri": "procedures/%E8%AF%BE%E7%A8%8B%20100%25.json"')
    const media = process.env['VODFLOW_MEDIA']
    const schema = media === undefined ? undefined : resolve(media, '../reference/sarif-schema-2.1.0.json')
    if (schema === undefined || !existsSync(schema)) {
      process.stderr.write('SKIPPED: SARIF against its schema, which is looked for beside VODFLOW_MEDIA (../reference/sarif-schema-2.1.0.json)\n')
      return context.skip()
    }
    const { $schema: _, id: __, ...draft } = JSON.parse(readFileSync(schema, 'utf8'))
    const validate = new Ajv({ strict: false, validateFormats: false, logger: false }).compile(draft)
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ ...log, version: '2.0.0' })).toBe(false)
  })
})

interface Found {
  readonly code: string
  readonly severity: string
  readonly place: { readonly file: string; readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }
}

/** By the one parser that is everywhere CI runs; tags balanced where there is no python. */
function wellFormed(xml: string): boolean {
  try {
    execFileSync('python3', ['-c', 'import sys, xml.dom.minidom; xml.dom.minidom.parseString(sys.stdin.buffer.read())'], { input: xml, stdio: 'pipe' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return xml.endsWith('</testsuites>\n')
    return false
  }
}

describe('exit status', () => {
  test('0 without errors, 1 with errors or too many warnings, 2 for wrong use', async () => {
    expect(await Promise.all([status(), status('--max-warnings', '1'), status('procedures'), status('procedures/*.lua')])).toEqual([0, 0, 0, 0])
    expect(await Promise.all([status('--max-warnings', '0'), status('--strict')])).toEqual([1, 1])
    const wrong = [['nowhere'], ['--format', 'xml'], ['--max-warnings', 'many'], ['--assume', 'hight=1'], ['--stdin-name', 'x.json'], ['--project', 'gone']]
    expect(await Promise.all(wrong.map((args) => status(...args)))).toEqual([2, 2, 2, 2, 2, 2])
  })

  test('standard input is a call, or a file of the kind that its name says', async () => {
    const cwd = good()
    const bad = await runVodflow(['validate', '-'], { cwd, stdin: 'Nowhere(1)\n' })
    expect([bad.status, bad.stdout.split('\n')[0]]).toEqual([1, "<stdin>:1:1: error: no procedure is named 'Nowhere'; looked in 'procedures' and the built-in ones [call/unknown-procedure]"])
    expect((await runVodflow(['validate', '-'], { cwd, stdin: 'A\n' })).status).toBe(0)
    const named = await runVodflow(['validate', '-', '--stdin-name', 'new/课.json', '--format', 'jsonl'], { cwd, stdin: json(99) })
    expect([named.status, JSON.parse(named.stdout.split('\n')[0] ?? '').place]).toEqual([1, { file: 'new/课.json', line: 1, column: 46, endLine: 1, endColumn: 48 }])
  })

  test('a script that reads the source needs --assume to be checked', async () => {
    const reads = lua(99).replace('local transcode', 'if file.mediaInfo.metaData.height < 100 then return end\n  local transcode')
    const cwd = folder('facts', { 'procedures/R.lua': reads })
    const without = await runVodflow(['validate'], { cwd })
    expect([without.status, without.stdout]).toEqual([0, expect.stringContaining('info: ')])
    const assumed = await runVodflow(['validate', '--assume', 'height=720'], { cwd })
    expect([assumed.status, assumed.stdout]).toEqual([1, expect.stringContaining('[template/unknown]')])
  })
})

test('arguments that a procedure does not take are told at the first of them, in whatever language it is', async () => {
  const cwd = folder('surplus', {
    'procedures/Plain.json': json(10),
    'procedures/Given.json': '{ "parameters": [{ "name": "which", "type": "definitions" }], "process": { "transcode": [{ "definition": { "param": "which" } }] } }\n',
    'procedures/Script.lua': lua(10),
    'all.call': ['Plain(7)', 'Given(10,{7})', "Script('x')", 'QCVB_SimpleProcessFile(10,0,10,10,99)', 'QCVB_ProcessUGCFile(10,0,10,10,{5},6)'].join('\n'),
  })
  const { stdout, status } = await runVodflow(['validate', '--format', 'json', 'all.call'], { cwd })
  const told = JSON.parse(stdout).diagnostics.map(({ code, place }: { code: string; place: { line: number; column: number; endColumn: number } }) => `${place.line}:${place.column}-${place.endColumn} ${code}`)
  expect([status, told]).toEqual([1, [
    '1:7-8 call/too-many-arguments', '2:10-13 call/too-many-arguments', '3:8-11 call/too-many-arguments', '4:35-37 lua/refused', '5:32-35 lua/refused',
  ]])
})

test('nothing of the file system leads astray', async () => {
  const cwd = folder('links', { 'a.call': 'QCVB_SimpleProcessFile(10)\n', 'sub/b.call': 'QCVB_SimpleProcessFile(20)\n', 'locked.call': 'Nowhere' })
  symlinkSync('..', join(cwd, 'sub/loop'))
  symlinkSync('self.lua', join(cwd, 'self.lua'))
  execFileSync('mkfifo', [join(cwd, 'pipe.call')])
  chmodSync(join(cwd, 'locked.call'), 0)
  const { status, stdout } = await runVodflow(['validate', '--format', 'json'], { cwd })
  // Whoever is root may read everything.
  const locked = process.getuid?.() === 0 ? 'call/unknown-procedure' : 'call/unreadable-file'
  const { files, diagnostics } = JSON.parse(stdout)
  expect(files).toEqual(['a.call', 'locked.call', 'pipe.call', 'self.lua', 'sub/b.call'])
  expect(diagnostics.map(({ code, place }: Found) => `${place.file} ${code}`)).toEqual([
    `locked.call ${locked}`, 'pipe.call call/unreadable-file', 'self.lua call/unreadable-file',
  ])
  expect(status).toBe(1)
})

test('a thousand files in one go', { timeout: 60_000 }, async () => {
  const cwd = folder('many', {
    ...many(500, (index) => `procedures/j${index}.json`, (index) => json(index === 7 ? 99 : 10)),
    ...many(300, (index) => `calls/c${index}.call`, (index) => `j${index + 10}\nQCVB_SimpleProcessFile({10,20},0,10,10)\n`),
    ...many(200, (index) => `procedures/l${index}.lua`, (index) => lua(index === 9 ? 99 : 20)),
  })
  const startedAt = performance.now()
  const { status, stdout } = await runVodflow(['validate', '--format', 'jsonl'], { cwd })
  const lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line))
  expect(lines.map(({ code, place }) => [code, place?.file])).toEqual([['template/unknown', 'procedures/j7.json'], ['template/unknown', 'procedures/l9.lua'], [undefined, undefined]])
  expect([status, lines.at(-1)]).toEqual([1, { type: 'summary', errors: 2, warnings: 0, files: 1000 }])
  const seconds = (performance.now() - startedAt) / 1000
  process.stderr.write(`a thousand files validated in ${seconds.toFixed(2)} s\n`)
  expect(seconds).toBeLessThan(20)
})

/** What `npx` finds in a project that has vodflow installed. */
function installVodflow(cwd: string): void {
  mkdirSync(join(cwd, '.bin'), { recursive: true })
  const bin = resolve(import.meta.dirname, '../packages/cli/bin/vodflow.cjs')
  writeFileSync(join(cwd, '.bin/npx'), `#!/bin/sh\n[ "$1" = --no-install ] && shift\nshift\nexec '${process.execPath}' '${bin}' "$@"\n`, { mode: 0o755 })
}

test.each([['GitHub', /- run: (npx .*vodflow.*)/u, ''], ['GitLab', /^ {4}- (npx .*vodflow.*)/mu, 'vodflow.xml']])('the command of the job for %s in docs/ci.md', (_, pattern, report) => {
  const command = pattern.exec(readFileSync(resolve(import.meta.dirname, '../docs/ci.md'), 'utf8'))?.[1] ?? ''
  expect(command).toContain('vodflow validate')
  const job = (name: string, definition: number) => {
    const cwd = folder(name, { 'procedures/A.json': json(definition) })
    installVodflow(cwd)
    // As both services run a line: in a shell that stops at the first failure.
    const { status, stdout } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', command], { cwd, encoding: 'utf8', env: { ...process.env, PATH: `${join(cwd, '.bin')}:${process.env['PATH'] ?? ''}` } })
    return { status, said: report === '' ? stdout : readFileSync(join(cwd, report), 'utf8') }
  }
  const good = job(`job-good-${report}`, 10)
  expect([good.status, /error/u.test(good.said.replaceAll('errors="0"', ''))]).toEqual([0, false])
  const bad = job(`job-bad-${report}`, 99)
  expect([bad.status, bad.said.includes('no transcode template has the definition 99')]).toEqual([1, true])
})

test('the hook of docs/ci.md keeps a bad procedure out of a commit', async () => {
  const cwd = folder('hooked', { 'procedures/A.json': json(10), 'README.md': 'x' })
  const git = (...args: readonly string[]) => {
    const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' }
    return execFileSync('git', args, { cwd, stdio: 'pipe', env: { ...process.env, ...author, PATH: `${join(cwd, '.bin')}:${process.env['PATH'] ?? ''}` } }).toString()
  }
  const docs = readFileSync(resolve(import.meta.dirname, '../docs/ci.md'), 'utf8')
  const hook = /```sh\n(#!\/bin\/sh\n[\s\S]*?)```/.exec(docs)?.[1]
  if (hook === undefined) throw new Error('docs/ci.md has no hook')
  installVodflow(cwd)
  git('init', '-q')
  writeFileSync(join(cwd, '.git/hooks/pre-commit'), hook, { mode: 0o755 })
  git('add', 'procedures', 'README.md')
  git('commit', '-qm', 'good')
  writeFileSync(join(cwd, 'procedures/A.json'), json(99))
  git('add', 'procedures')
  expect(() => git('commit', '-qm', 'bad')).toThrow(/template\/unknown/)
  expect(git('log', '--format=%s').trim()).toBe('good')
  writeFileSync(join(cwd, 'README.md'), 'y')
  git('reset', '-q', 'procedures')
  git('add', 'README.md')
  git('commit', '-qm', 'nothing of ours')
  expect(git('log', '--format=%s').trim().split('\n')).toEqual(['nothing of ours', 'good'])
})
