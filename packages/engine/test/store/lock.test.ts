import { processStartedAt, takeLock } from '@vodflow/engine'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'vodflow-lock-'))

async function sleeper(): Promise<{ readonly pid: number; readonly kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  await once(child, 'spawn')
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  onTestFinished(kill)
  if (child.pid === undefined) return expect.fail('no child')
  return { pid: child.pid, kill }
}

function lockName(pid: number, startedAt: string): string {
  return `lock-${pid}-${encodeURIComponent(startedAt)}`
}

test('a lock is held until it is released', async () => {
  const folder = await freshFolder()
  const first = await takeLock(folder)
  expect(await takeLock(folder)).toMatchObject({ ok: false, holder: { pid: process.pid } })
  if (first.ok) await first.lock.release()
  expect(await readdir(folder)).toEqual([])
  expect(await takeLock(folder)).toMatchObject({ ok: true })
})

test('a lock that cannot be removed is no failure of what was done under it', async () => {
  const folder = await freshFolder()
  const taken = await takeLock(folder)
  const [name = ''] = await readdir(folder)
  await rm(join(folder, name))
  // As good as a file in a folder that was closed meanwhile, for whoever runs the tests.
  await mkdir(join(folder, name, 'in it'), { recursive: true })
  if (taken.ok) await expect(taken.lock.release()).resolves.toBeUndefined()
})

test('a living holder is named; when it has died its lock is cleared away', async () => {
  const folder = await freshFolder()
  const holder = await sleeper()
  await writeFile(join(folder, lockName(holder.pid, processStartedAt(holder.pid) ?? '')), '')
  expect(await takeLock(folder)).toMatchObject({ ok: false, holder: { pid: holder.pid } })
  await holder.kill()
  expect(await takeLock(folder)).toMatchObject({ ok: true })
  expect(await readdir(folder)).toHaveLength(1)
})

test('a living process that only has the pid of the dead holder does not count', async () => {
  const folder = await freshFolder()
  const { pid } = await sleeper()
  await writeFile(join(folder, lockName(pid, 'long ago')), '')
  expect(await takeLock(folder)).toMatchObject({ ok: true })
})

test('a process that is gone has no start time', async () => {
  const { pid, kill } = await sleeper()
  expect(processStartedAt(pid)).toBe(processStartedAt(pid))
  expect(processStartedAt(pid)).not.toBe(undefined)
  await kill()
  expect(processStartedAt(pid)).toBe(undefined)
  for (const strange of [0, -1, 1.5, Number.NaN, 2 ** 40]) expect(processStartedAt(strange)).toBe(undefined)
})
