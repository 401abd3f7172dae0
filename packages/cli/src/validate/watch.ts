import { watch, type FSWatcher } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { say, type Invocation } from '../invocation.ts'

/** Editors write a file in several steps, and a checkout many files. */
const quietMilliseconds = 150

/** Checks at once and after every change below the folders, until it is interrupted. */
export async function watched(invocation: Invocation, folders: readonly string[], check: () => Promise<unknown>): Promise<ExitStatus> {
  const changes = new Changes()
  const forget = invocation.io.onInterrupt(() => changes.end())
  const watchers: FSWatcher[] = []
  try {
    for (const folder of await outermost(folders)) {
      const watcher = watch(folder, { recursive: true }, (_, name) => void (isOurs(name) && changes.tell()))
      // A folder that vanishes is seen by the next check, which says so.
      watcher.on('error', () => changes.tell())
      watchers.push(watcher)
    }
    do await check()
    while (await changes.next())
    return exitStatus.interrupted
  } catch (error) {
    say(invocation, `the files cannot be watched: ${error instanceof Error ? error.message : String(error)}`)
    return exitStatus.refused
  } finally {
    forget()
    for (const watcher of watchers) watcher.close()
  }
}

/** What nobody writes by hand says nothing; without a name, anything may have changed. */
function isOurs(name: string | null): boolean {
  if (name === null) return true
  const parts = name.split(sep)
  return !parts.some((part) => part === 'node_modules' || part.startsWith('.')) && !name.endsWith('.tmp') && !name.endsWith('~')
}

class Changes {
  #isTold = false
  #isEnded = false
  #wake: () => void = () => undefined

  tell(): void {
    this.#isTold = true
    this.#wake()
  }

  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  /** Resolves a moment after the last of some changes; false once it is over. */
  async next(): Promise<boolean> {
    while (!this.#isTold && !this.#isEnded) await this.#woken()
    while (this.#isTold && !this.#isEnded) {
      this.#isTold = false
      await this.#woken(quietMilliseconds)
    }
    return !this.#isEnded
  }

  #woken(most?: number): Promise<void> {
    return new Promise((settle) => {
      const timer = most === undefined ? undefined : setTimeout(settle, most)
      this.#wake = () => {
        clearTimeout(timer)
        settle()
      }
    })
  }
}

async function outermost(paths: readonly string[]): Promise<readonly string[]> {
  const folders = await Promise.all(paths.map(folderOf))
  return [...new Set(folders)].filter((folder) => !folders.some((other) => other !== folder && !relative(other, folder).startsWith('..')))
}

/** Of a file its folder, since an editor replaces files; of a pattern the folder that it begins in. */
async function folderOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory() === true || dirname(path) === path) return resolve(path)
  return folderOf(dirname(path))
}
