import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { SourceFile } from '@vodflow/core'
import { readTextFile } from './text-file.ts'

/** How messages and snapshots name a file that is part of vodflow itself. */
export const builtInPrefix = 'built-in:'

/** The built-in procedures as the files of a folder: its `.lua` and `.json`, by name. A folder that cannot be read is our own fault and throws. */
export async function readBuiltInProcedures(folder: string): Promise<readonly SourceFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.lua') || name.endsWith('.json')).toSorted()
  return Promise.all(names.map(async (name) => {
    const read = await readTextFile(join(folder, name))
    if (!read.ok) throw new Error(`the built-in procedure ${name} cannot be read`)
    return { path: `${builtInPrefix}${name}`, text: read.text }
  }))
}

/** `QCVB_SimpleProcessFile` for `built-in:QCVB_SimpleProcessFile.lua`. */
export function procedureNameOf(path: string): string {
  const base = path.slice(path.lastIndexOf(':') + 1).split(/[\\/]/u).at(-1) ?? ''
  return base.slice(0, base.length - extname(base).length)
}
