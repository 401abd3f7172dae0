import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where a program may be. `hard`: the person named it, so nothing else may be taken in its stead. */
export interface Place {
  /** VODFLOW_FFMPEG, FFMPEG_BIN, ffmpeg-static, PATH, … */
  readonly name: string
  /** Absent where there is nothing: the variable is unset, the package not installed. */
  readonly path?: string
  readonly hard: boolean
}

/**
 * The order of design.md §6, one when it is asked for: to look for a package takes longer than to find the program before it.
 * `resolveFrom`: files or URLs whose packages are looked at, the first that has one wins.
 */
export function* ffmpegPlaces(env: Environment, resolveFrom: readonly string[]): Iterable<Place> {
  yield variable(env, 'VODFLOW_FFMPEG')
  yield variable(env, 'FFMPEG_BIN')
  yield packaged('ffmpeg-static', inPackage(resolveFrom, ['ffmpeg-static'], executable('ffmpeg')))
  yield* onPath(env, 'ffmpeg')
  yield packaged('@ffmpeg-installer/ffmpeg', inPackage(resolveFrom, ['@ffmpeg-installer/ffmpeg', `@ffmpeg-installer/${platform()}`], executable('ffmpeg')))
}

export function* ffprobePlaces(env: Environment, resolveFrom: readonly string[], ffmpegPath: string | undefined): Iterable<Place> {
  yield variable(env, 'VODFLOW_FFPROBE')
  yield { name: 'beside ffmpeg', ...(ffmpegPath !== undefined && { path: join(dirname(ffmpegPath), executable('ffprobe')) }), hard: false }
  yield* onPath(env, 'ffprobe')
  yield packaged('@ffprobe-installer/ffprobe', inPackage(resolveFrom, ['@ffprobe-installer/ffprobe', `@ffprobe-installer/${platform()}`], executable('ffprobe')))
}

function variable(env: Environment, name: string): Place {
  const value = env[name]
  return value === undefined || value === '' ? { name, hard: true } : { name, path: resolve(value), hard: true }
}

function packaged(name: string, path: string | undefined): Place {
  return { name, ...(path !== undefined && { path }), hard: false }
}

function onPath(env: Environment, program: string): readonly Place[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '')
  if (folders.length === 0) return [{ name: 'PATH', hard: false }]
  return [...new Set(folders)].map((folder) => ({ name: 'PATH', path: resolve(folder, executable(program)), hard: false }))
}

/** Finds a file of a package without loading it: each name is resolved from the package before it, nested or hoisted. */
function inPackage(resolveFrom: readonly string[], chain: readonly string[], file: string): string | undefined {
  for (const start of resolveFrom) {
    try {
      const last = chain.reduce((from, name) => createRequire(from).resolve(`${name}/package.json`), start)
      return join(dirname(last), file)
    } catch {
      // Not installed there: all these packages are optional.
    }
  }
  return undefined
}

function platform(): string {
  return `${process.platform}-${process.arch}`
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name
}
