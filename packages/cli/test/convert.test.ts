import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { main } from 'vodflow'
import { capturedIo } from './captured-io.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-convert-'))
  await mkdir(join(folder, 'procedures'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function vodflow(args: readonly string[], stdin = '') {
  const { io, out, err } = capturedIo({ cwd: folder, stdin })
  const status = await main(args, io)
  return { status, out: out(), err: err() }
}

const put = (name: string, text: string) => writeFile(join(folder, name), text)
const call = 'QCVB_SimpleProcessFile({10,20},0,10)'

test('writes the new form to standard output, and says that the graph is the same', async () => {
  const { status, out, err } = await vodflow(['convert', call, '--to', 'json'])
  expect(status).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ name: 'QCVB_SimpleProcessFile', process: { transcode: [{ definition: [10, 20] }] } })
  expect(err).toMatch(/^vodflow: the same graph, [0-9a-f]{12}…\n$/u)
  expect(await vodflow(['fmt', '-', '--check', '--stdin-name', 'x.json'], out)).toMatchObject({ status: 0 })
})

test('-o takes a new file of the right name, and compiles from there', async () => {
  expect(await vodflow(['convert', '-', '--to', 'lua', '-o', 'procedures/New.lua'], `${call}\n`)).toMatchObject({ status: 0, out: '', err: expect.stringContaining("written to 'procedures/New.lua'") })
  expect((await vodflow(['compile', 'New'])).out).toBe((await vodflow(['compile', call])).out)
  expect(await vodflow(['convert', call, '--to', 'lua', '-o', 'procedures/New.lua'])).toMatchObject({ status: 2, err: expect.stringContaining('is there already') })
  expect(await vodflow(['convert', call, '--to', 'lua', '-o', 'x.json'])).toMatchObject({ status: 2, err: expect.stringContaining("'.lua'") })
})

test('what cannot be said is named, and nothing is written', async () => {
  await put('procedures/Sprite.json', '{ "priority": 3, "process": { "imageSprite": [{ "definition": 10 }] } }')
  const { status, out, err } = await vodflow(['convert', 'Sprite', '--to', 'call', '-o', 'x.call'])
  expect([status, out]).toEqual([1, ''])
  expect(err).toContain('[convert/action]')
  expect(err).toContain('[convert/field]')
  expect(await readdir(folder)).toEqual(['procedures'])
})

test('wrong use is refused', async () => {
  await put('procedures/A.json', '{ "process": { "imageSprite": [{ "definition": 10 }] } }')
  for (const args of [['A', '--to', 'xml'], ['A'], ['A', '--to', 'json'], ['Nothing', '--to', 'lua'], ['A(', '--to', 'lua']]) {
    expect([args, (await vodflow(['convert', ...args])).status]).toEqual([args, 2])
  }
})

test('--json has the text and the proof in it', async () => {
  const { status, out, err } = await vodflow(['convert', call, '--to', 'call', '--json'])
  expect([status, err]).toEqual([0, ''])
  expect(JSON.parse(out)).toEqual({ text: 'QCVB_SimpleProcessFile({10,20},0,10)\n', cases: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/u) })
})

test('a file that was written can be read by everybody who could read one made here', async () => {
  await vodflow(['convert', call, '--to', 'call', '-o', 'a.call'])
  expect(await readFile(join(folder, 'a.call'), 'utf8')).toBe(`${call}\n`)
  expect(await vodflow(['validate', 'a.call'])).toMatchObject({ status: 0 })
})
