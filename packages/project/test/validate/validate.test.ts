import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { assumeFacts, placeOf } from '@vodflow/core'
import { expect, test } from 'vitest'
import { validate, type ValidateRequest } from '../../src/index.ts'
import { builtIns, projectFolder } from '../support/project-folder.ts'

const uses = (definition: number) => `{ "process": { "transcode": [{ "definition": ${definition} }] } }`
const twice = (definition: number) => uses(definition).replace(`${definition}`, `[${definition}, ${definition}]`)
const good = uses(10)
const unknown = uses(99)

/** `file:line:column code`, as they come; a sentence where it was wrong use. */
async function problemsIn(from: string, over: Partial<ValidateRequest> = {}): Promise<readonly string[] | string> {
  const validation = await validate({ from, builtInProcedures: builtIns, paths: [], facts: 'unknown', ...over })
  if (!validation.ok) return validation.problem
  return validation.diagnostics.map(({ code, severity, span }) => `${placeOf(span) ?? 'NO PLACE'} ${code}${severity === 'error' ? '' : ` (${severity})`}`)
}

async function filesIn(from: string, ...paths: readonly string[]): Promise<readonly string[]> {
  const validation = await validate({ from, builtInProcedures: builtIns, paths, facts: 'unknown' })
  if (!validation.ok) throw new Error(validation.problem)
  return validation.files
}

test('no path is the whole project, without what is not ours', async () => {
  const folder = projectFolder({
    'procedures/A.json': good, 'a.call': 'A', 'package.json': '{}', 'deep/er/b.call': 'A', 'node_modules/x/c.call': '?', '.hidden/d.call': '?',
    'out/.vodflow/run.jsonl': '', 'out/e.call': '?', 'notes.md': '?', 'x.schema.json': '{"process":1}',
  })
  expect(await filesIn(folder)).toEqual(['a.call', 'deep/er/b.call', 'procedures/A.json'])
  expect(await problemsIn(folder)).toEqual([])
})

test('globs, folders, files: each once, in the order of their names', async () => {
  const folder = projectFolder({ 'p/b.json': good, 'p/a.json': good, 'p/q/c.json': good, 'p/data.json': '{}' })
  expect(await filesIn(folder, 'p/b.json', 'p', 'p/*.json')).toEqual(['p/a.json', 'p/b.json', 'p/q/c.json'])
  expect(await filesIn(folder, 'p/*.json')).toEqual(['p/a.json', 'p/b.json'])
  expect(await filesIn(folder, './p/**/c.{json,lua}')).toEqual(['p/q/c.json'])
})

test.each([
  [['nowhere'], "there is no file or folder 'nowhere'"],
  [['a.txt'], "'a.txt' is nothing that can be validated; files end in '.lua', '.json' or '.call'"],
  [['*.lua'], "no file of ours matches '*.lua'"],
  [['nowhere/*.lua'], "no file of ours matches 'nowhere/*.lua'"],
])('%j is wrong use', async (paths, problem) => {
  expect(await problemsIn(projectFolder({ 'a.txt': '' }), { paths })).toBe(problem)
})

test('a file of calls: comments, blank lines, both line ends, the place in the whole file', async () => {
  const folder = projectFolder({
    'procedures/A.json': good, 'x.call': '# A(\r\n\r\n  A\r\nNo_where\r\n  A( 1\nA\n\tP([10])',
    'procedures/P.json': '{ "parameters": [{ "name": "d", "type": "definitions" }], "process": { "transcode": [{ "definition": { "param": "d" } }] } }',
  })
  const problems = ['x.call:4:1 call/unknown-procedure', 'x.call:5:7 call/unclosed', 'x.call:7:4 call/json-arguments (warning)']
  expect(await problemsIn(folder)).toEqual(problems)
  expect(await problemsIn(folder, { strict: true })).toContain('x.call:7:4 call/json-arguments')
})

test('ends are of the whole file too', async () => {
  const validation = await validate({ from: projectFolder({ 'x.call': '\nNowhere' }), builtInProcedures: builtIns, paths: [], facts: 'unknown' })
  expect(validation.ok && validation.diagnostics.map(({ span }) => [span?.start, span?.end, span?.file.text])).toEqual([[1, 8, '\nNowhere']])
})

