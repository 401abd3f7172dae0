import type { ArtifactCache, CachedArtifact, Recipe } from '@vodflow/engine'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

export interface ArtifactCacheFixture {
  /** Empty at first. Opened again with the same limit, as another process would open it. */
  readonly open: (maxBytes: number) => Promise<ArtifactCache>
}

export function fakeKey(number: number): string {
  return number.toString(16).padStart(64, '0')
}

export function fakeRecipe(number: number, name = `transcode.${number}`): Recipe {
  return { key: fakeKey(number), name, parts: { speed: 'veryfast', task: { video: { bitrate: number } } } }
}

/** Files of these texts in a folder, as a run leaves them. */
export async function fakeArtifacts(folder: string, files: Readonly<Record<string, string>>): Promise<readonly CachedArtifact[]> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return Object.entries(files).map(([path, text]) => ({ role: 'image', path, sizeBytes: Buffer.byteLength(text) }))
}

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vodflow-cached-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** What every cache must do. */
export function describeArtifactCacheContract(name: string, create: () => Promise<ArtifactCacheFixture>): void {
  describe(`artifact cache contract: ${name}`, () => {
    test('what was put is found and taken, by this process and by the next', async () => {
      const { open } = await create()
      const [made, used] = [await freshFolder(), await freshFolder()]
      const artifacts = await fakeArtifacts(made, { 'a.jpg': 'one', 'deep/er/b.jpg': 'two' })
      expect(await (await open(1e9)).put(fakeRecipe(1), artifacts, made)).toEqual([])
      const cache = await open(1e9)
      const found = await cache.find(fakeKey(1))
      expect(found).toEqual({ key: fakeKey(1), artifacts })
      expect(found && (await cache.take(found, used))).toBe(true)
      expect(await readFile(join(used, 'a.jpg'), 'utf8')).toBe('one')
      expect(await readFile(join(used, 'deep/er/b.jpg'), 'utf8')).toBe('two')
    })

    test('what was never put is not found, and nothing of it can be taken', async () => {
      const cache = await (await create()).open(1e9)
      const used = await freshFolder()
      expect(await cache.find(fakeKey(1))).toBeUndefined()
      expect(await cache.take({ key: fakeKey(1), artifacts: [{ role: 'image', path: 'a.jpg', sizeBytes: 3 }] }, used)).toBe(false)
      await expect(readFile(join(used, 'a.jpg'))).rejects.toThrow()
    })

    test('what is taken can be removed by its user, and is still there for the next', async () => {
      const cache = await (await create()).open(1e9)
      const [made, used, again] = [await freshFolder(), await freshFolder(), await freshFolder()]
      await cache.put(fakeRecipe(1), await fakeArtifacts(made, { 'a.jpg': 'one' }), made)
      const found = await cache.find(fakeKey(1))
      expect(found && (await cache.take(found, used))).toBe(true)
      await rm(join(used, 'a.jpg'))
      await rm(made, { recursive: true })
      expect(found && (await cache.take(found, again))).toBe(true)
      expect(await readFile(join(again, 'a.jpg'), 'utf8')).toBe('one')
    })

    test('what was unused for longest makes room for what is new', async () => {
      const cache = await (await create()).open(100_000)
      const made = await freshFolder()
      const text = 'x'.repeat(22_000)
      for (const number of [1, 2, 3]) {
        await cache.put(fakeRecipe(number), await fakeArtifacts(made, { [`${number}.jpg`]: text }), made)
        // Times of files may have no more than a tick of the system's clock.
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
      expect(await cache.find(fakeKey(1))).toBeDefined()
      await cache.put(fakeRecipe(4), await fakeArtifacts(made, { '4.jpg': text }), made)
      const there = await Promise.all([1, 2, 4].map(async (number) => (await cache.find(fakeKey(number))) !== undefined))
      expect(there).toEqual([true, false, true])
    })

    test('what is larger than all of it is refused with a reason, and costs nothing that is there', async () => {
      const cache = await (await create()).open(50_000)
      const made = await freshFolder()
      await cache.put(fakeRecipe(1), await fakeArtifacts(made, { 'a.jpg': 'one' }), made)
      const problems = await cache.put(fakeRecipe(2), await fakeArtifacts(made, { 'b.jpg': 'x'.repeat(60_000) }), made)
      expect(problems.map(({ code }) => code)).toEqual(['run/cache-not-kept'])
      expect(await cache.find(fakeKey(1))).toBeDefined()
      expect(await cache.find(fakeKey(2))).toBeUndefined()
    })

    test('a file that is not what its artifact says is not kept', async () => {
      const cache = await (await create()).open(1e9)
      const made = await freshFolder()
      const artifacts = await fakeArtifacts(made, { 'a.jpg': 'one', 'b.jpg': 'two' })
      await writeFile(join(made, 'b.jpg'), 'longer than it was')
      expect((await cache.put(fakeRecipe(1), artifacts, made)).map(({ code }) => code)).toEqual(['run/cache-not-kept'])
      expect(await cache.find(fakeKey(1))).toBeUndefined()
    })

    test('of many that put one result at once all are content, and it is there once', async () => {
      const { open } = await create()
      const made = await freshFolder()
      const artifacts = await fakeArtifacts(made, { 'a.jpg': 'one' })
      const problems = await Promise.all(Array.from({ length: 8 }, async () => (await open(1e9)).put(fakeRecipe(1), artifacts, made)))
      expect(problems.flat()).toEqual([])
      expect(await (await open(1e9)).find(fakeKey(1))).toEqual({ key: fakeKey(1), artifacts })
    })

    test('the last recipe of each name is remembered, by source', async () => {
      const { open } = await create()
      const cache = await open(1e9)
      expect(await cache.recall('/films/a.mp4')).toEqual(new Map())
      await cache.remember('/films/a.mp4', [fakeRecipe(1, 'transcode.10'), fakeRecipe(2, 'transcode.20')])
      await cache.remember('/films/a.mp4', [fakeRecipe(3, 'transcode.20')])
      await cache.remember('/films/b.mp4', [fakeRecipe(4, 'transcode.20')])
      const recalled = await (await open(1e9)).recall('/films/a.mp4')
      expect([...recalled.values()]).toEqual([fakeRecipe(1, 'transcode.10'), fakeRecipe(3, 'transcode.20')])
    })
  })
}
