import { randomUUID } from 'node:crypto'
import { access, chmod, constants, copyFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../execute/run-program.ts'
import { binaryKey, makeCacheFolder } from './cache.ts'
import { keepVersion, keptVersion } from './kept-version.ts'
import type { Place } from './places.ts'

/** A program that ran `-version` with success. */
export interface FoundProgram {
  readonly place: string
  readonly path: string
  /** As printed: `5.1.9-0+deb12u1`. */
  readonly version: string
}

export type Tried =
  | { readonly state: 'works'; readonly found: FoundProgram }
  | { readonly state: 'absent' }
  | { readonly state: 'broken'; readonly why: string }

/** A file that is there counts only when it runs: a package may be installed without its binary (packages.md §1). */
export async function tryProgram(place: Place, cache: string, signal?: AbortSignal): Promise<Tried> {
  if (place.path === undefined) return { state: 'absent' }
  const kind = await stat(place.path).catch(() => undefined)
  if (kind === undefined) return place.hard ? { state: 'broken', why: 'no such file' } : { state: 'absent' }
  if (!kind.isFile()) return place.hard ? { state: 'broken', why: 'not a file' } : { state: 'absent' }
  const path = await makeExecutable(place, place.path, cache)
  if (path === undefined) return { state: 'broken', why: 'not executable' }
  const version = await versionOf(path, cache, signal)
  return 'why' in version ? { state: 'broken', why: version.why } : { state: 'works', found: { place: place.name, path, version: version.version } }
}

/** Packages may come without the executable bit when their scripts did not run: set it, or run a copy (packages.md §12). */
async function makeExecutable(place: Place, path: string, cache: string): Promise<string | undefined> {
  if (await isExecutable(path)) return path
  if (!place.name.startsWith('@') && place.name !== 'ffmpeg-static') return undefined
  await chmod(path, 0o755).catch(() => undefined)
  if (await isExecutable(path)) return path
  return copyToCache(path, cache)
}

async function copyToCache(path: string, cache: string): Promise<string | undefined> {
  try {
    const folder = join(cache, 'bin')
    const target = join(folder, await binaryKey(path))
    if (await isExecutable(target)) return target
    await makeCacheFolder(folder)
    const temporary = `${target}.${randomUUID()}`
    await copyFile(path, temporary)
    await chmod(temporary, 0o755)
    await rename(temporary, target)
    return target
  } catch {
    return undefined
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(() => true, () => false)
}

async function versionOf(path: string, cache: string, signal?: AbortSignal): Promise<{ version: string } | { why: string }> {
  const kept = await keptVersion(cache, path)
  if (kept !== undefined) return { version: kept }
  const end = await runProgram({ program: path, args: ['-version'], limitMs: 15_000, signal })
  if (end.how === 'not-started') return { why: end.error }
  if (end.how !== 'exited') return { why: end.how === 'timed-out' ? `no answer within ${end.afterMs} ms` : end.how }
  if (end.status !== 0) return { why: `-version ended with status ${end.status}` }
  const version = /^ff(?:mpeg|probe) version (\S+)/m.exec(end.stdout)?.[1]
  if (version === undefined) return { why: '-version did not print a version of ffmpeg' }
  await keepVersion(cache, path, version)
  return { version }
}
