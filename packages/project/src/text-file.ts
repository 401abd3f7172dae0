import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { relative } from 'node:path'
import { spanOf, type SourceSpan } from '@vodflow/core'
import { unsavedText } from './editing/unsaved-texts.ts'

/** Why a file gave no text, in a form that every kind of file has its own codes for. */
export type TextProblem =
  | { readonly kind: 'missing' | 'not-utf-8' | 'too-large' }
  | { readonly kind: 'unreadable'; readonly problem: string }
export type TextRead = { readonly ok: true; readonly text: string; readonly byteOrderMark: boolean } | { readonly ok: false; readonly problem: TextProblem }

export const textFileLimit = { bytes: 1024 * 1024, words: '1 MiB' } as const

/** A plain file of UTF-8 text of at most 1 MiB, without its byte order mark. Never waits on a pipe or a device. */
export async function readTextFile(path: string): Promise<TextRead> {
  const unsaved = unsavedText(path)
  if (unsaved !== undefined) return unsaved.length > textFileLimit.bytes ? refused({ kind: 'too-large' }) : { ok: true, text: unsaved, byteOrderMark: false }
  try {
    // O_NONBLOCK, or opening a named pipe would wait for its writer; Windows has neither.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      return await readHandle(handle)
    } finally {
      await handle.close()
    }
  } catch (error) {
    return refused(problemOf(error))
  }
}

async function readHandle(handle: FileHandle): Promise<TextRead> {
  const stat = await handle.stat()
  if (stat.isDirectory()) return refused({ kind: 'unreadable', problem: 'it is a folder' })
  if (!stat.isFile()) return refused({ kind: 'unreadable', problem: 'it is no plain file' })
  if (stat.size > textFileLimit.bytes) return refused({ kind: 'too-large' })
  // Room for more than it had, since the file may grow while it is read; what grows faster is cut and seen as too large.
  const buffer = Buffer.allocUnsafe(Math.min(textFileLimit.bytes, stat.size + 4096) + 1)
  let length = 0
  for (let more = 1; more > 0 && length < buffer.length; length += more) {
    more = (await handle.read(buffer, length, buffer.length - length, length)).bytesRead
  }
  return length === buffer.length ? refused({ kind: 'too-large' }) : decoded(buffer.subarray(0, length))
}

function decoded(bytes: Uint8Array): TextRead {
  try {
    const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), byteOrderMark }
  } catch {
    return refused({ kind: 'not-utf-8' })
  }
}

function refused(problem: TextProblem): TextRead {
  return { ok: false, problem }
}

const words: { readonly [code: string]: string } = {
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'its path is too long',
  ENXIO: 'it is no plain file',
}

function problemOf(error: unknown): TextProblem {
  const code = errorCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
  return { kind: 'unreadable', problem: words[code] ?? (code === '' ? 'the path cannot be used' : `the system says ${code}`) }
}

/** `ENOENT` and its like; '' for an error of another kind. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** The place of a problem with a file that gave no text. */
export function startOf(path: string): SourceSpan {
  return spanOf({ path, text: '' }, 0, 0)
}

/** The path as messages show it: relative to the folder the user is in where it is below that. */
export function shownPath(from: string, path: string): string {
  const way = relative(from, path)
  return way === '' || way.startsWith('..') ? path : way
}
