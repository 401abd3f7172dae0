import type { Capabilities } from '../inspection.ts'
import { binaryKey, readCached, writeCached } from './cache.ts'

/** Raised whenever what is asked, or how it is kept, changes. */
const CACHE_FORMAT = 1

export type Abilities = Omit<Capabilities, 'program' | 'probeProgram' | 'version'>

/** What the binary at that path said when it was asked; undefined where it has not been, or has changed since. */
export async function keptAbilities(folder: string, path: string): Promise<Abilities | undefined> {
  const kept = await readCached(folder, await nameOf(path))
  return isAbilities(kept) ? kept : undefined
}

export async function keepAbilities(folder: string, path: string, abilities: Abilities): Promise<void> {
  await writeCached(folder, await nameOf(path), abilities)
}

async function nameOf(path: string): Promise<string> {
  return `capabilities-${CACHE_FORMAT}-${await binaryKey(path)}.json`
}

function isAbilities(kept: unknown): kept is Abilities {
  if (typeof kept !== 'object' || kept === null) return false
  // A record of unknowns: each member is looked at below.
  const record = kept as Readonly<Record<string, unknown>>
  const lists = ['encoders', 'decoders', 'muxers', 'demuxers', 'filters'].every((name) => isNames(record[name]))
  const options = record['options']
  const asked = typeof options === 'object' && options !== null && 'fpsMode' in options && typeof options.fpsMode === 'boolean' && 'statsPeriod' in options && typeof options.statsPeriod === 'boolean'
  return lists && asked && typeof record['hevcInFlv'] === 'boolean'
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string')
}
