import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Like `mkdir({ recursive: true })`, which never comes back where a file system denies a parent that is there (/proc does). */
export async function makeFolders(path: string): Promise<void> {
  if (await stat(path).then((found) => found.isDirectory(), () => false)) return
  if (dirname(path) !== path) await makeFolders(dirname(path))
  await mkdir(path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
}
