import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Capabilities } from '../inspection.ts'
import { cacheFolder } from './cache.ts'
import { keptAbilities } from './kept-abilities.ts'
import { keptVersion } from './kept-version.ts'
import { ffmpegPlaces, type Environment } from './places.ts'

/**
 * The ffmpeg that a run would use and what it can do, as far as earlier commands have kept it. Starts nothing. The first place
 * that holds a file decides, as in `locateFfmpeg`: where that one has never been asked, nothing is known.
 */
export async function keptBuild(env: Environment): Promise<Capabilities | undefined> {
  const folder = cacheFolder(env)
  if (!(await found(folder))?.isDirectory()) return undefined
  for (const { path, hard } of ffmpegPlaces(env, [fileURLToPath(import.meta.url)])) {
    if (path === undefined) continue
    if (await isFile(path)) return buildAt(path, folder)
    if (hard) return undefined
  }
  return undefined
}

async function buildAt(program: string, folder: string): Promise<Capabilities | undefined> {
  const [version, abilities] = await Promise.all([keptVersion(folder, program), keptAbilities(folder, program)])
  return version !== undefined && abilities ? { program, version, ...abilities } : undefined
}

async function isFile(path: string): Promise<boolean> {
  return (await found(path))?.isFile() === true
}

async function found(path: string) {
  return stat(path).catch(() => undefined)
}
