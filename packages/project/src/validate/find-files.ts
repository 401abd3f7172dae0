import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { Diagnostic } from '@vodflow/core'
import { lookUpDiagnostics } from '../diagnostics.ts'
import { ioProblem, isInside } from '../templates/bounded-read.ts'
import { shownPath, startOf } from '../text-file.ts'
import { globMatcher, isGlob, splitGlob } from './glob.ts'
import { kindByName } from './kinds.ts'

export interface FoundFile {
  /** Absolute. */
  readonly path: string
  /** Named by the user itself, not met in a folder. */
  readonly named: boolean
}

export type Found =
  | { readonly ok: true; readonly files: readonly FoundFile[]; readonly diagnostics: readonly Diagnostic[] }
  /** Wrong use: a sentence. */
  | { readonly ok: false; readonly problem: string }

const entryLimit = 200_000
const depthLimit = 100

/** What lies at the paths: files, everything of ours below folders, what globs match. Each file once, in the order of the paths. */
export async function findFiles(paths: readonly string[], from: string): Promise<Found> {
  const search = new Search(from)
  for (const path of paths) {
    const problem = await search.add(path)
    if (problem !== undefined) return { ok: false, problem }
  }
  const files = [...search.found].map(([path, named]) => ({ path, named })).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return { ok: true, files, diagnostics: search.diagnostics }
}

class Search {
  readonly found = new Map<string, boolean>()
  readonly diagnostics: Diagnostic[] = []
  readonly #from: string
  #entries = 0

  constructor(from: string) {
    this.#from = from
  }

  /** What is wrong with the path, in words. */
  async add(path: string): Promise<string | undefined> {
    const absolute = resolve(this.#from, path)
    const kind = await kindOfPath(absolute)
    if (kind === 'folder') return this.#addFolder(absolute, () => true)
    if (kind === 'nothing') return isGlob(path) ? this.#addGlob(path) : `there is no file or folder '${path}'`
    if (kindByName(absolute) === undefined) return `'${path}' is nothing that can be validated; files end in '.lua', '.json' or '.call'`
    this.found.set(absolute, true)
    return undefined
  }

  async #addGlob(pattern: string): Promise<string | undefined> {
    const { base, rest } = splitGlob(pattern.replace(/^\.\//u, ''))
    const matcher = globMatcher(rest)
    if (matcher === undefined) return `the braces of '${pattern}' stand for too many patterns`
    const folder = resolve(this.#from, base)
    const before = this.found.size
    let known = false
    const problem = (await kindOfPath(folder)) === 'folder'
      ? await this.#addFolder(folder, (path) => {
          const fits = matcher(relative(folder, path).split(sep).join('/'))
          known ||= fits
          return fits
        })
      : undefined
    return problem ?? (known || this.found.size > before ? undefined : `no file of ours matches '${pattern}'`)
  }

  async #addFolder(root: string, wanted: (path: string) => boolean): Promise<string | undefined> {
    const real = await realpath(root).catch(() => root)
    await this.#walk(root, { real, wanted }, 0)
    return this.#entries > entryLimit ? `'${shownPath(this.#from, root)}' holds more than ${entryLimit} files; name the folders that matter` : undefined
  }

  async #walk(folder: string, walk: { readonly real: string; readonly wanted: (path: string) => boolean }, depth: number): Promise<void> {
    const entries = await this.#entriesOf(folder)
    // The results of a run: what it kept there is not what anybody wrote.
    if (depth > 0 && entries.some((entry) => entry.name === '.vodflow' && entry.isDirectory())) return
    for (const entry of entries) {
      this.#entries += 1
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || this.#entries > entryLimit) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (depth < depthLimit) await this.#walk(path, walk, depth + 1)
      } else if (kindByName(path) !== undefined && walk.wanted(path) && (!entry.isSymbolicLink() || (await this.#leadsInside(path, walk.real)))) {
        if (!this.found.has(path)) this.found.set(path, false)
      }
    }
  }

  async #entriesOf(folder: string): Promise<readonly Dirent[]> {
    try {
      return await readdir(folder, { withFileTypes: true })
    } catch (error) {
      const path = shownPath(this.#from, folder)
      this.diagnostics.push(lookUpDiagnostics.create('unreadable-file', startOf(path), { path, problem: ioProblem(error) }))
      return []
    }
  }

  /** Links to folders are not followed, so no loop is walked; one to a file is, if that is below the folder that was named. */
  async #leadsInside(path: string, real: string): Promise<boolean> {
    const shown = shownPath(this.#from, path)
    try {
      const target = await realpath(path)
      if ((await stat(target)).isDirectory()) return false
      if (isInside(real, target)) return true
      this.diagnostics.push(lookUpDiagnostics.create('outside-folder', startOf(shown), { path: shown }))
    } catch (error) {
      this.diagnostics.push(lookUpDiagnostics.create('unreadable-file', startOf(shown), { path: shown, problem: ioProblem(error) }))
    }
    return false
  }
}

async function kindOfPath(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    // What is there and cannot be opened is a problem of that file, not wrong use.
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG') ? 'nothing' : 'file'
  }
}
