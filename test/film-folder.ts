import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeTestFilm, runTestFfmpeg } from '@vodflow/testing'

/** A folder of its own for a test file, with films made on the spot. */
export interface FilmFolder {
  readonly path: (name: string) => string
  /** Four seconds of 640×360 with a tone. */
  readonly film: () => Promise<string>
  /** Half a minute of it: long enough to be interrupted. */
  readonly longFilm: () => Promise<string>
  readonly remove: () => void
}

export function createFilmFolder(name: string): FilmFolder {
  const folder = mkdtempSync(join(tmpdir(), `vodflow-${name}-`))
  const path = (file: string) => join(folder, file)
  const film = async () => {
    if (!existsSync(path('film.mp4'))) await makeTestFilm(path('film.mp4'), { seconds: 4, width: 640, height: 360, gop: 25 })
    return path('film.mp4')
  }
  return {
    path,
    film,
    longFilm: async () => {
      if (!existsSync(path('long.mp4'))) await runTestFfmpeg(['-stream_loop', '7', '-i', await film(), '-c', 'copy', path('long.mp4')])
      return path('long.mp4')
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Everything below a folder but our own records, sorted; `/` between names. */
export function filesBelow(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  return all
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.split('/').includes('.vodflow'))
    .toSorted()
}

/** The result as a client would read it; its shape is what the tests are about. */
export interface WireResult {
  readonly code: number
  readonly message: string
  readonly status: string
  readonly errCode: number
  readonly metaData: Readonly<Record<string, unknown>>
  readonly processTaskList: readonly WireTask[]
}

export interface WireTask {
  readonly taskType: string
  readonly status: string
  readonly errCode: number
  readonly message: string
  readonly input: Readonly<Record<string, unknown>>
  readonly output?: Readonly<Record<string, unknown>>
}

export function readResult(folder: string): WireResult {
  // Read back only to be compared field by field.
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as WireResult
}

/** Processes whose command line names this text. */
export function processesNaming(text: string): readonly string[] {
  return execFileSync('ps', ['-eo', 'pid,stat,args', '-ww'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line))
}
