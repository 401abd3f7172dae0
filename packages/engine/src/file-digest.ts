import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'

const chunkBytes = 256 * 1024

/**
 * Of all bytes, in lower-case hex.
 * @throws what reading throws, and the signal's reason
 */
export async function digestOfHandle(file: FileHandle, algorithm: 'md5' | 'sha256', signal?: AbortSignal): Promise<string> {
  const hash = createHash(algorithm)
  await hashRange(hash, file, 0, Number.MAX_SAFE_INTEGER, signal)
  return hash.digest('hex')
}

/**
 * Adds the bytes of a file from `start` to `end`, or to its own end. Into one buffer again and again: a stream makes a new one for
 * each 64 KiB, which costs more than the digest. Nor a large one: what the C library has once given for that it rarely gives back.
 */
export async function hashRange(hash: Hash, file: FileHandle, start: number, end: number, signal?: AbortSignal): Promise<void> {
  const buffer = Buffer.allocUnsafe(chunkBytes)
  for (let at = start; at < end; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - at), at)
    if (bytesRead === 0) return
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
