import { createDecipheriv } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ExpectedMedia } from '../work.ts'
import type { MediaPlaylist } from './hls-playlist.ts'
import { mismatch, type Mismatch, type VerifyTools } from './verdict.ts'

/** How one HLS output is encrypted. */
export interface HlsKey {
  /** 16 bytes each; the same IV for all segments of the output, as the playlist says it. */
  readonly dataKey: Uint8Array
  readonly iv: Uint8Array
  /** Where players ask for the key. */
  readonly address: string
}

/**
 * The tools that look into the segments of a playlist: of an encrypted one, a folder of its own with all of them decrypted, by other
 * hands than ffmpeg's. A segment that can be read as it is, and one that this key does not open, is a mismatch.
 */
export async function openSegments(expected: ExpectedMedia, text: string, playlist: MediaPlaylist, tools: VerifyTools): Promise<VerifyTools | Mismatch> {
  const { path, task } = expected
  if (expected.keyInfo === undefined) return playlist.key === undefined ? tools : mismatch(`${path} without encryption`, 'a key')
  const key = tools.keys?.get(task)
  if (key === undefined) return mismatch(`the key of ${path}`, 'none')
  // Its address may hold what belongs into no event.
  if (playlist.key !== keyAttributes(key)) return mismatch(`the key of the run in ${path}`, playlist.key === undefined ? 'no encryption' : 'another one')
  const folder = join(tools.folder, `opened.${path.replaceAll('/', '.')}`)
  // The film as it was before it was encrypted.
  await mkdir(join(folder, dirname(path)), { recursive: true, mode: 0o700 })
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#EXT-X-KEY:'))
  await writeFile(join(folder, path), lines.join('\n'))
  for (const { name } of playlist.segments) {
    const [closed, opened] = [tools.folder, folder].map((place) => join(place, dirname(path), name))
    const wrong = await decrypt(closed ?? '', opened ?? '', key)
    if (wrong === undefined) continue
    await rm(folder, { recursive: true, force: true })
    return mismatch(`the segment ${name} encrypted with the key of its run`, wrong)
  }
  return { ...tools, folder }
}

/** As ffmpeg writes them after `#EXT-X-KEY:` (RFC 8216 §4.3.2.4). */
export function keyAttributes({ address, iv }: Pick<HlsKey, 'address' | 'iv'>): string {
  return `METHOD=AES-128,URI="${address}",IV=0x${Buffer.from(iv).toString('hex')}`
}

/** What is wrong, if anything. */
async function decrypt(from: string, to: string, { dataKey, iv }: HlsKey): Promise<string | undefined> {
  const head = await headOf(from)
  if (head === undefined) return 'no such file'
  if (isTransportStream(head)) return 'a transport stream that anybody can read'
  try {
    await pipeline(createReadStream(from), createDecipheriv('aes-128-cbc', dataKey, iv), createWriteStream(to))
  } catch (error) {
    // Its padding is that of RFC 8216 §5.2 only under the right key.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL')) return 'what this key does not open'
    throw error
  }
  return isTransportStream((await headOf(to)) ?? Buffer.alloc(0)) ? undefined : 'no transport stream inside'
}

const packetBytes = 188

/** Every packet of one begins with the same byte. */
function isTransportStream(head: Buffer): boolean {
  return head.length >= packetBytes && [0, 1, 2].every((packet) => packet * packetBytes >= head.length || head[packet * packetBytes] === 0x47)
}

async function headOf(path: string): Promise<Buffer | undefined> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(3 * packetBytes), 0, 3 * packetBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
