import { type Diagnostic, fail, ok, type Result } from '@vodflow/core'
import { access, constants, mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { runDiagnostics } from '../diagnostics.ts'
import { digestOfFile } from '../file-digest.ts'
import { errorCode, reasonOf } from '../file-error.ts'
import { makeFolders } from '../make-folders.ts'
import { replaceFile, syncFolder } from '../store/durable-file.ts'
import type { ArtifactCache, CachedArtifact, CachedResult, Recipe } from './artifact-cache.ts'
import { entryFile, entryText, isIntact, loadEntry, type EntryFile } from './entry.ts'
import { recallRecipes, rememberRecipes } from './last-recipes.ts'
import { bytesOfEntry, forget, makeRoom, removeAbandoned, temporaryName } from './make-room.ts'
import { entryFolder, placesIn, type CachePlaces } from './places.ts'
import { shareFile } from './share-file.ts'

export interface CacheOptions {
  readonly maxBytes: number
  /** Read every file of a result before it is used again. */
  readonly thorough?: boolean
  /** Only look: no folder is made, no use is counted, nothing is put or forgotten. */
  readonly readOnly?: boolean
}

export const defaultCacheBytes = 20_000_000_000
const format = 'vodflow/cache@1'

/**
 * A cache in a folder, made where there is none. Nothing is locked: a result is made aside and renamed into place as a whole, is
 * renamed away as a whole before it is removed, and what is taken is looked at again after it was linked.
 */
export async function openFolderCache(folder: string, options: CacheOptions): Promise<Result<ArtifactCache>> {
  const places = placesIn(resolve(folder))
  try {
    const problem = await prepareFolder(places, options.readOnly === true)
    if (problem !== undefined) return fail(problem)
  } catch (error) {
    return fail(runDiagnostics.create('cache-unusable', undefined, { folder: places.folder, why: reasonOf(error) }))
  }
  const writable = await access(places.entries, constants.W_OK).then(() => true, () => false)
  if (writable && options.readOnly !== true) await removeAbandoned(places)
  return ok(cacheIn(places, options))
}

async function prepareFolder(places: CachePlaces, readOnly: boolean): Promise<Diagnostic | undefined> {
  const { folder, marker, entries, temporary, recipes } = places
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  const text = await readFile(marker, 'utf8').catch(() => undefined)
  if (text !== undefined) return text.includes(`"${format}"`) ? undefined : runDiagnostics.create('cache-unknown', undefined, { folder, known: format })
  // Two that come at once both make it; what one of them has begun is not strange to the other.
  const strange = names.filter((name) => ![entries, temporary, recipes, marker, `${marker}.new`].includes(join(folder, name)))
  if (strange.length > 0) return runDiagnostics.create('cache-not-empty', undefined, { folder })
  if (readOnly) return undefined
  for (const path of [folder, entries, temporary, recipes]) await makeFolders(path)
  await replaceFile(marker, `${JSON.stringify({ format })}\n`, join(temporary, temporaryName()))
  return undefined
}

function cacheIn(places: CachePlaces, { maxBytes, thorough = false, readOnly = false }: CacheOptions): ArtifactCache {
  /** Once known: what is here, as far as this process has seen. */
  let bytes: number | undefined

  async function find(key: string): Promise<CachedResult | undefined> {
    const folder = entryFolder(places, key)
    const entry = await loadEntry(folder)
    if (entry?.recipe.key !== key || !(await isIntact(folder, entry, thorough))) {
      if (!readOnly && (await isThere(folder))) await forget(places, folder)
      return undefined
    }
    if (readOnly) return { key, artifacts: entry.files.map(({ artifact }) => artifact) }
    const now = new Date()
    // A folder that may only be read from keeps no account of its uses.
    await utimes(join(folder, entryFile), now, now).catch(() => undefined)
    return { key, artifacts: entry.files.map(({ artifact }) => artifact) }
  }

  async function put(recipe: Recipe, artifacts: readonly CachedArtifact[], folder: string): Promise<readonly Diagnostic[]> {
    if (readOnly) return []
    const aside = join(places.temporary, temporaryName())
    try {
      const size = bytesOfEntry(artifacts)
      if (size > maxBytes) return [notKept(places, `${recipe.name} has ${size} bytes, and the cache may hold ${maxBytes}`)]
      if (await isThere(entryFolder(places, recipe.key))) return []
      // First the room, then the result, so that the bound holds at every moment that this process can answer for.
      if (bytes === undefined || bytes + size > maxBytes) bytes = await makeRoom(places, maxBytes - size)
      await mkdir(aside)
      const files = await keepFiles(artifacts, folder, aside)
      await replaceFile(join(aside, entryFile), entryText({ recipe, files }))
      if (await moveIntoPlace(aside, entryFolder(places, recipe.key))) bytes += size
      return []
    } catch (error) {
      return [notKept(places, reasonOf(error))]
    } finally {
      await rm(aside, { recursive: true, force: true }).catch(() => undefined)
    }
  }

  return {
    folder: places.folder,
    find,
    take: (result, folder) => take(places, result, folder),
    put,
    recall: (source) => recallRecipes(places, source),
    remember: async (source, recipes) => (readOnly ? undefined : rememberRecipes(places, source, recipes)),
  }
}

async function take(places: CachePlaces, { key, artifacts }: CachedResult, folder: string): Promise<boolean> {
  const from = entryFolder(places, key)
  const made: string[] = []
  try {
    for (const [index, { path }] of artifacts.entries()) {
      const to = join(folder, path)
      await makeFolders(dirname(to))
      made.push(to)
      await shareFile(join(from, String(index)), to)
    }
    const entry = await loadEntry(from)
    if (entry?.recipe.key !== key || !(await isIntact(from, entry, false))) throw new Error('it has gone or changed meanwhile')
    return true
  } catch {
    for (const path of made) await rm(path, { force: true })
    return false
  }
}

async function keepFiles(artifacts: readonly CachedArtifact[], folder: string, aside: string): Promise<readonly EntryFile[]> {
  const files: EntryFile[] = []
  for (const [index, artifact] of artifacts.entries()) {
    const to = join(aside, String(index))
    await shareFile(join(folder, artifact.path), to)
    const { size, mtimeMs } = await stat(to)
    if (size !== artifact.sizeBytes) throw new Error(`'${artifact.path}' has changed since it was made`)
    files.push({ artifact, mtimeMs, md5: artifact.md5 ?? (await digestOfFile(to, 'md5')) ?? '' })
  }
  return files
}

/** False where another process has kept the same result meanwhile. */
async function moveIntoPlace(aside: string, folder: string): Promise<boolean> {
  await makeFolders(dirname(folder))
  try {
    await rename(aside, folder)
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error)) && (await isThere(folder))) return false
    throw error
  }
  await syncFolder(dirname(folder))
  return true
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false)
}

function notKept({ folder }: CachePlaces, why: string): Diagnostic {
  return runDiagnostics.create('cache-not-kept', undefined, { folder, why })
}
