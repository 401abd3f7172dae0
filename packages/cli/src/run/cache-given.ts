import { resolve } from 'node:path'
import { fail, ok, type Result } from '@vodflow/core'
import { defaultCacheBytes, openFolderCache, type ArtifactCache } from '@vodflow/engine'
import { printable } from '../reporters/text-width.ts'
import type { Session } from '../session.ts'

export interface CacheGiven {
  /** `--cache FOLDER`; false: `--no-cache`. */
  readonly cache?: string | boolean
  readonly cacheSize?: string
  readonly cacheCheck?: true
}

const units: Readonly<Record<string, number>> = { M: 1e6, G: 1e9, T: 1e12 }

/** What is wrong with these options, as one sentence. */
export function problemOfCache({ cache, cacheSize }: CacheGiven): string | undefined {
  if (cache === '') return "--cache is empty; give a folder, as in '--cache ~/.cache/vodflow-results'"
  if (typeof cache === 'string' && cache.includes('\0')) return '--cache has a NUL character in it, which no file name has'
  if (cacheSize !== undefined && bytesIn(cacheSize) === undefined) return `--cache-size is '${printable(cacheSize)}'; it must be a size of at least 1M, such as 500M or 20G`
  return undefined
}

/** The cache of the command line, or else of the config; undefined where there is none. `readOnly`: to look into. */
export async function openCacheGiven({ cache, cacheSize, cacheCheck }: CacheGiven, { folder: project, cache: config }: Session, cwd: string, readOnly = false): Promise<Result<ArtifactCache | undefined>> {
  if (cache === false) return ok(undefined)
  const folder = typeof cache === 'string' ? resolve(cwd, cache) : config?.folder && resolve(project, config.folder)
  if (!folder) return ok(undefined)
  const maxBytes = (cacheSize === undefined ? undefined : bytesIn(cacheSize)) ?? config?.maxBytes ?? defaultCacheBytes
  const opened = await openFolderCache(folder, { maxBytes, thorough: cacheCheck === true, readOnly })
  return opened.ok ? opened : fail(...opened.diagnostics)
}

function bytesIn(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)([MGT])$/.exec(text) ?? []
  const bytes = Number(digits) * (units[unit] ?? Number.NaN)
  return digits !== '' && bytes >= 1e6 && bytes <= 1e15 ? bytes : undefined
}
