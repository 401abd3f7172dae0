import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Diagnostic, type Result } from '@vodflow/core'
import { shownPath, startOf } from '../text-file.ts'
import { ioProblem } from './bounded-read.ts'
import { templateFileDiagnostics } from './diagnostics.ts'

const fileLimit = 1000
const depthLimit = 8

/** Every `.json` below a folder, absolute and in the order of their paths; none where there is no such folder. Names with a leading dot are skipped. */
export async function templateFiles(folder: string, from: string): Promise<Result<readonly string[]>> {
  const found: string[] = []
  const problems: Diagnostic[] = []
  const refuse = (path: string, problem: string) => void problems.push(templateFileDiagnostics.create('unreadable-file', startOf(shownPath(from, path)), { path: shownPath(from, path), problem }))
  await collect(folder, 0, found, refuse)
  if (problems.length > 0) return fail(...problems)
  if (found.length > fileLimit) return fail(templateFileDiagnostics.create('too-many-files', startOf(shownPath(from, folder)), { folder, limit: fileLimit }))
  return ok(found.toSorted())
}

type Refuse = (path: string, problem: string) => void

async function collect(folder: string, depth: number, found: string[], refuse: Refuse): Promise<void> {
  for (const entry of await entriesOf(folder, depth, refuse)) {
    if (entry.name.startsWith('.') || found.length > fileLimit) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory() && depth < depthLimit) await collect(path, depth + 1, found, refuse)
    else if (entry.name.endsWith('.json') && !entry.isDirectory()) found.push(path)
  }
}

async function entriesOf(folder: string, depth: number, refuse: Refuse): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing || depth > 0) refuse(folder, ioProblem(error))
    return []
  }
}
