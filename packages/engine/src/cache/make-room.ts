import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive, processStartedAt } from '../process-identity.ts'
import { entryFile, loadEntry } from './entry.ts'
import type { CachePlaces } from './places.ts'

/** Beside its files an entry takes a folder and a page about it. */
const overheadBytes = 8 * 1024
/** So many results, however small, so that counting them stays quick. */
export const mostEntries = 20_000
/** Room is made for more than the one result that asks for it, so that not each of the next ones has to. */
const keptShare = 0.9
const abandonedAfterMs = 24 * 60 * 60_000

interface Kept {
  readonly path: string
  readonly bytes: number
  readonly usedMs: number
}

export function bytesOfEntry(artifacts: readonly { readonly sizeBytes: number }[]): number {
  return artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, overheadBytes)
}

/** Forgets what was unused for longest until no more than `maxBytes` are left; the bytes that are. */
export async function makeRoom(places: CachePlaces, maxBytes: number): Promise<number> {
  const kept = await allKept(places)
  let bytes = kept.reduce((sum, one) => sum + one.bytes, 0)
  let count = kept.length
  if (bytes <= maxBytes && count <= mostEntries) return bytes
  for (const one of kept.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (bytes <= maxBytes * keptShare && count <= mostEntries * keptShare) break
    await forget(places, one.path)
    bytes -= one.bytes
    count -= 1
  }
  return bytes
}

/** Gone for everybody in one moment; whoever links its files just then has them, or finds that they have gone. */
export async function forget(places: CachePlaces, entry: string): Promise<void> {
  const aside = join(places.temporary, temporaryName())
  const moved = await rename(entry, aside).then(() => true, () => false)
  if (moved) await rm(aside, { recursive: true, force: true }).catch(() => undefined)
}

async function allKept({ entries }: CachePlaces): Promise<readonly Kept[]> {
  const kept: Kept[] = []
  for (const shard of await namesIn(entries, /^[0-9a-f]{2}$/)) {
    for (const key of await namesIn(join(entries, shard), /^[0-9a-f]{64}$/)) {
      const path = join(entries, shard, key)
      const used = await stat(join(path, entryFile)).catch(() => undefined)
      const entry = await loadEntry(path)
      // What cannot be read is of no use to anybody: it goes first.
      kept.push({ path, bytes: entry === undefined ? overheadBytes : bytesOfEntry(entry.files.map(({ artifact }) => artifact)), usedMs: entry && used ? used.mtimeMs : 0 })
    }
  }
  return kept
}

/** Folders of our own names only: nothing else in here is ever touched. */
async function namesIn(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return found.filter((one) => one.isDirectory() && pattern.test(one.name)).map(({ name }) => name)
}

/** Names its process, so that what a killed one left can be told from what a living one works on. */
export function temporaryName(): string {
  return [process.pid, encodeURIComponent(processStartedAt(process.pid) ?? ''), encodeURIComponent(hostname()), randomUUID()].join('_')
}

export async function removeAbandoned({ temporary }: CachePlaces): Promise<void> {
  for (const name of await readdir(temporary).catch(() => [])) {
    if (await isAbandoned(join(temporary, name), name)) await rm(join(temporary, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function isAbandoned(path: string, name: string): Promise<boolean> {
  const [pid = '', startedAt = '', host = '', rest] = name.split('_')
  if (rest === undefined || !/^\d{1,10}$/.test(pid)) return false
  if (host === encodeURIComponent(hostname())) return !isAlive({ pid: Number(pid), startedAt: decodeURIComponent(startedAt) })
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs
}