test('what a file and two calls of it have in common is said once', async () => {
  const folder = projectFolder({ 'procedures/A.json': unknown, 'x.call': 'A\nA\n', 'y.call': 'A' })
  expect(await problemsIn(folder)).toEqual(['procedures/A.json:1:46 template/unknown'])
})

test('a bad config and bad templates hide nothing, and nobody is told that a bad template is unknown', async () => {
  const folder = projectFolder({
    'vodflow.config.json': '{ "procedures": ["mine"], "encodr": 1 }',
    'templates/a.json': '{ "kind": "transcode", "definition": 301, "extends": 10, "vide": {} }',
    'templates/b.json': '{ "kind": "transcode", "definition": 302, "extends": 10 ',
    'templates/c.json': '{ "kind": "transcode", "definition": 303, "extends": 9999 }',
    'templates/d.json': '{ "kind": "transcode", "definition": 304, "extends": 10 }',
    'mine/A.json': uses(301), 'mine/B.json': uses(302), 'mine/C.json': uses(303), 'mine/D.json': uses(304), 'mine/E.json': uses(305), 'x.call': 'E',
  })
  expect(await problemsIn(folder)).toEqual([
    'mine/E.json:1:46 template/unknown',
    'templates/a.json:1:58 template/unknown-property',
    'templates/b.json:1:57 template/syntax',
    'templates/c.json:1:54 template/unknown-base',
    'vodflow.config.json:1:27 config/unknown-property',
  ])
})

test('what a template that cannot be read makes a guess of one file makes it of no other', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `procedures/P${String(index).padStart(2, '0')}.json`)
  const folder = projectFolder({
    'vodflow.config.json': '{}',
    'templates/b.json': '{ "kind": "transcode", "definition": 302, "extends": 10 ',
    ...Object.fromEntries(names.map((name, index) => [name, twice(index % 2 === 0 ? 10 : 302)])),
  })
  const judged = names.filter((_, index) => index % 2 === 0).map((name) => `${name}:1:51 check/duplicate-definition (warning)`)
  // Without reading, the checks of several files keep step with one another.
  const texts = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  expect(await problemsIn(folder, { texts })).toEqual([...judged, 'templates/b.json:1:57 template/syntax'])
})

test('an ignore in a template and its path are those of the folder the user is in', async () => {
  const folder = projectFolder({
    'vodflow.config.json': '{}',
    'templates/a.json': '{ "kind": "transcode", "definition": 301, "extends": 10, "video": { "width": 641 }, "x-ignore": "template/odd-size: as the old player has it" }',
    'templates/b.json': '{ "kind": "transcode", "definition": 302, "extends": 10, "video": { "width": 641 } }',
  })
  expect(await problemsIn(folder)).toEqual(['templates/b.json:1:78 template/odd-size (warning)'])
})

test('every file is of the nearest project', async () => {
  const folder = projectFolder({
    'inner/vodflow.config.json': '{}', 'inner/templates/t.json': '{ "kind": "transcode", "definition": 301, "extends": 10 }',
    'inner/procedures/A.json': uses(301), 'procedures/A.json': uses(301),
  })
  expect(await problemsIn(folder)).toEqual(['procedures/A.json:1:46 template/unknown'])
  expect(await problemsIn(folder, { directory: 'inner', paths: ['procedures'] })).toEqual([])
  expect(await problemsIn(folder, { directory: 'gone' })).toBe("'gone' is no project's folder: there is none there")
})

test('what needs a source is information without one and hides nothing, and is checked with one', async () => {
  const folder = projectFolder({ 'procedures/A.json': '{ "process": { "transcode": [{ "definition": 99, "when": "source.height > 1" }] } }' })
  expect(await problemsIn(folder)).toEqual(['procedures/A.json:1:46 template/unknown', 'procedures/A.json:1:58 json/needs-facts (info)'])
  const assumed = assumeFacts('height=720')
  if (!assumed.ok) throw new Error('no facts')
  expect(await problemsIn(folder, { facts: assumed.value.facts })).toEqual(['procedures/A.json:1:46 template/unknown'])
})

