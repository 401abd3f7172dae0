import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fail, ok, type Diagnostic, type Result } from '@vodflow/core'
import { startOf } from '../text-file.ts'
import { ioProblem } from './bounded-read.ts'
import { templateFileDiagnostics } from './diagnostics.ts'

const fileLimit = 1000
const depthLimit = 8

/** Every `.json` below a folder, in the order of their paths; none where there is no such folder. Names with a leading dot are skipped. */
export async function templateFiles(folder: string): Promise<Result<readonly string[]>> {
  const found: string[] = []
  const problems: Diagnostic[] = []
  await collect(folder, 0, found, problems)
  if (problems.length > 0) return fail(...problems)
  if (found.length > fileLimit) return fail(templateFileDiagnostics.create('too-many-files', startOf(shownPath(folder)), { folder, limit: fileLimit }))
  return ok(found.toSorted())
}

async function collect(folder: string, depth: number, found: string[], problems: Diagnostic[]): Promise<void> {
  for (const entry of await entriesOf(folder, depth, problems)) {
    if (entry.name.startsWith('.') || found.length > fileLimit) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory() && depth < depthLimit) await collect(path, depth + 1, found, problems)
    else if (entry.name.endsWith('.json') && !entry.isDirectory()) found.push(path)
  }
}

async function entriesOf(folder: string, depth: number, problems: Diagnostic[]): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing || depth > 0) {
      problems.push(templateFileDiagnostics.create('unreadable-file', startOf(shownPath(folder)), { path: shownPath(folder), problem: ioProblem(error) }))
    }
    return []
  }
}

/** Relative to where the program runs, if it is below; messages are read there. */
export function shownPath(path: string): string {
  const way = relative(process.cwd(), path)
  return way === '' || way.startsWith('..') ? path : way
}
