/** Runs that are stopped, in good order and not: nothing half-made, no process left, and the same command goes on. */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFilmFolder, filesBelow, processesNaming, readResult } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const bin = resolve(import.meta.dirname, '../packages/cli/bin/vodflow.cjs')
const films = createFilmFolder('interrupted')
const call = 'QCVB_SimpleProcessFile({10,230},0,10,10)'
let film = ''
beforeAll(async () => {
  film = await films.longFilm()
  await runVodflow(['--version'])
}, 120_000)
afterAll(films.remove)

type Child = ChildProcessByStdio<null, Readable, Readable>

function start(out: string): Child {
  return spawn(process.execPath, [bin, 'run', call, '-i', film, '-o', out, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Resolves when ffmpeg is at work. */
async function working(child: Child): Promise<void> {
  const lines = createInterface({ input: child.stderr })
  for await (const line of lines) if (line.includes('"step-progress"')) break
  lines.close()
  child.stderr.resume()
}

async function ended(child: Child): Promise<{ readonly status: number | null; readonly stdout: string }> {
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  return { status: child.exitCode, stdout: Buffer.concat(chunks).toString('utf8') }
}

const halfMade = (out: string) => filesBelow(out).filter((name) => /^(v|sample|cover)\.|tmp/.test(name))

test.each(['SIGINT', 'SIGTERM'] as const)('%s: exit status 130, a result that says PROCESSING, and the same command goes on', { timeout: 120_000 }, async (signal) => {
  const out = films.path(`out-${signal}`)
  const child = start(out)
  await working(child)
  const finish = ended(child)
  child.kill(signal)
  const { status, stdout } = await finish
  expect(status).toBe(130)
  expect(JSON.parse(stdout)).toMatchObject({ status: 'PROCESSING', errCode: 0 })
  expect(halfMade(out)).toEqual([])
  expect(processesNaming(out)).toEqual([])
  expect(processesNaming(film)).toEqual([])
  if (signal === 'SIGTERM') return
  const again = await runVodflow(['run', call, '-i', film, '-o', out])
  expect(again.stderr).toContain('going on with')
  expect(again.status, again.stderr).toBe(0)
  expect(readResult(out)).toMatchObject({ status: 'FINISH', errCode: 0 })
})

test('Ctrl-C stops all runs of --each that go on, and begins no other', { timeout: 120_000 }, async () => {
  const out = films.path('out-each')
  const child = spawn(process.execPath, [bin, 'run', call, '-i', film, '-i', film, '-i', film, '--each', '--jobs', '2', '-o', out, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  await working(child)
  const finish = ended(child)
  child.kill('SIGINT')
  const { status, stdout } = await finish
  expect(status).toBe(130)
  // The shape is this program's own; what matters is compared here.
  const entries = JSON.parse(stdout) as readonly { readonly exitStatus: number; readonly result: unknown }[]
  expect(entries.map(({ exitStatus, result }) => [exitStatus, result === null])).toEqual([[130, false], [130, false], [130, true]])
  expect(halfMade(out)).toEqual([])
  expect(processesNaming(film)).toEqual([])
})

test('kill -9, then the same command: it goes on, and what was left behind is ended', { timeout: 120_000 }, async () => {
  const out = films.path('out-killed')
  const child = start(out)
  await working(child)
  const finish = ended(child)
  child.kill('SIGKILL')
  await finish
  const again = await runVodflow(['run', call, '-i', film, '-o', out])
  expect(again.stderr).toContain('going on with')
  expect(again.status, again.stderr).toBe(0)
  const result = readResult(out)
  expect(result).toMatchObject({ status: 'FINISH', errCode: 0 })
  expect(result.processTaskList.every(({ status }) => status === 'SUCCESS')).toBe(true)
  expect(processesNaming(film)).toEqual([])
})

test('a second Ctrl-C does not wait', { timeout: 60_000 }, async () => {
  const out = films.path('out-impatient')
  const child = start(out)
  await working(child)
  const finish = ended(child)
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect((await finish).status).toBe(130)
  await sleep(300)
  expect(processesNaming(film)).toEqual([])
})
