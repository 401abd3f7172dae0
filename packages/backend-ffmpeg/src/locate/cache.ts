import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { sha256Hex } from '@vodflow/core'
import type { Environment } from './places.ts'

/** VODFLOW_CACHE, else `vodflow` in the user's cache folder. */
export function cacheFolder(env: Environment): string {
  if (env['VODFLOW_CACHE']) return env['VODFLOW_CACHE']
  const base = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache')
  return join(base, 'vodflow')
}

/** Equal for the same bytes in the same place, as far as can be told without reading them. Without `node:crypto`, which takes 30 ms to load. */
export async function binaryKey(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path)
  return sha256Hex(new TextEncoder().encode(JSON.stringify([path, size, mtimeMs]))).slice(0, 32)
}

/** What was kept under this name, as unknown JSON; undefined for a missing or a broken file. */
export async function readCached(folder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8'))
  } catch {
    return undefined
  }
}

/** Atomic, so that a reader never sees half of it. A cache that cannot be written is no error: it only costs time. */
export async function writeCached(folder: string, name: string, value: unknown): Promise<void> {
  const temporary = join(folder, `.${name}.${globalThis.crypto.randomUUID()}`)
  try {
    await makeCacheFolder(folder)
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify(value))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(folder, name))
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** Not `mkdir({ recursive: true })`, which never comes back where a file system denies a parent that is there (/proc does). */
export async function makeCacheFolder(folder: string): Promise<void> {
  if (await stat(folder).then((found) => found.isDirectory(), () => false)) return
  if (dirname(folder) !== folder) await makeCacheFolder(dirname(folder))
  await mkdir(folder).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
}
