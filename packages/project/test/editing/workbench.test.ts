import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createFrontEnds, defaultFrontEnds, openWorkbench, projectFolderOf, type Workbench } from '../../src/index.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-workbench-')))
const frontEnds = createFrontEnds(defaultFrontEnds)
afterAll(async () => {
  await frontEnds.close()
  rmSync(root, { recursive: true, force: true })
})

for (const [path, text] of Object.entries({
  'vodflow.config.json': '{}',
  'templates/own.json': '{ "kind": "transcode", "definition": 301, "extends": 10 }',
  'procedures/Course.json': '{ "process": { "transcode": [{ "definition": 301 }] } }',
  'package.json': '{}',
})) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

async function workbench(unsaved: Readonly<Record<string, string>> = {}): Promise<Workbench> {
  const texts = new Map(Object.entries(unsaved).map(([path, text]) => [join(root, path), text]))
  const loaders = { '.lua': () => frontEnds.of('.lua'), '.json': () => frontEnds.of('.json') }
  const opened = await openWorkbench(root, { builtInProcedures: [], frontEnds: loaders, unsaved: texts })
  if (opened === undefined) throw new Error('the folder cannot be opened')
  return opened
}

const codes = async (bench: Workbench, path: string, text: string) => (await bench.check(join(root, path), text)).map(({ code }) => code)

const ignored = (text: string) => text.replace('{ "definition"', '{ "x-ignore": "check/duplicate-definition: on purpose", "definition"')

test('a text that is not saved stands in place of its file, for whoever looks it up', async () => {
  const bench = await workbench({ 'templates/own.json': '{ "kind": "transcode", "definition": 302, "extends": 10 }' })
  expect(bench.ownTemplates).toEqual([{ kind: 'transcode', definition: 302, name: '', path: join(root, 'templates/own.json') }])
  expect(await codes(bench, 'procedures/Course.json', '{ "process": { "transcode": [{ "definition": 301 }] } }')).toEqual(['template/unknown'])
  expect(await codes(await workbench(), 'procedures/Course.json', '{ "process": { "transcode": [{ "definition": 301 }] } }')).toEqual([])
  const broken = await workbench({ 'procedures/Course.json': '{ "process": { "transcode": [{ "definition": 99 }] } }' })
  expect(await codes(broken, 'a.call', 'Course\n')).toEqual(['template/unknown'])
})

test('a file that is not written yet is checked like one that is', async () => {
  expect(await codes(await workbench(), 'templates/new.json', '{ "kind": "transcode", "definition": 301, "extends": 10 }')).toEqual(['template/duplicate'])
  expect(await codes(await workbench(), 'procedures/New.json', '{ "process": {')).toContain('json/syntax')
})

test('an ignore counts, and one that silences nothing is told', async () => {
  const twice = '{ "process": { "transcode": [{ "definition": [10, 10] }] } }'
  expect(await codes(await workbench(), 'procedures/Course.json', twice)).toEqual(['check/duplicate-definition'])
  expect(await codes(await workbench(), 'procedures/Course.json', ignored(twice))).toEqual([])
  expect(await codes(await workbench(), 'procedures/Course.json', ignored(twice.replace('10, 10', '10')))).toEqual(['check/ignore-unused'])
})

test('nothing is said of a file that is none of ours', async () => {
  expect(await codes(await workbench(), 'package.json', '{')).toEqual([])
  expect((await (await workbench()).files()).map(({ path }) => path.slice(root.length + 1))).toEqual(['procedures/Course.json', 'templates/own.json', 'vodflow.config.json'])
})

test('the project of a file is the nearest folder upwards with a config, else its own', async () => {
  expect(await projectFolderOf(join(root, 'procedures/Course.json'))).toBe(root)
  expect(await projectFolderOf(join(tmpdir(), 'x.lua'))).toBe(tmpdir())
})

test('renewed, it reads procedures again, but neither its config nor its templates', async () => {
  const texts = new Map([[join(root, 'procedures/Course.json'), '{ "process": { "transcode": [{ "definition": 301 }] } }']])
  const before = await openWorkbench(root, { builtInProcedures: [], frontEnds: { '.lua': () => frontEnds.of('.lua'), '.json': () => frontEnds.of('.json') }, unsaved: texts })
  if (before === undefined) throw new Error('the folder cannot be opened')
  expect(await codes(before, 'a.call', 'Course\n')).toEqual([])
  texts.set(join(root, 'procedures/Course.json'), '{ "process": { "transcode": [{ "definition": 99 }] } }')
  expect(await codes(before, 'a.call', 'Course\n')).toEqual([])
  const after = before.renewed()
  expect(after.templates).toBe(before.templates)
  expect(await codes(after, 'a.call', 'Course\n')).toEqual(['template/unknown'])
})

test.each([
  ['vodflow.config.json', true], ['templates/own.json', true], ['templates/deep/new.json', true], ['elsewhere.json', true],
  ['procedures/Course.json', false], ['procedures/New.json', false], ['templates/a.lua', false], ['a.call', false],
])('whether it rests on %s: %s', async (path, expected) => {
  expect((await workbench()).restsOn(join(root, path))).toBe(expected)
})
