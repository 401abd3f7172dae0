import { createHash } from 'node:crypto'
import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Capabilities, InspectedFile } from '../inspection.ts'
import { readCached, writeCached } from '../locate/cache.ts'
import type { SourceFile } from './source-file.ts'

/** Raised whenever what is found out, or how it is kept, changes. */
const CACHE_FORMAT = 4
const maxEntries = 400
const maxBytes = 64 * 1024 * 1024
/** A film whose every frame has a time of its own: reading it back would cost as much as its index. */
const maxEntryBytes = 4 * 1024 * 1024
/** A file that changed just now may change again within one tick of the clock of its file system. */
const settledMs = 2000

/** All that is known of a file but where it is. */
export type KeptInspection = Omit<InspectedFile, 'file' | 'clip'>

/** What was found out of this very file by these very tools; undefined where nothing is kept. */
export async function keptInspection(folder: string, path: string, file: SourceFile, capabilities: Capabilities): Promise<KeptInspection | undefined> {
  const name = nameOf(path, file, capabilities)
  const kept = await readCached(folder, name)
  if (!isKept(kept, name)) return undefined
  // Read last: dropped last.
  const now = new Date()
  await utimes(join(folder, name), now, now).catch(() => undefined)
  return kept.inspection
}

/** Kept for the next time, unless the file was written to meanwhile. */
export async function keepInspection(folder: string, path: string, file: SourceFile, capabilities: Capabilities, inspection: KeptInspection): Promise<void> {
  const { identity, node } = file
  const now = await stat(path).catch(() => undefined)
  const same = now !== undefined && now.size === identity.sizeBytes && now.mtimeMs === identity.mtimeMs && now.ctimeMs === node.changedMs && now.ino === node.number
  if (!same || Date.now() - node.changedMs < settledMs) return
  const name = nameOf(path, file, capabilities)
  if (sizeOf(inspection) > maxEntryBytes) return
  await writeCached(folder, name, { name, inspection })
  await dropOldest(folder)
}

/** Everything that the answer depends on: the file, its suffix (old QuickTime has no other mark), and what the tools can do. */
function nameOf(path: string, { identity, node }: SourceFile, { version, decoders, probeProgram }: Capabilities): string {
  const known = JSON.stringify([identity, node, extname(path).toLowerCase(), version, decoders, probeProgram])
  return `inspection-${CACHE_FORMAT}-${createHash('sha256').update(known).digest('hex').slice(0, 40)}.json`
}

function isKept(kept: unknown, name: string): kept is { readonly inspection: KeptInspection } {
  if (typeof kept !== 'object' || kept === null || !('name' in kept) || kept.name !== name || !('inspection' in kept)) return false
  const { inspection } = kept
  return typeof inspection === 'object' && inspection !== null && 'facts' in inspection && 'keyFrames' in inspection && Array.isArray(inspection.keyFrames) && 'packets' in inspection
}

/** About what it takes as text. */
function sizeOf({ frames, keyFrames, openKeyFrames = [] }: KeptInspection): number {
  return (frames?.runs.length ?? 0) * 48 + (keyFrames.length + openKeyFrames.length) * 20
}

/** Several processes may do so at once: what another one has dropped is gone already. */
async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('inspection-'))
  const entries = await Promise.all(names.map((name) => stat(join(folder, name)).then(({ size, mtimeMs }) => ({ name, size, mtimeMs }), () => undefined)))
  let bytes = 0
  for (const [at, entry] of entries.filter((each) => each !== undefined).toSorted((a, b) => b.mtimeMs - a.mtimeMs).entries()) {
    bytes += entry.size
    if (at >= maxEntries || bytes > maxBytes) await rm(join(folder, entry.name), { force: true }).catch(() => undefined)
  }
}
