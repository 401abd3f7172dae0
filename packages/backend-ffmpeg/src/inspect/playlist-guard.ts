import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'

/** No honest playlist needs more; a loop of playlists ends here too. */
const MAX_PLAYLISTS = 64
const MAX_PLAYLIST_BYTES = 8 * 1024 * 1024

/**
 * The first entry of an HLS playlist, or of one it lists, that leads out of the playlist's folder: another protocol, an
 * absolute path, `..`, or a symbolic link. ffmpeg would open any of them (design.md §9).
 * @returns undefined when all entries are plain files beside it
 */
export async function entryElsewhere(playlist: string): Promise<string | undefined> {
  const folder = await realpath(dirname(playlist))
  const todo = [playlist]
  const seen = new Set<string>()
  for (let path = todo.shift(); path !== undefined; path = todo.shift()) {
    if (seen.has(path)) continue
    seen.add(path)
    if (seen.size > MAX_PLAYLISTS || (await sizeOf(path)) > MAX_PLAYLIST_BYTES) return 'more playlists than can be checked'
    for (const entry of entriesOf(await readFile(path, 'utf8'))) {
      const target = await insideOf(folder, dirname(path), entry)
      if (target === undefined) return entry
      if (/\.m3u8?$/i.test(target)) todo.push(target)
    }
  }
  return undefined
}

/** Lines that are no tags, and every URI="…" of a tag. */
export function entriesOf(text: string): readonly string[] {
  const entries: string[] = []
  for (const raw of text.split(/\r?\n|\r/)) {
    const line = raw.trim()
    if (line === '') continue
    if (!line.startsWith('#')) entries.push(line)
    else for (const match of line.matchAll(/URI="([^"]*)"/g)) entries.push(match[1] ?? '')
  }
  return entries
}

async function insideOf(folder: string, base: string, entry: string): Promise<string | undefined> {
  // ffmpeg does not decode percent signs of files; a colon before any slash would be a protocol to it.
  if (/^[^/\\]*:/.test(entry)) return undefined
  const path = resolve(base, entry.replace(/[?#].*$/s, ''))
  const real = await realpath(path).catch(() => path)
  return real.startsWith(folder + sep) ? path : undefined
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then((kind) => kind.size, () => Number.POSITIVE_INFINITY)
}
