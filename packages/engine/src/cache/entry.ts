import { createHash } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { isAbsolute, join, posix } from 'node:path'
import { digestOfFile } from '../file-digest.ts'
import type { CachedArtifact, Recipe } from './artifact-cache.ts'

const format = 'vodflow/cached-result@1'
export const entryFile = 'entry.json'

/** What stands in an entry's folder, beside its files, which are named by their places in `files`: `0`, `1`, … */
export interface Entry {
  readonly recipe: Recipe
  readonly files: readonly EntryFile[]
}

export interface EntryFile {
  readonly artifact: CachedArtifact
  /** Of the kept file, when it was kept. */
  readonly mtimeMs: number
  readonly md5: string
}

export function entryText(entry: Entry): string {
  return `${JSON.stringify({ format, check: checkOf(entry), ...entry })}\n`
}

/** Undefined for whatever was not written by `entryText`. */
export function readEntry(text: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== format) return undefined
    const { format: _format, check, ...body } = value as Record<string, unknown>
    // The check proves that this program wrote it, so it has the shape that it was given.
    const entry = body as unknown as Entry
    return check === checkOf(entry) && entry.files.every(({ artifact }) => isPlainPath(artifact.path)) ? entry : undefined
  } catch {
    return undefined
  }
}

function checkOf({ recipe, files }: Entry): string {
  return createHash('sha256').update(JSON.stringify({ recipe, files })).digest('hex').slice(0, 16)
}

/** Whoever can write to the cache could write here: no path leads out of the folder that it is put into. */
function isPlainPath(path: string): boolean {
  return path !== '' && path === posix.normalize(path) && !isAbsolute(path) && !path.split('/').includes('..') && !/[\\\0]/.test(path)
}

export async function loadEntry(folder: string): Promise<Entry | undefined> {
  return readFile(join(folder, entryFile), 'utf8').then(readEntry, () => undefined)
}

/**
 * Whether every file is as it was kept: its size and time, which any write changes; its MD5 where the time is another, or where
 * `thorough` asks for it.
 */
export async function isIntact(folder: string, entry: Entry, thorough: boolean): Promise<boolean> {
  for (const [index, { artifact, mtimeMs, md5 }] of entry.files.entries()) {
    const path = join(folder, String(index))
    const found = await lstat(path).catch(() => undefined)
    if (!found?.isFile() || found.size !== artifact.sizeBytes) return false
    if ((thorough || found.mtimeMs !== mtimeMs) && (await digestOfFile(path, 'md5')) !== md5) return false
  }
  return true
}
