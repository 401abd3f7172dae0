import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { createLuaFrontEnd } from '../../src/index.ts'
import { asked, inHandler, runLua, told } from '../run-lua.ts'

const sample = inHandler('local s = SampleSnapshotAction:new() s.definition = 10 set:addAction(s)')

test('scripts that are asked for at once run one after the other', async () => {
  const frontEnd = createLuaFrontEnd()
  const results = await Promise.all(Array.from({ length: 5 }, (_, index) => runLua(frontEnd, inHandler(
    `local s = SampleSnapshotAction:new() s.definition = ${index + 1} set:addAction(s)`,
  ))))
  expect(results.map(asked)).toEqual([1, 2, 3, 4, 5].map((definition) => [{ kind: 'sampleSnapshot', definition }]))
  await frontEnd.close()
})

test('it can be used again after it was closed', async () => {
  const frontEnd = createLuaFrontEnd({ warm: true })
  await frontEnd.close()
  expect(asked(await runLua(frontEnd, sample))).toEqual([{ kind: 'sampleSnapshot', definition: 10 }])
  await frontEnd.close()
})

test.each([
  ['does not start', 'throw new Error("broken")', 'broken'],
  ['ends by itself', 'process.exit(0)', 'ended by itself'],
  ['answers nonsense', 'const p = require("node:worker_threads").parentPort; p.on("message", (m) => p.postMessage({ type: "ended", id: m.id }))', 'notes'],
])('a worker that %s is a diagnostic', async (_name, source, said) => {
  const frontEnd = createLuaFrontEnd({ workerSource: source })
  const result = await runLua(frontEnd, sample)
  expect(told(result)).toEqual(['lua/worker-failed@1'])
  expect(result.diagnostics[0]?.message).toContain(said)
  await frontEnd.close()
})

test('a front end that is never closed does not keep the process alive', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-lua-'))
  const outfile = join(folder, 'run.mjs')
  const contents = `import { createLuaFrontEnd } from './src/index.ts'
const loaded = await createLuaFrontEnd({ warm: true }).load({ path: 'x.lua', text: 'x = = 1' })
console.log(loaded.diagnostics[0].code)`
  const resolveDir = fileURLToPath(new URL('../..', import.meta.url))
  await build({ stdin: { contents, resolveDir }, bundle: true, platform: 'node', format: 'esm', conditions: ['source'], outfile })
  const ended = spawnSync(process.execPath, [outfile], { timeout: 5_000, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect([ended.status, ended.stdout]).toEqual([0, 'lua/syntax\n'])
})
