import { stat, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { printable } from '../reporters/text-width.ts'
import { isUrlInput, shownInput } from './url-source.ts'

/** Why these inputs cannot be run into this folder, as one sentence; undefined where they can. A bad source is the run's own matter. */
export async function problemOfPaths(inputs: readonly string[], folder: string, cwd: string, keeps = false): Promise<string | undefined> {
  for (const input of inputs) {
    const problem = isUrlInput(input) ? undefined : (problemOfInput(input) ?? (await problemOfSourceIn(input, folder, cwd, keeps)))
    if (problem !== undefined) return problem
  }
  return problemOfOutput(folder, cwd)
}

export function problemOfInput(input: string): string | undefined {
  if (input === '') return "-i is empty; give a file, as in '-i film.mp4'"
  if (input.includes('\0')) return '-i has a NUL character in it, which no file name has'
  if (isUrlInput(input)) return `'${printable(shownInput(input))}' is a URL, which only 'vodflow run' pulls and 'vodflow plan --fetch' fetches; give --assume in its place, or a file`
  return undefined
}

/** With `--keep-source` also these. */
const keptNames = /^source\.(?:mp4|m4a)$/

/** Names that results have (design.md §6): a source of such a name in the output folder would be overwritten. */
const resultNames = /^(v\.f|review\.f|sample\.f|snapshot\.f|sprite\.f|cover\.|master_playlist\.|result\.json$|events\.jsonl$)/

async function problemOfSourceIn(input: string, folder: string, cwd: string, keeps: boolean): Promise<string | undefined> {
  const source = await settled(resolve(cwd, input))
  const target = await settled(resolve(cwd, folder))
  if (source === target) return `'${printable(input)}' is both the source and the output; give a folder of its own with -o`
  if (dirname(source) !== target || !(resultNames.test(basename(source)) || (keeps && keptNames.test(basename(source))))) return undefined
  return `'${printable(input)}' would be overwritten by a result; give another folder with -o`
}

async function problemOfOutput(folder: string, cwd: string): Promise<string | undefined> {
  if (folder === '') return "-o is empty; give a folder, as in '-o out/'"
  if (folder.includes('\0')) return '-o has a NUL character in it, which no file name has'
  const found = await stat(resolve(cwd, folder)).catch(() => undefined)
  return found && !found.isDirectory() ? `'${printable(folder)}' is a file; give a folder with -o` : undefined
}

/** The real path, as far as it exists. */
async function settled(path: string): Promise<string> {
  const found = await realpath(path).catch(() => undefined)
  if (found !== undefined) return found
  const parent = dirname(path)
  return parent === path ? path : join(await settled(parent), basename(path))
}
