import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { printable } from '@vodflow/core'
import type { SourceFile } from '@vodflow/core'
import { reasonOf } from '../result/write-result.ts'

/** The limit of every JSON that this program reads from its user. */
const maxBytes = 1024 * 1024

/** A JSON file that an option names; else one sentence that says why it cannot be read. */
export async function jsonInput(option: string, path: string, cwd: string, most: number = maxBytes): Promise<SourceFile | string> {
  const shown = `'${printable(path)}' of ${option}`
  try {
    const stats = await stat(resolve(cwd, path))
    if (!stats.isFile()) return `${shown} is no ordinary file; give a JSON file`
    if (stats.size > most) return `${shown} is larger than ${most / maxBytes} MiB`
    return { path, text: await readFile(resolve(cwd, path), 'utf8') }
  } catch (error) {
    return `${shown} cannot be read: ${reasonOf(error)}`
  }
}
