import { openJsonLinesStore, stateFolderName } from '@vodflow/engine'
import { printable } from '../reporters/text-width.ts'
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

export type FoundRun = { readonly folder: string | undefined } | { readonly problem: string }

/** As `--each` makes them: DIR/<name>/ is two below where the user is. */
const depth = 2
const mostFolders = 1000

/** The folder of a run by its own name, or by the run's id, of which eight digits will do, here and a little below. Makes nothing. */
export async function findRunFolder(name: string, cwd: string): Promise<FoundRun> {
  if (name === '' || name.includes('\0')) return { problem: 'name the folder of a run, or its id' }
  const folder = resolve(cwd, name)
  if (await isRun(folder)) return { folder }
  if (!/^[0-9a-f]{8,32}$/u.test(name)) return { folder: undefined }
  const found: string[] = []
  for (const each of await foldersBelow(cwd)) if ((await runIn(each))?.startsWith(name) === true) found.push(each)
  if (found.length > 1) return { problem: `'${printable(name)}' begins the ids of ${found.length} runs: ${found.map(printable).join(', ')}` }
  return { folder: found[0] }
}

async function isRun(folder: string): Promise<boolean> {
  return stat(join(folder, stateFolderName, 'run.jsonl')).then((stats) => stats.isFile(), () => false)
}

async function runIn(folder: string): Promise<string | undefined> {
  if (!(await isRun(folder))) return undefined
  const store = await openJsonLinesStore(join(folder, stateFolderName, 'run.jsonl'))
  const list = store.ok ? await store.value.list() : store
  return list.ok ? list.value[0]?.run : undefined
}

async function foldersBelow(folder: string): Promise<readonly string[]> {
  const all = [folder]
  let level: readonly string[] = [folder]
  for (let below = 0; below < depth; below += 1) {
    const next = await Promise.all(level.map(async (each) => (await entriesOf(each)).filter(isPlainFolder).map((entry) => join(each, entry.name))))
    level = next.flat().slice(0, mostFolders - all.length)
    all.push(...level)
  }
  return all
}

function isPlainFolder(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules'
}

function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => [])
}
