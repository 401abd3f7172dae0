import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { hashRange } from './file-digest.ts'
import { pathsOf, type Source } from './source.ts'

/** Enough to notice that a file is not the same any more (design.md §2), without reading all of it. */
export interface SourceIdentity {
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly sha256OfEnds: string
}

export function sameIdentity(one: SourceIdentity, other: SourceIdentity): boolean {
  return one.sizeBytes === other.sizeBytes && one.mtimeMs === other.mtimeMs && one.sha256OfEnds === other.sha256OfEnds
}

/** Of each file of the source, in the order of its parts; null for one that cannot be read. */
export async function identifyParts(source: Source): Promise<readonly (SourceIdentity | null)[]> {
  return Promise.all(pathsOf(source).map(async (path) => (await identifySource(path)) ?? null))
}

const endBytes = 1024 * 1024

/** Size, modification time and SHA-256 of the first and last MiB; undefined for what is no readable file. */
export async function identifySource(path: string): Promise<SourceIdentity | undefined> {
  // A pipe would be waited for until somebody writes to it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const stats = await file.stat()
    if (!stats.isFile()) return undefined
    return { sizeBytes: stats.size, mtimeMs: stats.mtimeMs, sha256OfEnds: await digestOfEnds(file, stats.size) }
  } catch {
    return undefined
  } finally {
    await file.close()
  }
}

/** SHA-256 of the first and the last MiB of a file of this size, one after the other; all of a smaller one twice. */
export async function digestOfEnds(file: FileHandle, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256')
  for (const start of [0, Math.max(0, sizeBytes - endBytes)]) await hashRange(hash, file, start, Math.min(sizeBytes, start + endBytes))
  return hash.digest('hex')
}