test('what a script prints at one line stays in its order', async () => {
  const text = 'local P = NewProcedureClass()\nfunction P:handleProcess() end\nfor n = 9, 11 do print(n, "x") end\nfunction CreateProcedure() return P:new() end'
  const folder = projectFolder({ 'procedures/A.lua': text })
  const found = await validate({ paths: [], from: folder, builtInProcedures: [], facts: 'unknown' })
  expect(found.ok && found.diagnostics.map(({ message }) => message)).toEqual(['9 x', '10 x', '11 x'].map((said) => `the script printed '${said}'`))
})

test('names of other documents are errors under --strict', async () => {
  const script = `local P = NewProcedureClass()
function P:handleProcess()
  local clip = AnimatedGraphicsAction:new{ definition = 20000, endTimeOffset = 3 }
  local set = ProcessActionSet:new() set:addAction(clip) return set
end
function CreateProcedure() return P:new() end`
  const folder = projectFolder({ 'procedures/A.lua': script, 'x.call': 'A' })
  expect(await problemsIn(folder)).toEqual(['procedures/A.lua:3:64 lua/slip-name (warning)'])
  expect(await problemsIn(folder, { strict: true })).toEqual(['procedures/A.lua:3:64 lua/slip-name'])
})

test('a parameter without a default is nobody\'s fault', async () => {
  const text = '{ "parameters": [{ "name": "d", "type": "definitions" }], "process": { "transcode": [{ "definition": { "param": "d" } }] } }'
  expect(await problemsIn(projectFolder({ 'procedures/A.json': text, 'x.call': 'A(10)\nA\n' }))).toEqual(['x.call:2:1 call/missing-argument'])
})

test('links: a loop ends, one that leads out is a problem, one inside is followed', async () => {
  const outside = projectFolder({ 'secret.call': 'secret' })
  const folder = projectFolder({ 'a.call': 'Nowhere', 'sub/': '' })
  symlinkSync('..', join(folder, 'sub/loop'))
  symlinkSync('../a.call', join(folder, 'sub/inside.call'))
  symlinkSync(join(outside, 'secret.call'), join(folder, 'out.call'))
  symlinkSync('self.call', join(folder, 'self.call'))
  symlinkSync('gone.call', join(folder, 'dangling.call'))
  expect(await problemsIn(folder)).toEqual([
    'a.call:1:1 call/unknown-procedure', 'dangling.call:1:1 call/unreadable-file', 'out.call:1:1 call/outside-folder',
    'self.call:1:1 call/unreadable-file', 'sub/inside.call:1:1 call/unknown-procedure',
  ])
})

test('what is no text, or too long, is one problem of one file', async () => {
  const folder = projectFolder({ 'procedures/A.json': good, 'good.call': 'A', 'long.call': `A(${'1,'.repeat(400_000)}1)`, 'huge.call': 'A\n'.repeat(600_000) })
  for (const name of ['latin.call', 'templates.json', 'procedures/Latin.json']) writeFileSync(join(folder, name), Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))
  expect(await problemsIn(folder)).toEqual([
    'huge.call:1:1 call/file-too-large', 'latin.call:1:1 call/not-utf-8', 'long.call:1:1 call/too-long', 'procedures/Latin.json:1:1 call/not-utf-8',
  ])
})

test('ten thousand bad calls in one file are told in a moment', async () => {
  const folder = projectFolder({ 'x.call': 'A(\n'.repeat(12_000) })
  const startedAt = performance.now()
  const problems = await problemsIn(folder)
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  // Each is not closed, and names no procedure.
  expect(problems).toHaveLength(20_001)
  expect(problems.at(-1)).toBe('x.call:10001:1 call/too-many-calls')
})

