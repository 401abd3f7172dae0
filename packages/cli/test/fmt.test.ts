import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { main } from 'vodflow'
import { capturedIo } from './captured-io.ts'

const examples = resolve(import.meta.dirname, '../../../procedures/examples')
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-fmt-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function vodflow(args: readonly string[], stdin = '') {
  const { io, out, err } = capturedIo({ cwd: folder, stdin })
  const status = await main(args, io)
  return { status, out: out(), err: err() }
}

const read = (name: string) => readFile(join(folder, name), 'utf8')

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

describe('fmt', () => {
  test('formats all that validate finds, says which, and then has nothing to do', async () => {
    await write({
      'procedures/A.json': '{"name":"A","process":{"imageSprite":[{"definition":10}]}}', 'procedures/A.test.json': '{"tests":[]}', 'procedures/B.lua': 'x=1',
      'n.call': 'A( )\n', 'templates/t.json': '{"kind":"watermark","definition":9}', 'vodflow.config.json': '{ "procedures":["procedures"] }', 'package.json': '{"a":1}',
    })
    const first = await vodflow(['fmt'])
    expect(first).toMatchObject({ status: 0, err: 'vodflow: 6 files formatted, 0 were already\n' })
    expect(first.out.trim().split('\n')).toEqual(['n.call', 'procedures/A.json', 'procedures/A.test.json', 'procedures/B.lua', 'templates/t.json', 'vodflow.config.json'])
    expect(await read('procedures/A.json')).toBe('{ "name": "A", "process": { "imageSprite": [{ "definition": 10 }] } }\n')
    expect(await read('package.json')).toBe('{"a":1}')
    expect(await vodflow(['fmt'])).toEqual({ status: 0, out: '', err: '' })
    expect(await vodflow(['fmt', '--check'])).toEqual({ status: 0, out: '', err: '' })
  })

  test('--check writes nothing, and names a byte order mark and the line ends of Windows', async () => {
    await write({ 'a.call': '\uFEFFA()\r\n', 'b.call': 'B()\n' })
    const { status, out, err } = await vodflow(['fmt', '--check'])
    expect([status, out]).toEqual([1, 'a.call\n'])
    expect(err).toContain("'a.call' has a byte order mark and Windows' line ends")
    expect(await read('a.call')).toBe('\uFEFFA()\r\n')
    await vodflow(['fmt'])
    expect(await read('a.call')).toBe('A()\n')
  })

  test('--diff writes nothing and prints a patch', async () => {
    await write({ 'a.call': 'A( )\nB()\n' })
    const { status, out } = await vodflow(['fmt', '--diff'])
    expect(status).toBe(1)
    expect(out).toContain('--- a/a.call')
    expect(out).toContain('-A( )\n+A()\n B()')
    expect(await read('a.call')).toBe('A( )\nB()\n')
  })

  test('what cannot be read is named at its place and left alone; the rest is done', async () => {
    await write({ 'a.call': 'A(\n', 'procedures/b.json': '{"a":}', 'procedures/c.lua': 'local = 1', 'd.call': ' D' })
    const { status, out, err } = await vodflow(['fmt'])
    expect([status, out]).toEqual([1, 'd.call\n'])
    for (const place of ['a.call:1:3: error', 'procedures/b.json:1:6: error', 'procedures/c.lua:1:7: error']) expect(err).toContain(place)
    expect([await read('a.call'), await read('procedures/b.json'), await read('procedures/c.lua')]).toEqual(['A(\n', '{"a":}', 'local = 1'])
  })

  test('a file keeps who may read it, and a link stays one', async () => {
    await write({ 'real/a.call': ' A' })
    await chmod(join(folder, 'real/a.call'), 0o640)
    await symlink(join(folder, 'real/a.call'), join(folder, 'link.call'))
    expect(await vodflow(['fmt', 'link.call'])).toMatchObject({ status: 0 })
    expect((await stat(join(folder, 'real/a.call'))).mode & 0o777).toBe(0o640)
    expect((await lstat(join(folder, 'link.call'))).isSymbolicLink()).toBe(true)
    expect(await read('real/a.call')).toBe('A()\n')
    expect(await readdir(join(folder, 'real'))).toEqual(['a.call'])
  })

  test('standard input comes out formatted, of the kind that its name says', async () => {
    expect(await vodflow(['fmt', '-'], 'X( 1 )')).toEqual({ status: 0, out: 'X(1)\n', err: '' })
    expect(await vodflow(['fmt', '-', '--stdin-name', 'a.json'], '{"a":1}')).toEqual({ status: 0, out: '{ "a": 1 }\n', err: '' })
    expect(await vodflow(['fmt', '-', '--stdin-name', 'a.lua', '--check'], 'x=1')).toEqual({ status: 1, out: '', err: '' })
    const patch = await vodflow(['fmt', '-', '--diff'], 'X( 1 )\n')
    expect(patch).toMatchObject({ status: 1, err: '', out: expect.stringContaining('-X( 1 )\n+X(1)\n') })
    expect(await vodflow(['fmt', '-', '--diff'], 'X(1)\n')).toEqual({ status: 0, out: '', err: '' })
    expect(await vodflow(['fmt', '-', '--stdin-name', 'a.lua'], 'x=')).toMatchObject({ status: 1, out: '', err: expect.stringContaining('a.lua:1:') })
    expect(await vodflow(['fmt', '-', '--stdin-name', 'a.txt'], '')).toMatchObject({ status: 2 })
    expect(await vodflow(['fmt', '-', 'a.call'], '')).toMatchObject({ status: 2 })
  })

  test('--json prints nothing but JSON', async () => {
    await write({ 'a.call': 'A', 'b.call': 'B()\n' })
    const { status, out, err } = await vodflow(['fmt', '--json', '--check'])
    expect([status, err]).toEqual([1, ''])
    expect(JSON.parse(out)).toEqual({ written: false, changed: [{ path: 'a.call', byteOrderMark: false, carriageReturns: false }], unchanged: 1 })
  })

  test('no example changes its graph', async () => {
    const topics = await readdir(examples)
    expect(topics.length).toBeGreaterThan(5)
    for (const topic of topics) {
      await cp(join(examples, topic), join(folder, topic), { recursive: true })
      const assumed = Object.entries(JSON.parse(await read(`${topic}/assume.json`)) as object).map(([key, value]) => `${key}=${String(value)}`).join(',')
      const graphs = () => Promise.all(['json', 'lua'].map(async (end) => (await vodflow(['compile', '--project', topic, `./${topic}/procedure.${end}`, '--assume', assumed])).out))
      const before = await graphs()
      expect(before[0]).toContain('vodflow/task-graph@1')
      expect(await vodflow(['fmt', topic, `${topic}/assume.json`])).toMatchObject({ status: 0 })
      expect(await graphs()).toEqual(before)
      expect(await vodflow(['fmt', '--check', topic])).toMatchObject({ status: 0, out: '' })
    }
  }, 60_000)
})
