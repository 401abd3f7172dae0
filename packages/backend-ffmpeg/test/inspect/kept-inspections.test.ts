import { chmod, copyFile, mkdir, open, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inspectSource } from '../../src/inspect/index.ts'
import { keepInspection, keptInspection } from '../../src/inspect/kept-inspections.ts'
import { readSourceFile } from '../../src/inspect/source-file.ts'
import { film, makeMedia, temporaryFolder, toolsAtHand } from '../helpers/machine.ts'

/** An ffprobe that writes down that it was asked, and asks the real one. */
async function countingProbe(folder: string) {
  const { ffprobe, capabilities } = await toolsAtHand()
  const program = join(folder, 'ffprobe')
  await writeFile(program, `#!/bin/sh\necho asked >> '${folder}/asked'\nexec '${ffprobe}' "$@"\n`)
  await chmod(program, 0o755)
  const asked = async (): Promise<number> => (await readFile(join(folder, 'asked'), 'utf8').catch(() => '')).split('asked').length - 1
  const keepIn = join(folder, 'kept')
  const inspect = async (path: string) => {
    const result = await inspectSource({ parts: [{ path }] }, capabilities, { program, sandbox: undefined, keepIn }, new AbortController().signal)
    return result.ok ? result.value : expect.fail(result.diagnostics[0]?.message)
  }
  return { inspect, asked, keepIn, capabilities }
}

/** What changed just now is not kept, and no one can set back the clock of a change. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 2100))

test('a file is probed once, whatever asks again, until it changes', { timeout: 30_000 }, async () => {
  const folder = await temporaryFolder()
  const { inspect, asked, keepIn } = await countingProbe(folder)
  const path = await makeMedia(folder, 'a.ts', film(1))
  const first = await inspect(path)
  expect(await readdir(keepIn).catch(() => [])).toEqual([])
  await settled()
  await inspect(path)
  expect(await asked()).toBe(2)
  expect(await inspect(path)).toEqual(first)
  expect(await asked()).toBe(2)

  // The same size and, by an old hand, the same time of change; the ends are the same too.
  const { mtime, size } = await stat(path)
  const file = await open(path, 'r+')
  await file.write(Buffer.alloc(188, 0xff), 0, 188, Math.floor(size / 376) * 188)
  await file.close()
  await utimes(path, mtime, mtime)
  await inspect(path)
  expect(await asked()).toBe(3)
})

test('a copy is another file, and what is kept cannot be read as what it is not', async () => {
  const folder = await temporaryFolder()
  const { inspect, asked, keepIn } = await countingProbe(folder)
  const path = await makeMedia(folder, 'a.ts', film(1))
  const copy = join(folder, 'b.ts')
  await copyFile(path, copy)
  await settled()
  await inspect(path)
  await inspect(copy)
  expect(await asked()).toBe(2)
  const names = await readdir(keepIn)
  expect(names).toHaveLength(2)
  const [one = '', two = ''] = await Promise.all(names.map((name) => readFile(join(keepIn, name), 'utf8')))
  await writeFile(join(keepIn, names[0] ?? ''), two)
  await writeFile(join(keepIn, names[1] ?? ''), one.slice(0, 100))
  await inspect(path)
  await inspect(copy)
  expect(await asked()).toBe(4)
})

test('several at once keep no more than they may, and drop what was read longest ago', async () => {
  const folder = await temporaryFolder()
  const { inspect, keepIn, capabilities } = await countingProbe(folder)
  const path = await makeMedia(folder, 'a.mp4', film(1))
  const inspection = await inspect(path)
  const file = await readSourceFile(path)
  if (!file.ok) return expect.fail('no file')
  await settled()
  const { facts, keyFrames, seekable } = inspection
  const known = { facts, keyFrames, seekable, packets: { container: 'movie' } } as const
  await mkdir(keepIn)
  const old = new Date(Date.now() - 60_000)
  for (let at = 0; at < 430; at += 1) await writeFile(join(keepIn, `inspection-0-${at}.json`), '{}').then(() => utimes(join(keepIn, `inspection-0-${at}.json`), old, old))
  await Promise.all(Array.from({ length: 5 }, (_, at) => keepInspection(keepIn, path, file.value, { ...capabilities, version: `made up ${at % 2}` }, known)))
  await keepInspection(keepIn, path, file.value, capabilities, known)
  expect((await readdir(keepIn)).length).toBeLessThanOrEqual(400)
  expect((await readdir(keepIn)).filter((name) => !name.startsWith('inspection-0-'))).toHaveLength(3)
  expect(await keptInspection(keepIn, path, file.value, capabilities)).toEqual(known)
})
