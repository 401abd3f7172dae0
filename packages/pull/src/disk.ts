import { open, statfs } from 'node:fs/promises'

export async function freeBytes(folder: string): Promise<number> {
  const found = await statfs(folder).catch(() => undefined)
  // Some file systems tell nothing of themselves.
  return found === undefined || found.blocks === 0 ? Number.POSITIVE_INFINITY : found.bavail * found.bsize
}

export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders, and keeps names by itself.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export function wordsOfFile(code: string): string {
  return fileWords[code] ?? code
}

const fileWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied', EPERM: 'permission denied', EROFS: 'the file system is read-only', ENOTDIR: 'a part of the path is no folder', ENAMETOOLONG: 'the name is too long', ELOOP: 'a symbolic link stands in its place',
}
