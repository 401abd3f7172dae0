import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { unsavedText } from '../editing/unsaved-texts.ts'

export type Read =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly problem: string; readonly tooLarge?: true }

/** A plain file of at most `limit` bytes; anything else is a problem in words. Never waits on a pipe or a device. */
export async function readBounded(path: string, limit: number): Promise<Read> {
  const unsaved = unsavedText(path)
  if (unsaved !== undefined) return decided(Buffer.from(unsaved), limit)
  try {
    // O_NONBLOCK, or opening a named pipe would wait for its writer.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) return { ok: false, problem: 'it is not a file' }
      if (stat.size > limit) return tooLarge(stat.size, limit)
      const buffer = Buffer.alloc(stat.size)
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      return { ok: true, bytes: buffer.subarray(0, bytesRead) }
    } finally {
      await handle.close()
    }
  } catch (error) {
    return { ok: false, problem: ioProblem(error) }
  }
}

function decided(bytes: Buffer, limit: number): Read {
  return bytes.length > limit ? tooLarge(bytes.length, limit) : { ok: true, bytes }
}

function tooLarge(size: number, limit: number): Read {
  return { ok: false, problem: `it has ${size} bytes, and at most ${limit} are allowed`, tooLarge: true }
}

const words: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'its path is too long',
}

export function ioProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return words[code] ?? (code === '' ? 'the path cannot be used' : `the system says ${code}`)
}

/** Where a path really leads, links followed, if that is below `folder` (itself already real). */
export async function realPathInside(folder: string, path: string): Promise<string | undefined> {
  const real = await realpath(path)
  return isInside(folder, real) ? real : undefined
}

/** By the text of two absolute paths alone. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
