import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** A film on a server of this machine, which counts what it gives away. */
export interface PulledFilm {
  readonly url: string
  /** Bytes of bodies that were handed to the connection. */
  readonly served: () => number
  readonly asked: () => number
  /** A sixteenth of the film every 50 ms. */
  slow: boolean
  /** Its tag; another one for another film. */
  etag: string
  readonly close: () => Promise<void>
}

export async function servePulledFilm(path: string, tls?: { readonly key: string; readonly cert: string }): Promise<PulledFilm> {
  const content = readFileSync(path)
  const counts = { served: 0, asked: 0 }
  const film = { slow: false, etag: '"one"' }
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    counts.asked += 1
    if (request.url?.startsWith('/page')) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
    if (!request.url?.startsWith('/film')) return void response.writeHead(404).end()
    if (request.headers['if-none-match'] === film.etag) return void response.writeHead(304).end()
    const from = request.headers['if-range'] === film.etag ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0
    const range = from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}
    response.writeHead(from > 0 ? 206 : 200, { etag: film.etag, 'content-type': 'video/mp4', 'content-length': content.length - from, ...range })
    let at = from
    const send = (): void => {
      if (response.destroyed) return
      const piece = content.subarray(at, at + (film.slow ? Math.ceil(content.length / 16) : content.length))
      at += piece.length
      counts.served += piece.length
      response.write(piece)
      if (at < content.length) setTimeout(send, 50)
      else response.end()
    }
    send()
  }
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer)
  const port = await listening(server)
  return Object.assign(film, {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/film.mp4`,
    served: () => counts.served,
    asked: () => counts.asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this shape.
  return (server.address() as AddressInfo).port
}
