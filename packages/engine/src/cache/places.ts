import { join } from 'node:path'

/** Where things are in a cache folder. */
export interface CachePlaces {
  readonly folder: string
  /** `ab/<key>/`: a folder for each result. */
  readonly entries: string
  /** What is being made or removed; on the same device as the entries. */
  readonly temporary: string
  /** The last recipes of each source, by name. */
  readonly recipes: string
  /** Says that this is a cache, and of which form. */
  readonly marker: string
}

export function placesIn(folder: string): CachePlaces {
  return { folder, entries: join(folder, 'entries'), temporary: join(folder, 'tmp'), recipes: join(folder, 'recipes'), marker: join(folder, 'vodflow-cache.json') }
}

export function entryFolder({ entries }: CachePlaces, key: string): string {
  return join(entries, key.slice(0, 2), key)
}

/** Where a file of a result is, by its place among the result's artifacts. */
export function cachedFile(cache: string, key: string, index: number): string {
  return join(entryFolder(placesIn(cache), key), String(index))
}