test('a text that is in no file', async () => {
  const folder = projectFolder({ 'templates/t.json': '{ "kind": "transcode", "definition": 301, "extends": 10 }' })
  const given = (text: string, name?: string) => problemsIn(folder, { given: { text, ...(name !== undefined && { name }) } })
  expect(await given('Nowhere')).toEqual(['<stdin>:1:1 call/unknown-procedure'])
  expect(await given('# A\nNowhere', 'x.call')).toEqual(['x.call:2:1 call/unknown-procedure'])
  expect(await given(unknown, 'x.json')).toEqual(['x.json:1:46 template/unknown'])
  expect(await given('{ "encodr": 1 }', 'vodflow.config.json')).toEqual(['vodflow.config.json:1:3 config/unknown-property'])
  expect(await given('{ "kind": "transcode", "definition": 302, "extends": 301 }', 'templates/new.json')).toEqual([])
  expect(await given('{ "kind": "transcode", "definition": 302, "extends": 9999 }', 'templates/new.json')).toEqual(['templates/new.json:1:54 template/unknown-base'])
  expect(await given('?', 'x.txt')).toContain("'x.txt' says nothing of what the text is")
})

test('faults of form hide none of meaning in the rest of the file', async () => {
  const text = `{ "process": {
  "transcode": [{ "definition": 10, "watermrk": 1 }, { "definition": 99 }, { "definition": "x" }, { "definition": 98 },
    { "definition": 10, "when": "source.height >" } ],
  "sampleSnapshot": [{ "definition": 97 }] },
}`
  expect(await problemsIn(projectFolder({ 'procedures/A.json': text }))).toEqual([
    'procedures/A.json:2:37 json/unknown-property', 'procedures/A.json:2:70 template/unknown', 'procedures/A.json:2:92 json/wrong-type',
    'procedures/A.json:2:115 template/unknown', 'procedures/A.json:3:49 json/condition-syntax', 'procedures/A.json:4:38 template/unknown',
    'procedures/A.json:4:45 json/slip-comma (warning)',
  ])
})

test('what is missing only because of a fault is not reported', async () => {
  const text = '{ "parameters": [{ "name": "d", "type": "nonsense" }], "process": { "transcode": [{ "definition": { "param": "d" }, "hlsMasterPlaylist": true }] } }'
  const problems = await problemsIn(projectFolder({ 'procedures/A.json': text }))
  expect(problems).toEqual(['procedures/A.json:1:41 json/not-allowed-value'])
})

test('a default that names no template is told in the config, once, however often it is used', async () => {
  const used = { 'a.call': 'A\nA', 'procedures/A.json': '{ "process": { "transcode": [{ "definition": 1, "watermark": 1 }] } }' }
  const config = '{ "defaults": { "transcode": [10, 99], "watermark": 10 } }'
  expect(await problemsIn(projectFolder({ 'vodflow.config.json': config, ...used }))).toEqual([
    'vodflow.config.json:1:35 template/unknown', 'vodflow.config.json:1:53 template/unknown',
  ])
  const mark = { 'templates/m.json': '{ "kind": "watermark", "definition": 10, "image": "none.png" }' }
  const refused = await problemsIn(projectFolder({ 'vodflow.config.json': config, ...mark }))
  expect(refused).toEqual([expect.stringContaining('template/no-image'), 'vodflow.config.json:1:35 template/unknown'])
  const good = '{ "defaults": { "transcode": [10, 20] } }'
  expect(await problemsIn(projectFolder({ 'vodflow.config.json': good, 'procedures/A.json': '{ "process": { "transcode": [{ "definition": 1 }] } }' }))).toEqual([])
})

test('an odd side is told beside a fault of form', async () => {
  const text = '{ "process": { "transcode": [{ "definition": 10, "override": { "video": { "width": 641 } } }, { "definition": 20, "x": 1 }] } }'
  expect(await problemsIn(projectFolder({ 'procedures/A.json': text }))).toEqual(['procedures/A.json:1:84 check/odd-size (warning)', 'procedures/A.json:1:115 json/unknown-property'])
})

