import { fail, ok, type Result } from '@vodflow/core'
import { open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { runDiagnostics } from '../diagnostics.ts'
import { errorCode, writeProblem } from '../file-error.ts'
import { replaceFile, syncFolder } from './durable-file.ts'
import { logLine, readLog, type ReadLog } from './run-log.ts'
import type { RunStore, Version } from './run-store.ts'

/** A request may hold a signed URL, which whoever reads it can use. */
const ownerOnly = 0o600

/**
 * One run in one file, a line for each commit. The folder must exist, and the caller must hold it alone (`takeLock`): the
 * file is read once, here.
 */
export async function openJsonLinesStore(path: string): Promise<Result<RunStore>> {
  const read = await readWhole(path)
  if (!read.ok) return read
  let { stored, bytes } = read.value

  async function write(line: string, version: Version): Promise<Result<Version>> {
    try {
      await (version === 1 ? replaceFile(path, line, undefined, ownerOnly) : appendAt(path, bytes, line))
    } catch (error) {
      return fail(writeProblem(path, error))
    }
    bytes += Buffer.byteLength(line)
    return ok(version)
  }

  return ok({
    async create(header, happenings) {
      if (stored !== undefined) return fail(runDiagnostics.create('exists', undefined, { run: stored.header.run }))
      bytes = 0
      const created = await write(logLine(1, happenings, header), 1)
      if (created.ok) stored = { header, version: 1, happenings: [...happenings] }
      return created
    },
    async append(run, expectedVersion, happenings) {
      if (stored?.header.run !== run) return fail(runDiagnostics.create('not-found', undefined, { run }))
      const found = stored.version
      if (found !== expectedVersion) return fail(runDiagnostics.create('conflict', undefined, { run, expected: expectedVersion, found }))
      // The version moves before the write does, so that of two writers at once the second is fenced off.
      const before = stored
      stored = { ...stored, version: found + 1 }
      const appended = await write(logLine(found + 1, happenings), found + 1)
      stored = appended.ok ? { ...stored, happenings: [...before.happenings, ...happenings] } : before
      return appended
    },
    load: async (run) => ok(stored?.header.run === run ? stored : undefined),
    list: async () => ok(stored === undefined ? [] : [stored.header]),
    async remove(run) {
      if (stored?.header.run !== run) return fail(runDiagnostics.create('not-found', undefined, { run }))
      try {
        await rm(path, { force: true })
        await syncFolder(dirname(path))
      } catch (error) {
        return fail(writeProblem(path, error))
      }
      stored = undefined
      return ok(undefined)
    },
  })
}

async function readWhole(path: string): Promise<Result<ReadLog>> {
  try {
    return readLog(path, await readFile(path, 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ok({ stored: undefined, bytes: 0 })
    return fail(writeProblem(path, error))
  }
}

/** After the bytes that count: what a torn write left behind them is cut off first, and again if this write fails. */
async function appendAt(path: string, bytes: number, line: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    if ((await file.stat()).size !== bytes) await file.truncate(bytes)
    await file.write(Buffer.from(line), 0, undefined, bytes)
    await file.sync()
  } catch (error) {
    await file.truncate(bytes).catch(() => undefined)
    throw error
  } finally {
    await file.close()
  }
}
