import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from './file-error.ts'

/**
 * The first folder that had to be made. Not `mkdir({ recursive: true })`, which never comes back where a file system answers
 * that the new folder's parent is not there although it is (/proc does).
 */
export async function makeFolders(path: string): Promise<string | undefined> {
  if (await stat(path).then(() => true, isMissing)) return undefined
  const above = dirname(path) === path ? undefined : await makeFolders(dirname(path))
  await mkdir(path).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error
  })
  return above ?? path
}

function isMissing(error: unknown): false {
  if (errorCode(error) === 'ENOENT') return false
  throw error
}
