import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcedureInfo } from '@vodflow/vod-api'

export const resultName = 'result.json'

/** The keys stand in the documents' order, so that the file reads like their examples. */
export function resultText(info: ProcedureInfo | readonly unknown[]): string {
  return `${JSON.stringify(info, undefined, 2)}\n`
}

/** Writes `result.json`: whole and on the disk, or not at all. The reason why not, as a sentence. */
export async function writeResult(folder: string, info: ProcedureInfo): Promise<string | undefined> {
  return writeWhole(join(folder, resultName), resultText(info))
}

/** A file that is there as a whole or, with the reason returned, as it was before. `mode`: who may do what with it, as `stat` says it. */
export async function writeWhole(path: string, text: string, mode?: number): Promise<string | undefined> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(text)
      if (mode !== undefined) await file.chmod(mode)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    return undefined
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    return `'${path}' cannot be written: ${reasonOf(error)}`
  }
}

const knownReasons: Readonly<Record<string, string>> = {
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
}

/** What a failed system call says, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return knownReasons[code] ?? (error instanceof Error ? error.message : String(error))
}
