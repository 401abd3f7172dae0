import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Validators } from './validators.ts'
import { shownUrl } from './url.ts'

/** What stands beside a pulled file, whole or in part, in a folder that is its own. It holds no secret of the URL. */
export interface Kept extends Validators {
  readonly format: 'vodflow/pull@1'
  /** Without its query. */
  readonly url: string
  /** Of the whole URL. */
  readonly urlDigest: string
  readonly totalBytes?: number
  readonly contentType?: string
  /** Bytes that a power cut cannot take. */
  readonly syncedBytes: number
  /** Of the machine, where it tells: after another start only what was synced is trusted. */
  readonly boot?: string
  /** Once it is whole. */
  readonly done?: { readonly sizeBytes: number; readonly md5: string }
}

const stateName = 'pull.json'
const partName = 'source.part'

export interface KeptFiles {
  readonly folder: string
  readonly part: string
  /** The whole file: `source` and the ending that the URL has, since readers guess by it. */
  readonly whole: string
}

export function keptFiles(folder: string, url: URL): KeptFiles {
  const ending = /\.([a-z0-9]{1,8})$/iu.exec(url.pathname)?.[1]?.toLowerCase()
  return { folder, part: join(folder, partName), whole: join(folder, ending === undefined || ending === 'part' ? 'source' : `source.${ending}`) }
}

export function freshKept(url: URL, boot: string | undefined): Kept {
  return { format: 'vodflow/pull@1', url: shownUrl(url), urlDigest: digestOf(url), syncedBytes: 0, ...(boot !== undefined && { boot }) }
}

export function digestOf(url: URL): string {
  return createHash('sha256').update(url.href).digest('hex')
}

/** Undefined for what is not there or cannot be read: then the pull begins anew. */
export async function readKept({ folder }: KeptFiles): Promise<Kept | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, stateName), 'utf8'))
    return isKept(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' && value !== null && 'format' in value && value.format === 'vodflow/pull@1' && 'url' in value && typeof value.url === 'string' &&
    'urlDigest' in value && typeof value.urlDigest === 'string' && 'syncedBytes' in value && typeof value.syncedBytes === 'number'
  )
}

/** All of it or what was there before. What it says was synced must have been: it may reach the disk at any time from now on. */
export async function writeKept({ folder }: KeptFiles, kept: Kept): Promise<void> {
  const path = join(folder, stateName)
  await mkdir(folder, { recursive: true })
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(kept)}\n`)
    if (kept.done !== undefined) await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

export async function removeKept({ folder, part, whole }: KeptFiles): Promise<void> {
  for (const path of [part, whole, join(folder, stateName)]) await rm(path, { force: true })
}

/** Bytes of a regular file; 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true ? found.size : 0
}

/** Differs after each start of the machine; undefined where it does not tell. */
export async function bootId(): Promise<string | undefined> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return text.trim() || undefined
}
