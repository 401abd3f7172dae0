import { type ArtifactCache, openFolderCache } from '@vodflow/engine'
import { describeArtifactCacheContract, fakeArtifacts, fakeKey, fakeRecipe } from '@vodflow/testing'
import { appendFile, chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

async function freshFolder(base = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(base, 'vodflow-cache-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function opened(folder: string, maxBytes = 1e9, thorough = false): Promise<ArtifactCache> {
  const cache = await openFolderCache(folder, { maxBytes, thorough })
  return cache.ok ? cache.value : expect.fail(cache.diagnostics[0]?.message)
}

async function codesOf(folder: string): Promise<readonly string[]> {
  return (await openFolderCache(folder, { maxBytes: 1e9 })).diagnostics.map(({ code }) => code)
}

describeArtifactCacheContract('folder', async () => {
  const folder = await freshFolder()
  return { open: (maxBytes) => opened(join(folder, 'cache'), maxBytes) }
})

/** More than is copied: such a file is linked where no blocks can be shared. */
const large = 'x'.repeat(3 * 1024 * 1024)

interface Kept {
  readonly folder: string
  readonly cache: ArtifactCache
  readonly made: string
  /** The kept file itself. */
  readonly file: string
}

async function kept(text: string, thorough = false): Promise<Kept> {
  const [folder, made] = [await freshFolder(), await freshFolder()]
  const cache = await opened(folder, 1e9, thorough)
  expect(await cache.put(fakeRecipe(1), await fakeArtifacts(made, { 'v.f10.mp4': text }), made)).toEqual([])
  return { folder, cache, made, file: join(folder, 'entries', '00', fakeKey(1), '0') }
}

test('a large file is linked or shares its blocks, and what is linked is read-only', async () => {
  const { made, file } = await kept(large)
  const [mine, its] = [await stat(join(made, 'v.f10.mp4')), await stat(file)]
  if (mine.ino !== its.ino) return expect(its.size).toBe(mine.size)
  expect(mine.mode & 0o222).toBe(0)
})

test('a small file is a copy, which its user may edit in place', async () => {
  const { cache, made, file } = await kept('#EXTM3U')
  expect((await stat(file)).ino).not.toBe((await stat(join(made, 'v.f10.mp4'))).ino)
  await appendFile(join(made, 'v.f10.mp4'), '\n# mine')
  const used = await freshFolder()
  const found = await cache.find(fakeKey(1))
  expect(found && (await cache.take(found, used))).toBe(true)
  expect(await readFile(join(used, 'v.f10.mp4'), 'utf8')).toBe('#EXTM3U')
})

test('a kept file that was changed, cut or removed is not used again', async () => {
  for (const harm of ['changed', 'cut', 'removed'] as const) {
    const { cache, file, folder } = await kept(large)
    await chmod(file, 0o644)
    if (harm === 'changed') await writeFile(file, 'y'.repeat(large.length))
    if (harm === 'cut') await writeFile(file, 'x')
    if (harm === 'removed') await rm(file)
    expect(await cache.find(fakeKey(1)), harm).toBeUndefined()
    expect(await readdir(join(folder, 'entries', '00')), harm).toEqual([])
  }
})

test('a kept file of another time but the same content is used', async () => {
  const { cache, file } = await kept(large)
  await utimes(file, new Date(1e12), new Date(1e12))
  expect(await cache.find(fakeKey(1))).toBeDefined()
})

test('a change that hides its time is found where every file is read', async () => {
  const { file, folder } = await kept(large)
  const { atime, mtime } = await stat(file)
  await utimes(file, atime, mtime)
  await chmod(file, 0o644)
  const harmed = `${large.slice(1)}y`
  await writeFile(file, harmed)
  await utimes(file, atime, mtime)
  const thorough = await opened(folder, 1e9, true)
  expect(await thorough.find(fakeKey(1))).toBeUndefined()
})

test('a page of an entry that is torn, changed or of another form is not believed, and goes', async () => {
  for (const harm of [(text: string) => text.slice(0, 50), (text: string) => text.replace('v.f10.mp4', '../../../x'), () => 'null', (text: string) => text.replace('result@1', 'result@9')]) {
    const { cache, folder, file } = await kept('one')
    const page = join(file, '..', 'entry.json')
    await writeFile(page, harm(await readFile(page, 'utf8')))
    expect(await cache.find(fakeKey(1))).toBeUndefined()
    expect(await readdir(join(folder, 'entries', '00'))).toEqual([])
  }
})

test('what changes between being found and being taken is not taken', async () => {
  const { cache, file } = await kept('one')
  const used = await freshFolder()
  const found = await cache.find(fakeKey(1))
  await writeFile(file, 'two')
  expect(found && (await cache.take(found, used))).toBe(false)
  expect(await readdir(used)).toEqual([])
})

test('a file that is there already is not written over', async () => {
  const { cache } = await kept('one')
  const used = await freshFolder()
  await writeFile(join(used, 'v.f10.mp4'), 'mine')
  const found = await cache.find(fakeKey(1))
  expect(found && (await cache.take(found, used))).toBe(false)
})

test('what a killed process left is cleared away, what a living one works on is not', async () => {
  const { folder } = await kept('one')
  await mkdir(join(folder, 'tmp', `999999_1_${encodeURIComponent((await import('node:os')).hostname())}_x`))
  await mkdir(join(folder, 'tmp', '999999_1_another-machine_x'))
  await mkdir(join(folder, 'tmp', 'mine'))
  await opened(folder)
  expect((await readdir(join(folder, 'tmp'))).toSorted()).toEqual(['999999_1_another-machine_x', 'mine'])
})

test('a folder with other things in it, a file, or a cache of another form is refused and not touched', async () => {
  const folder = await freshFolder()
  await writeFile(join(folder, 'mine.txt'), 'mine')
  expect(await codesOf(folder)).toEqual(['run/cache-not-empty'])
  expect(await readdir(folder)).toEqual(['mine.txt'])
  expect(await codesOf(join(folder, 'mine.txt'))).toEqual(['run/cache-unusable'])
  expect(await codesOf(join(folder, 'mine.txt', 'under'))).toEqual(['run/cache-unusable'])
  expect(await codesOf('a\0b')).toEqual(['run/cache-unusable'])
  const strange = await freshFolder()
  await writeFile(join(strange, 'vodflow-cache.json'), '{"format":"vodflow/cache@9"}')
  expect(await codesOf(strange)).toEqual(['run/cache-unknown'])
})

test('making room removes results only: a stranger among them stays', async () => {
  const folder = await freshFolder()
  const made = await freshFolder()
  const cache = await opened(folder, 40_000)
  await cache.put(fakeRecipe(1), await fakeArtifacts(made, { 'a.jpg': 'x'.repeat(20_000) }), made)
  await mkdir(join(folder, 'entries', '00', 'notes'))
  await writeFile(join(folder, 'entries', '00', 'notes', 'mine.txt'), 'mine')
  await cache.put(fakeRecipe(2), await fakeArtifacts(made, { 'b.jpg': 'x'.repeat(20_000) }), made)
  expect((await readdir(join(folder, 'entries', '00'))).toSorted()).toEqual([fakeKey(2), 'notes'])
})

const shared = await stat('/dev/shm').catch(() => undefined)
const here = await stat(tmpdir())
const otherDevice = shared !== undefined && shared.dev !== here.dev
if (!otherDevice) process.stderr.write('SKIPPED: /dev/shm is no other device than the temporary folder\n')

test.skipIf(!otherDevice)('across devices files are copied, and the copies can be written to', async () => {
  const [folder, made, used] = [await freshFolder('/dev/shm'), await freshFolder(), await freshFolder()]
  const cache = await opened(folder)
  expect(await cache.put(fakeRecipe(1), await fakeArtifacts(made, { 'v.f10.mp4': large }), made)).toEqual([])
  const found = await cache.find(fakeKey(1))
  expect(found && (await cache.take(found, used))).toBe(true)
  const copy = await lstat(join(used, 'v.f10.mp4'))
  expect([copy.nlink, copy.size]).toEqual([1, large.length])
  expect(copy.mode & 0o200).toBe(0o200)
})
