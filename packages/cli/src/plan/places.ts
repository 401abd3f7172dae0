import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { plainFile, type SourceRequest } from '@vodflow/engine'
import { findProjectFolder } from '@vodflow/project'
import type { Invocation } from '../invocation.ts'
import { placeFrom, placeInside, type PlanBasis } from './plan-basis.ts'
import type { PlanFile } from './plan-file.ts'
import { filesRead, movedRequest, requestOf } from './planned-source.ts'

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
export async function planInputs({ source, basis }: PlanFile, folder: string, given: string | undefined): Promise<SourceRequest> {
  const request = requestOf(source) ?? plainFile(given ?? '')
  if (given !== undefined) return movedRequest(request, () => given)
  const places = new Map(await Promise.all(filesRead(request).map(async (old) => [old, await placeNow(old, folder, basis)] as const)))
  return movedRequest(request, (old) => places.get(old) ?? old)
}

async function placeNow(old: string, folder: string, basis: PlanBasis | undefined): Promise<string> {
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
