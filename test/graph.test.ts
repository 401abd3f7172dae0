/** vodflow graph, the built program: formats, exit statuses, and what must not be done to files. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expectGolden } from '@vodflow/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const call = 'QCVB_ProcessUGCFile({10,20},0,10,10)'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vodflow-graph-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const graph = (...args: readonly string[]) => runVodflow(['graph', ...args], { cwd: folder })

test('a tree on standard output unless another format is asked for', async () => {
  const { status, stdout } = await graph(call)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^task graph: QCVB_ProcessUGCFile/)
  expect(stdout).toContain('├─ transcode.10: mp4 libx264 320xauto 256 kbps 24 fps libfdk_aac 48 kbps')
  expect((await graph(call, '--format', 'mermaid')).stdout).toContain('flowchart LR')
  expect((await graph(call, '--format', 'dot')).stdout).toContain('digraph {')
  expect(JSON.parse((await graph(call, '--json')).stdout)).toMatchObject({ format: 'vodflow/stages@1' })
})

test('an SVG by the ending of -o, which a second one replaces, and nothing is left beside it', async () => {
  for (const given of [call, 'QCVB_SimpleProcessFile({30})']) {
    const { status, stderr } = await graph(given, '-o', 'graph.svg')
    expect([status, stderr]).toEqual([0, "vodflow: the picture is in 'graph.svg'\n"])
  }
  expect(readFileSync(join(folder, 'graph.svg'), 'utf8')).toContain('>transcode.30</text>')
  const { status, stdout } = await graph(call, '--json', '-o', 'graph.svg')
  expect([status, stdout]).toEqual([0, ''])
  expect(readFileSync(join(folder, 'graph.svg'), 'utf8')).toContain('>transcode.20</text>')
  expect(readdirSync(folder)).toEqual(['graph.svg'])
})

test('every format replaces its own kind', async () => {
  for (const name of ['g.dot', 'g.mmd', 'g.txt', 'g.json', 'g.svg']) {
    expect((await graph(call, '-o', name)).status, name).toBe(0)
    expect((await graph(call, '-o', name)).status, name).toBe(0)
    rmSync(join(folder, name))
  }
})

test('another file, a folder and a place that is not there are refused', async () => {
  writeFileSync(join(folder, 'notes.svg'), '<svg>mine</svg>')
  for (const [output, words] of [['notes.svg', 'is no picture of a graph'], ['.', 'is a folder'], ['missing/graph.svg', 'there is no such file or folder'], ['', '-o is empty']] as const) {
    const { status, stdout, stderr } = await graph(call, '-o', output)
    expect([status, stdout], output).toEqual([2, ''])
    expect(stderr).toContain(words)
  }
  expect(readFileSync(join(folder, 'notes.svg'), 'utf8')).toBe('<svg>mine</svg>')
})

test('wrong use is told before any work', async () => {
  expect(await graph(call, '--format', 'png')).toMatchObject({ status: 2, stderr: "vodflow: 'png' is no format; choose one of svg, dot, mermaid, text, json\n" })
  expect((await graph(call, '--assume', 'height=x')).status).toBe(2)
  expect((await graph(call, '-i', 'missing.mp4')).status).toBe(1)
  expect(await graph(call, '--json', '--format', 'svg')).toMatchObject({ status: 2, stdout: '' })
})

test('a procedure with a mistake is drawn with it, and the status says so', async () => {
  const { status, stdout, stderr } = await graph('QCVB_SimpleProcessFile({10,99})', '--format', 'json')
  expect(status).toBe(2)
  expect(stderr).toContain('[template/unknown]')
  const drawn: unknown = JSON.parse(stdout)
  expect(drawn).toMatchObject({ problems: [{ code: 'template/unknown', severity: 'error', tasks: [], place: '<call>:1:28' }] })
})

test('a warning stands in the box it is about', async () => {
  const { status, stdout } = await graph('QCVB_SimpleProcessFile({10,40})', '--assume', 'width=640,height=360')
  expect(status).toBe(0)
  expect(stdout).toMatch(/transcode\.40: .*\n.*✗ <call>:1:28: warning: transcode template 40 makes more .*\[check\/upscaling\]/)
  expect(stdout.match(/✗/g)).toHaveLength(1)
})

test('the problems in a picture are in the language that is asked for', async () => {
  const { stdout } = await graph('QCVB_SimpleProcessFile({10,40})', '--assume', 'width=640,height=360', '--lang', 'zh', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ problems: [{ code: 'check/upscaling', message: expect.stringMatching(/\p{Script=Han}/u), tasks: ['transcode.40'] }] })
})

test('what is wrong beside a template stands in the boxes of its action', async () => {
  writeFileSync(join(folder, 'Marked.json'), `{ "process": {
  "transcode": [{ "definition": 10 }, { "definition": [20, 30], "watermark": 999 }, { "definition": 40, "override": { "video": { "width": 1921 } } }],
  "snapshotByTimeOffset": [{ "definition": 10, "timeOffset": [0, 900000] }] } }`)
  const { stdout } = await graph('./Marked.json', '--assume', 'width=1920,height=1080,duration=10', '--json')
  const drawn: { readonly problems: readonly { readonly code: string; readonly tasks: readonly string[] }[] } = JSON.parse(stdout)
  expect(drawn.problems.map(({ code, tasks }) => [code, ...tasks])).toEqual([
    ['check/beyond-end', 'snapshotByTimeOffset.10'], ['template/unknown', 'transcode.20', 'transcode.30'],
    ['check/odd-size', 'transcode.40'], ['check/upscaling', 'transcode.40'],
  ])
})

test('what cannot be read at all gives no picture', async () => {
  const { status, stdout, stderr } = await graph('QCVB_SimpleProcessFile({10,', '-o', 'broken.svg')
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toContain('[call/')
  expect(readdirSync(folder)).not.toContain('broken.svg')
})

test('a megabyte of call, and names that are markup', async () => {
  const long = await runVodflow(['graph', '-', '--format', 'svg'], { cwd: folder, stdin: `A(${'1,'.repeat(500_000)}1)` })
  expect([long.status, long.stdout]).toEqual([2, ''])
  expect(long.stderr.length).toBeLessThan(20_000)
  writeFileSync(join(folder, 'P.lua'), 'P = NewProcedureClass()\nfunction P:handleProcess()\n  local set = ProcessActionSet:new()\n  set:addAction(CoverBySnapshotAction:new{ definition = 10 })\n  return set\nend\nfunction CreateProcedure(text) return P:new() end\n')
  for (const format of ['svg', 'dot', 'mermaid']) {
    const { status, stdout } = await graph(String.raw`./P.lua("]\"<script>&amp;-->\n%%{init}%%")`, '--format', format)
    expect(status, format).toBe(0)
    expect(stdout, format).toContain('coverBySnapshot.10')
    expect(stdout, format).not.toContain('<script')
  }
})

test('the picture in the docs is what the command there draws', async () => {
  const { status, stdout } = await graph('QCVB_ProcessUGCFile({10,40,99},0,10)', '--assume', 'width=640,height=360', '--format', 'svg')
  expect(status).toBe(2)
  await expectGolden(resolve(import.meta.dirname, '../docs/graph.svg'), stdout)
})
