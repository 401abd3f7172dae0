import { binaryKey, readCached, writeCached } from './cache.ts'

/** The version that the binary at that path printed when it last ran; undefined where it never has, or has changed since. */
export async function keptVersion(folder: string, path: string): Promise<string | undefined> {
  const kept = await readCached(folder, await nameOf(path))
  return typeof kept === 'string' && kept !== '' ? kept : undefined
}

export async function keepVersion(folder: string, path: string, version: string): Promise<void> {
  await writeCached(folder, await nameOf(path), version)
}

async function nameOf(path: string): Promise<string> {
  return `version-${await binaryKey(path)}.json`
}
