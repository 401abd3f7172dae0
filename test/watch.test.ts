/** `vodflow validate --watch`: a pass for each change, until it is interrupted. */
import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bin, runVodflow } from './run-vodflow.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-watch-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeAll(async () => void (await runVodflow(['--version'])), 120_000)

test('every change is a pass; a file may vanish; Ctrl-C ends it with 130', async () => {
  writeFileSync(join(root, 'vodflow.config.json'), '{}')
  writeFileSync(join(root, 'a.call'), 'QCVB_SimpleProcessFile({10})\n')
  const child = spawn(process.execPath, [bin, 'validate', '--watch', '--format', 'jsonl'], { cwd: root, stdio: 'pipe' })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const summaries = () => said.split('\n').filter((line) => line.includes('"summary"')).map((line) => JSON.parse(line).errors)
  try {
    await vi.waitFor(() => expect(summaries()).toEqual([0]), 10_000)
    writeFileSync(join(root, 'a.call'), 'QCVB_SimpleProcessFile({10')
    await vi.waitFor(() => expect(summaries().at(-1)).toBe(1), 10_000)
    rmSync(join(root, 'a.call'))
    await vi.waitFor(() => expect(summaries().at(-1)).toBe(0), 10_000)
    const ended = new Promise((settle) => child.on('exit', settle))
    child.kill('SIGINT')
    expect(await ended).toBe(130)
  } finally {
    child.kill('SIGKILL')
  }
}, 40_000)

test('is about files, in a format of lines', async () => {
  expect((await runVodflow(['validate', '--watch', '--format', 'sarif'], { cwd: root })).status).toBe(2)
  expect((await runVodflow(['validate', '--watch', '-'], { cwd: root, stdin: 'A' })).status).toBe(2)
})
