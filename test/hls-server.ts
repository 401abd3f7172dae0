import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unwrap, type MasterKey } from '@vodflow/kms'

/** Where the playlists of these tests say that their key is. */
export const keyOrigin = 'https://keys.example'

export interface HlsServer {
  readonly origin: string
  /** Paths that were asked for, in order, with their query. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

const types: Readonly<Record<string, string>> = { m3u8: 'application/vnd.apple.mpegurl', ts: 'video/mp2t', js: 'text/javascript', html: 'text/html' }

/**
 * Serves a folder on loopback, as a CDN does: in playlists the key's origin becomes its own. At `/get` it serves keys, which it
 * unwraps with this master key alone, knowing nothing of any run; or always the same one.
 */
export async function serveHls(folder: string, keys: MasterKey | Buffer, more: Readonly<Record<string, string>> = {}): Promise<HlsServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    void answer(new URL(request.url ?? '', originOf(server))).then(({ status, type, body }) => response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body))
  })
  const answer = async ({ pathname, searchParams, origin }: URL): Promise<Answer> => {
    if (pathname === '/get') return Buffer.isBuffer(keys) ? { status: 200, type: 'application/octet-stream', body: keys } : keyFor(searchParams, keys)
    const name = pathname.slice(1)
    const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    const given = more[name]
    if (given !== undefined) return { status: 200, type, body: given }
    if (!/^[\w.]+$/.test(name)) return missing
    const body = await readFile(join(folder, name)).catch(() => undefined)
    if (body === undefined) return missing
    return { status: 200, type, body: name.endsWith('.m3u8') ? body.toString('utf8').replaceAll(keyOrigin, origin) : body }
  }
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  return { origin: originOf(server), asked, close: () => new Promise((settle) => void server.close(() => settle()).closeAllConnections()) }
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer
}

const missing: Answer = { status: 404, type: 'text/plain', body: 'no such file' }

function keyFor(query: URLSearchParams, master: MasterKey): Answer {
  const opened = unwrap(master, query.get('edk') ?? '')
  if (!opened.ok || opened.fileId !== query.get('fileId') || query.get('keySource') !== 'VodBuildInKMS') return { status: 403, type: 'text/plain', body: 'no key' }
  return { status: 200, type: 'application/octet-stream', body: opened.dataKey }
}

function originOf(server: Server): string {
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}
