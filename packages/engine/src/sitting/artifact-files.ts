import type { TaskId } from '@vodflow/core'
import { lstat, realpath, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, relative, sep } from 'node:path'
import type { Artifact } from '../artifact.ts'
import type { RunState } from '../run-state.ts'

/** Done tasks of which a file is gone or has another size. */
export async function lostTasks(outputFolder: string, state: RunState): Promise<readonly TaskId[]> {
  const lost: TaskId[] = []
  for (const { id } of state.graph?.tasks ?? []) {
    const task = state.tasks[id]
    if (task?.status === 'done' && !(await areThere(outputFolder, task.artifacts))) lost.push(id)
  }
  return lost
}

async function areThere(outputFolder: string, artifacts: readonly Artifact[]): Promise<boolean> {
  for (const { path, sizeBytes } of artifacts) {
    const stats = await lstat(join(outputFolder, path)).catch(() => undefined)
    if (!stats?.isFile() || stats.size !== sizeBytes) return false
  }
  return true
}

/**
 * Removes what this run recorded as its own, and nothing else: a path that leads out of the folder is let be, and so is what
 * the next run reads.
 */
export async function removeArtifacts(outputFolder: string, state: RunState, nextSources: readonly string[]): Promise<void> {
  const root = await realpath(outputFolder)
  const sources = await Promise.all(nextSources.map((path) => realpath(path).catch(() => path)))
  for (const task of Object.values(state.tasks)) {
    if (task.status !== 'done') continue
    for (const { path } of task.artifacts) if ((await isInside(root, path)) && !sources.includes(join(root, path))) await rm(join(root, path), { force: true })
  }
}

async function isInside(root: string, path: string): Promise<boolean> {
  const normal = normalize(path)
  if (isAbsolute(normal) || normal === '.' || normal.split(sep).includes('..')) return false
  const folder = await realpath(dirname(join(root, normal))).catch(() => undefined)
  if (folder === undefined) return false
  const way = relative(root, folder)
  const file = await lstat(join(root, normal)).catch(() => undefined)
  return !way.startsWith('..') && !isAbsolute(way) && file?.isDirectory() === false
}
