import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLuaFrontEnd } from '../src/index.ts'
import { workerSource } from '../src/generated/worker-source.ts'
import { asked, inHandler, runLua, told } from './run-lua.ts'

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

test('a warm worker does not keep the process alive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-lua-'))
  const script = join(folder, 'warm.cjs')
  writeFileSync(script, `const { Worker } = require('node:worker_threads'); new Worker(${JSON.stringify(workerSource)}, { eval: true }).unref()`)
  const ended = spawnSync(process.execPath, [script], { timeout: 5_000 })
  rmSync(folder, { recursive: true })
  expect(ended.status).toBe(0)
})
