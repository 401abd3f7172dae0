import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { identifySource, type SourceIdentity } from '@vodflow/engine'

/** `sha256`: of the whole file, where `plan --identity full` asked for it. */
export interface FileIdentity extends SourceIdentity {
  readonly sha256?: string
}

/** Undefined for what is no readable file. */
export async function identifyFile(path: string, full: boolean, signal?: AbortSignal): Promise<FileIdentity | undefined> {
  const identity = await identifySource(path)
  if (identity === undefined || !full) return identity
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash, ...(signal ? [{ signal }] : []))
    return { ...identity, sha256: hash.digest('hex') }
  } catch {
    return undefined
  }
}
