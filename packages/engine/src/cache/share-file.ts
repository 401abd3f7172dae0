import { constants } from 'node:fs'
import { chmod, copyFile, link, open, rm, stat } from 'node:fs/promises'
import { errorCode } from '../file-error.ts'

/** Up to here a copy costs no more than what goes with a link, and such files (playlists, maps, pictures) are the ones that people edit. */
const copyBytes = 1024 * 1024
const anyWrite = 0o222

/**
 * The same content under a second name: as a copy that shares its blocks where the file system can do that, else as a link, across
 * devices as a copy. What is linked becomes read-only, since a change to one name would be a change to all; a copy can be written to.
 */
export async function shareFile(from: string, to: string): Promise<void> {
  const { size, mode } = await stat(from)
  if (size <= copyBytes) return copyOf(from, to, mode)
  const cloned = await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL).then(() => true, () => false)
  if (cloned) return chmod(to, mode | 0o200)
  try {
    await link(from, to)
  } catch (error) {
    if (!noLinks.includes(errorCode(error))) throw error
    await rm(to, { force: true })
    return copyOf(from, to, mode)
  }
  if ((mode & anyWrite) !== 0) await chmod(to, mode & ~anyWrite)
}

/** Another device, a file system without links or with no more of them for this file, a file of somebody else's. */
const noLinks = ['EXDEV', 'EPERM', 'EACCES', 'EMLINK', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']

async function copyOf(from: string, to: string, mode: number): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL)
  const file = await open(to, 'r')
  try {
    await file.chmod(mode | 0o200)
    await file.sync()
  } finally {
    await file.close()
  }
}
