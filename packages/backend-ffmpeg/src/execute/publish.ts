import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import type { TaskId } from '@vodflow/core'
import { digestOfHandle, syncFolder, type Artifact } from '@vodflow/engine'
import type { Produced } from '../verify/index.ts'

/**
 * Moves what was verified to its final place: synced, hashed, then renamed in the given order, so that a reader sees a whole
 * file or none. When one cannot be moved, those of this task that were are taken away again.
 */
export async function publish(task: TaskId, produced: readonly Produced[], workFolder: string, outputFolder: string): Promise<readonly Artifact[]> {
  const artifacts: Artifact[] = []
  try {
    for (const file of produced) {
      const artifact = await prepare(task, file, join(workFolder, file.path))
      await moveInto(join(workFolder, file.path), join(outputFolder, file.path))
      artifacts.push(artifact)
    }
    for (const folder of new Set(produced.map((file) => dirname(join(outputFolder, file.path))))) await syncFolder(folder)
    return artifacts
  } catch (error) {
    for (const artifact of artifacts) await rm(join(outputFolder, artifact.path), { force: true }).catch(() => undefined)
    throw error
  }
}

/** A plan may come from a file, so its names are looked at again: relative, with `/`, and nowhere upwards. */
export function isPlainName(path: string): boolean {
  return path !== '' && path === posix.normalize(path) && !path.startsWith('/') && !path.split('/').includes('..') && !/[\\:\0]/.test(path) && path !== '.'
}

async function prepare(task: TaskId, file: Produced, path: string): Promise<Artifact> {
  const handle = await open(path, 'r+')
  try {
    const { size } = await handle.stat()
    const md5 = file.role === 'segment' ? undefined : await digestOfHandle(handle, 'md5')
    await handle.sync()
    return {
      task,
      role: file.role,
      path: file.path,
      sizeBytes: size,
      ...(md5 !== undefined && { md5 }),
      ...(file.atMs !== undefined && { atMs: file.atMs }),
      ...(file.media && { media: file.media }),
    }
  } finally {
    await handle.close()
  }
}

async function moveInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyAcross(from, to)
  }
}

/** Another device: the copy is made under a temporary name beside the final one, so that the rename is atomic again. */
async function copyAcross(from: string, to: string): Promise<void> {
  const temporary = join(dirname(to), `.vodflow-${randomUUID()}`)
  try {
    await copyFile(from, temporary)
    const handle = await open(temporary, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, to)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}
