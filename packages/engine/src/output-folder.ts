import { type Diagnostic, fail, ok, type Result } from '@vodflow/core'
import { lstat, readdir, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { runDiagnostics } from './diagnostics.ts'
import { errorCode, isDiskFull, reasonOf } from './file-error.ts'
import { makeFolders } from './make-folders.ts'
import { openJsonLinesStore } from './store/json-lines-store.ts'
import { takeLock } from './store/lock.ts'
import type { RunStore } from './store/run-store.ts'

/** Our own part of an output folder. */
export const stateFolderName = '.vodflow'

/** An output folder that this process alone holds. Spread it into the dependencies of `runProcedure`. */
export interface Output {
  readonly outputFolder: string
  readonly store: RunStore
  /** Gives the folder free; removes what was made for a run that was refused. */
  readonly close: () => Promise<void>
}

export interface OpenOutputOptions {
  /** Take a folder that has other things in it. */
  readonly force?: boolean
}

/**
 * Makes the folder and takes it for this process. Refused with a `run/…` diagnostic: not a folder, not writable, not empty and
 * without `.vodflow/` (unless forced), in use by another process, records that cannot be read.
 */
export async function openOutput(folder: string, options: OpenOutputOptions = {}): Promise<Result<Output>> {
  const path = resolve(folder)
  const state = join(path, stateFolderName)
  let created: string | undefined
  try {
    const problem = await problemWith(path, options.force === true)
    if (problem !== undefined) return fail(problem)
    created = await makeFolders(state)
    if (!(await lstat(state)).isDirectory()) return fail(runDiagnostics.create('folder-not-a-folder', undefined, { folder: state }))
    const taken = await takeLock(state)
    if (!taken.ok) return fail(runDiagnostics.create('folder-in-use', undefined, { folder: path, pid: taken.holder.pid }))
    const close = async (): Promise<void> => {
      await taken.lock.release()
      await removeIfEmpty(state, created)
    }
    const store = await openJsonLinesStore(join(state, 'run.jsonl'))
    if (store.ok) return ok({ outputFolder: path, store: store.value, close })
    await close()
    return store
  } catch (error) {
    await removeIfEmpty(state, created)
    if (isDiskFull(error)) return fail(runDiagnostics.create('disk-full', undefined, { path }))
    const why = errorCode(error) === 'ENOENT' ? 'no folder can be made there' : reasonOf(error)
    return fail(runDiagnostics.create('folder-not-writable', undefined, { folder: path, why }))
  }
}

async function problemWith(path: string, force: boolean): Promise<Diagnostic | undefined> {
  const found = await stat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return undefined
  if (!found.isDirectory()) return runDiagnostics.create('folder-not-a-folder', undefined, { folder: path })
  const names = await readdir(path)
  const taken = names.length > 0 && !names.includes(stateFolderName) && !force
  return taken ? runDiagnostics.create('folder-not-empty', undefined, { folder: path }) : undefined
}

/** From the innermost folder up to the first that we made; stops at one that has something in it. */
async function removeIfEmpty(innermost: string, firstCreated: string | undefined): Promise<void> {
  let at = innermost
  for (;;) {
    const removed = await rmdir(at).then(() => true, () => false)
    if (!removed || at === firstCreated || !(firstCreated !== undefined && at.startsWith(firstCreated))) return
    at = dirname(at)
  }
}
