import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { findProjectFolder } from '@vodflow/project'
import type { Invocation } from '../invocation.ts'
import { placeFrom, placeInside, type PlanBasis } from './plan-basis.ts'
import type { PlanFile } from './plan-file.ts'

/** Both absolute; see `PlanBasis`. */
export interface ProjectPlace {
  readonly folder: string
  readonly from: string
}

/** The project of `--project`, else that of the plan if it still is there, else the one that the user is in. */
export async function projectPlace({ project }: PlanBasis, { io, projectFolder }: Invocation): Promise<ProjectPlace> {
  const there = projectFolder === undefined && (await isFolder(project.folder))
  const found = there ? project.folder : await findProjectFolder(projectFolder, io.cwd)
  // What is wrong with a folder that was named is said by whoever opens it.
  const folder = typeof found === 'string' ? found : found.ok ? found.value : resolve(io.cwd, projectFolder ?? '.')
  return { folder, from: placeFrom(folder, project.from) }
}

/** Where the source is now: as given, else where it was, else in the same place of a project that was moved. */
export async function planInputs({ source, basis }: PlanFile, folder: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return given
  const old = source ?? ''
  if (basis === undefined || (await isThere(old))) return old
  const moved = placeFrom(folder, placeInside(basis.project.folder, old))
  return (await isThere(moved)) ? moved : old
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false)
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false)
}