test.each([
  ['a wrong name of a parameter, and slips', '{ "process": { "transcode": [{ "definition": { "param": "no" }, "idrAlignment": 1 }] }, "notifyMode": "finish", "priority": 11 }',
    ['1:57 json-ref/unknown-parameter', '1:81 json/slip-flag (warning)', '1:103 json/slip-case (warning)', '1:125 json/out-of-range']],
  ['a parameter that is not used', '{ "parameters": [{ "name": "a", "type": "integer" }], "process": { "imageSprite": [{ "definition": 10 }] }, "priority": 11 }',
    ['1:28 json-ref/unused-parameter (warning)', '1:121 json/out-of-range']],
  ['one that a condition at fault uses', '{ "parameters": [{ "name": "h", "type": "integer" }], "process": { "imageSprite": [{ "definition": 10, "when": "params.h and" }] } }',
    ['1:122 json/condition-syntax']],
  ['one that another place misspells', '{ "parameters": [{ "name": "defs", "type": "integer" }], "process": { "imageSprite": [{ "definition": { "param": "def" } }] } }',
    ['1:114 json-ref/unknown-parameter']],
  ['one that only the fault uses', '{ "parameters": [{ "name": "a", "type": "integer" }], "process": { "imageSprite": [{ "definition": 10, "x": { "param": "a" } }] } }',
    ['1:104 json/unknown-property']],
  ['encryption of what is no HLS', '{ "process": { "transcode": [{ "definition": 10, "drm": 10 }, { "definition": "x" }] } }',
    ['1:57 check/encryption-needs-hls', '1:57 template/unknown', '1:79 json/wrong-type']],
  ['not where the container may be the fault', '{ "process": { "transcode": [{ "definition": 10, "overide": { "container": "hls" }, "drm": 10 }] } }',
    ['1:50 json/unknown-property', '1:92 template/unknown']],
  ['the same twice', '{ "process": { "imageSprite": [{ "definition": 10 }, { "definition": 10 }] }, "priority": 11 }',
    ['1:70 check/duplicate-action (warning)', '1:91 json/out-of-range']],
  ['what only the fault made alike', '{ "process": { "imageSprite": [{ "definition": 10 }, { "definition": 10, "when": 1 }] } }', ['1:82 json/wrong-type']],
  ['a review before nothing', '{ "review": [{ "definition": 10 }], "priority": 11 }', ['1:30 check/review-gates-nothing (warning)', '1:49 json/out-of-range']],
  ['not where the fault is what it gates', '{ "review": [{ "definition": 10 }], "transcode": [{ "definition": 10 }] }', ['1:37 json/unknown-property']],
])('beside a fault of form: %s', async (_, text, problems) => {
  expect(await problemsIn(projectFolder({ 'A.json': text }))).toEqual(problems.map((one) => `A.json:${one}`))
})

test.each([
  ['numbers beside a wrong word', '{ "kind": "transcode", "definition": 901, "extends": 10, "video": { "fps": 61, "videoProfile": "hi" }, "audio": { "bitrate": 300 } }',
    ['1:76 template/out-of-range', '1:96 template/not-allowed-value', '1:126 template/out-of-range']],
  ['two that cannot be together', '{ "kind": "transcode", "definition": 901, "extends": 10, "container": "flv", "audio": { "codec": "mp2" }, "name": 5 }',
    ['1:98 template/impossible-combination', '1:115 template/wrong-type']],
  ['not where one of the two may be the fault', '{ "kind": "transcode", "definition": 901, "extends": 10, "container": "mp3", "audio": { "codec": "mp2" }, "isFiltrateVido": 1 }',
    ['1:107 template/unknown-property']],
  ['the picture', '{ "kind": "watermark", "definition": 901, "image": "no.png", "left": "10", "width": "10%" }',
    ['1:52 template/no-image', '1:70 template/not-allowed-value']],
  ['nothing that is missing', '{ "kind": "imageSprite", "definition": 901, "rows": "10", "columns": 10 }', ['1:53 template/wrong-type']],
])('in a template, beside a fault of form: %s', async (_, text, problems) => {
  const folder = projectFolder({ 'templates/t.json': text })
  const found = [await problemsIn(folder)].flat().map((one) => one.replace(`${folder}/`, ''))
  expect(found).toEqual(problems.map((one) => `templates/t.json:${one}`))
})
