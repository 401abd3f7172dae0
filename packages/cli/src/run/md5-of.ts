import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** Lower-case hex of a whole file; undefined where it cannot be read to its end. */
export async function md5Of(path: string, signal: AbortSignal): Promise<string | undefined> {
  const hash = createHash('md5')
  try {
    await pipeline(createReadStream(path), hash, { signal })
    return hash.digest('hex')
  } catch {
    return undefined
  }
}
