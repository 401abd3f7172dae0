import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'

const chunkBytes = 256 * 1024

/**
 * Of all bytes, in lower-case hex. Into one buffer again and again: a stream makes a new one for each 64 KiB, which costs more
 * than the digest.
 * @throws what reading throws, and the signal's reason
 */
export async function digestOfHandle(file: FileHandle, algorithm: 'md5' | 'sha256', signal?: AbortSignal): Promise<string> {
  const hash = createHash(algorithm)
  const { size } = await file.stat()
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(4096, size)))
  for (let at = 0; ; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
}

/** The same by path; undefined for what cannot be read to its end. */
export async function digestOfFile(path: string, algorithm: 'md5' | 'sha256', signal?: AbortSignal): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined)
  try {
    return file && (await digestOfHandle(file, algorithm, signal))
  } catch {
    return undefined
  } finally {
    await file?.close()
  }
}
