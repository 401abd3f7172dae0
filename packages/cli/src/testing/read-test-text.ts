import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { fail, ok, spanOf, type Result, type SourceFile } from '@vodflow/core'
import { lookUpDiagnostics } from '@vodflow/project'
import { reasonOf } from '../result/write-result.ts'

/** Longer ones are refused by their own rules; this bound only keeps what is no text out of memory. */
const maxBytes = 4 * 1024 * 1024

export async function readTestText(path: string, shown: string): Promise<Result<SourceFile>> {
  const start = spanOf({ path: shown, text: '' }, 0, 0)
  try {
    // A pipe would be waited for until somebody writes to it.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await file.stat()
      if (!stats.isFile()) return fail(lookUpDiagnostics.create('unreadable-file', start, { path: shown, problem: 'it is no plain file' }))
      if (stats.size > maxBytes) return fail(lookUpDiagnostics.create('file-too-large', start, { path: shown, limit: '4 MiB' }))
      return ok({ path: shown, text: new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile()) })
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof TypeError) return fail(lookUpDiagnostics.create('not-utf-8', start, { path: shown }))
    return fail(lookUpDiagnostics.create('unreadable-file', start, { path: shown, problem: reasonOf(error) }))
  }
}
