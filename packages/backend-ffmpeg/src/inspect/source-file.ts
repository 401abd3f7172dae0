import { open, stat, type FileHandle } from 'node:fs/promises'
import { fail, ok, type Result } from '@vodflow/core'
import { digestOfEnds } from '@vodflow/engine'
import type { SourceIdentity } from '../inspection.ts'
import { sourceDiagnostics } from './diagnostics.ts'

const headBytes = 4096

export interface SourceFile {
  readonly identity: SourceIdentity
  /** The first bytes, enough to tell a playlist or a WebM by. */
  readonly head: Buffer
  /** Which file of this machine it is, and when anything of it changed last, which nobody can set back. */
  readonly node: { readonly device: number; readonly number: number; readonly changedMs: number }
}

/** Opens it for reading, as ffmpeg will have to. `path` is absolute. */
export async function readSourceFile(path: string): Promise<Result<SourceFile>> {
  try {
    const kind = await stat(path)
    if (kind.isDirectory()) return fail(sourceDiagnostics.create('source-unreadable', undefined, { path, why: 'it is a folder' }))
    if (!kind.isFile()) return fail(sourceDiagnostics.create('source-unreadable', undefined, { path, why: 'it is no regular file' }))
    if (kind.size === 0) return fail(sourceDiagnostics.create('source-not-media', undefined, { path, why: 'it is empty' }))
    const file = await open(path, 'r')
    try {
      const sha256OfEnds = await digestOfEnds(file, kind.size)
      const head = await bytesOf(file, 0, Math.min(headBytes, kind.size))
      return ok({ identity: { sizeBytes: kind.size, mtimeMs: kind.mtimeMs, sha256OfEnds }, head, node: { device: kind.dev, number: kind.ino, changedMs: kind.ctimeMs } })
    } finally {
      await file.close()
    }
  } catch (error) {
    return fail(unreadable(path, error))
  }
}

function unreadable(path: string, error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return sourceDiagnostics.create('source-missing', undefined, { path })
  const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code
  return sourceDiagnostics.create('source-unreadable', undefined, { path, why })
}

async function bytesOf(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
