import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** All of the text or nothing of it, under that name, and there to stay when the promise resolves. `temporary`: its name until then. */
export async function replaceFile(path: string, text: string, temporary = `${path}.new`, mode = 0o666): Promise<void> {
  try {
    const file = await open(temporary, 'w', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** A new or renamed name lives in its folder: without this it may be gone after a power cut. */
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
