import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { stateFolderName } from '../output-folder.ts'
import type { PulledSource } from '../pull-source.ts'
import { identifySource, sameIdentity } from '../source-identity.ts'
import { shownUrl } from '../source.ts'

/** Where a URL becomes a file; of another signature of the same URL too, so that what has come is gone on with. */
export function pullFolder(outputFolder: string, url: string): string {
  return join(pullsFolder(outputFolder), pullKey(url))
}

export async function isIntact(pulled: PulledSource): Promise<boolean> {
  const found = await identifySource(pulled.path)
  return found !== undefined && sameIdentity(found, pulled.identity)
}

/** All that was pulled into this output folder, but for what a pull of this URL left. */
export async function removePulled(outputFolder: string, butOf?: string): Promise<void> {
  const all = pullsFolder(outputFolder)
  if (butOf === undefined) return rm(all, { recursive: true, force: true })
  const names = await readdir(all).catch(() => [])
  for (const name of names) if (name !== pullKey(butOf)) await rm(join(all, name), { recursive: true, force: true })
}

/** Whether a file is one that was pulled into this output folder: somebody may run it by its path. */
export function isPulled(outputFolder: string, path: string): boolean {
  return path.startsWith(`${pullsFolder(outputFolder)}${sep}`)
}

function pullsFolder(outputFolder: string): string {
  return join(outputFolder, stateFolderName, 'source')
}

function pullKey(url: string): string {
  return createHash('sha256').update(shownUrl(url)).digest('hex').slice(0, 16)
}
