import { type Happening, openJsonLinesStore, type RunStore } from '@vodflow/engine'
import { fakeHeader } from '@vodflow/testing'
import * as fc from 'fast-check'
import { appendFile, mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const created: Happening = { type: 'created' }
const cancelled: Happening = { type: 'cancelled' }
const finished: Happening = { type: 'finished', at: '2026-01-01T00:00:09.000Z' }

async function freshPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'vodflow-log-')), 'run.jsonl')
}

async function open(path: string): Promise<RunStore> {
  const store = await openJsonLinesStore(path)
  if (!store.ok) return expect.fail(store.diagnostics[0]?.message)
  return store.value
}

async function threeCommits(path: string): Promise<void> {
  const store = await open(path)
  await store.create(fakeHeader('a'), [created])
  await store.append('a', 1, [cancelled])
  await store.append('a', 2, [finished])
}

async function codesOf(path: string): Promise<readonly string[]> {
  return (await openJsonLinesStore(path)).diagnostics.map(({ code }) => code)
}

test('cut anywhere, the log holds the commits that are whole, and goes on after them', async () => {
  const path = await freshPath()
  await threeCommits(path)
  const whole = await readFile(path)
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: ends[0] ?? 0, max: whole.length }), async (length) => {
      await writeFile(path, whole)
      await truncate(path, length)
      const version = ends.filter((end) => end <= length).length
      const store = await open(path)
      expect(await store.load('a')).toMatchObject({ value: { version } })
      expect(await store.append('a', version, [cancelled])).toMatchObject({ ok: true, value: version + 1 })
      expect(await (await open(path)).load('a')).toMatchObject({ value: { version: version + 1 } })
    }),
    { numRuns: 60, seed: 7, examples: [[ends[0] ?? 0], [(ends[1] ?? 0) - 1], [whole.length]] },
  )
})

test('garbage after the last commit is cut before the next one', async () => {
  const path = await freshPath()
  await threeCommits(path)
  const before = await readFile(path, 'utf8')
  await appendFile(path, '{"format":"vodflow/run@1","ver\0\0\0')
  const store = await open(path)
  await store.append('a', 3, [cancelled])
  const after = await readFile(path, 'utf8')
  expect(after.startsWith(before)).toBe(true)
  expect(after.slice(before.length).split('\n')).toHaveLength(2)
})

test('a changed line in the middle is damage, not a torn end', async () => {
  const path = await freshPath()
  await threeCommits(path)
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('"cancelled"', '"canceled"'))
  expect(await codesOf(path)).toEqual(['run/log-damaged'])
  await writeFile(path, text.split('\n').toSpliced(1, 1).join('\n'))
  expect(await codesOf(path)).toEqual(['run/log-damaged'])
})

test('a newer format is named, and not taken for damage', async () => {
  const path = await freshPath()
  await threeCommits(path)
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('vodflow/run@1', 'vodflow/run@2'))
  const opened = await openJsonLinesStore(path)
  expect(opened.diagnostics[0]?.code).toBe('run/log-unknown')
  expect(opened.diagnostics[0]?.message).toContain(`'vodflow/run@2'`)
})

test('a file that is none of ours is refused', async () => {
  const path = await freshPath()
  for (const text of ['hello\n', '{}\n', 'null\n', '[1]\n\n', `${'['.repeat(20_000)}\n`]) {
    await writeFile(path, text)
    expect(await codesOf(path)).toEqual(['run/log-damaged'])
  }
})

test('creating leaves one file, whole', async () => {
  const path = await freshPath()
  await (await open(path)).create(fakeHeader('a'), [created])
  expect(await readdir(dirname(path))).toEqual(['run.jsonl'])
  expect((await readFile(path, 'utf8')).endsWith('\n')).toBe(true)
})
