import { copyFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommandWork } from '../work.ts'

/** Links, so that a list of ours names files whatever they are called; where none can be made, copies. */
export async function makeReady({ prepare }: Pick<CommandWork, 'prepare'>, folder: string): Promise<void> {
  for (const { from, to } of prepare?.links ?? []) await symlink(from, join(folder, to)).catch(() => copyFile(from, join(folder, to)))
  for (const { path, text } of prepare?.write ?? []) await writeFile(join(folder, path), text)
}

/** As inputs, which a sandbox lets in. */
export function linkedInputs({ prepare }: Pick<CommandWork, 'prepare'>): readonly string[] {
  return (prepare?.links ?? []).flatMap(({ from }) => ['-i', `file:${from}`])
}
