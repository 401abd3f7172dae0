import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fail, ok, type Result } from '@vodflow/core'
import { configDiagnostics } from '../diagnostics.ts'
import { errorCode } from '../text-file.ts'

export const configName = 'vodflow.config.json'

/** The project's folder, absolute: the one that was named, else the nearest upwards with a config, else `from` itself. */
export async function findProjectFolder(named: string | undefined, from: string): Promise<Result<string>> {
  if (named !== undefined) return namedFolder(resolve(from, named), named)
  return ok((await nearestWithConfig(resolve(from))) ?? resolve(from))
}

/** The nearest folder upwards, itself included, with a config. */
export async function nearestWithConfig(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    if (await isFile(join(folder, configName))) return folder
    if (dirname(folder) === folder) return undefined
  }
}

async function namedFolder(folder: string, shown: string): Promise<Result<string>> {
  const problem = await folderProblem(folder)
  return problem === undefined ? ok(folder) : fail(configDiagnostics.create('no-such-folder', undefined, { folder: shown, problem }))
}

async function folderProblem(folder: string): Promise<string | undefined> {
  try {
    return (await stat(folder)).isDirectory() ? undefined : 'it is a file'
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'there is none there' : 'it cannot be opened'
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
