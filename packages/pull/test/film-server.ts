import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Network } from '../src/network.ts'

/** What the pull under test has told of itself: a connection is cut once all that was sent has come, or it would be luck what is lost. */
export const arrived = { bytes: 0 }

/** A file on a server that can be told to misbehave. */
export interface FilmServer {
  /** `http://127.0.0.1:PORT/film.mp4` */
  readonly url: string
  readonly port: number
  /** Bytes of bodies that were written, of all answers together. */
  readonly served: () => number
  /** Of each request, in order: its path and its range. */
  readonly asked: readonly { readonly path: string; readonly range: string | undefined }[]
  content: Buffer
  etag: string | undefined
  lastModified: string | undefined
  ranges: boolean
  /** Cuts the connection of each of the next answers after so many bytes of its body, at least one. */
  cuts: number[]
}

export async function filmServer(content: Buffer = randomBytes(300_000)): Promise<FilmServer> {
  const asked: { path: string; range: string | undefined }[] = []
  let served = 0
  const server: Omit<FilmServer, 'url' | 'port'> = { served: () => served, asked, content, etag: '"v1"', lastModified: undefined, ranges: true, cuts: [] }
  const listening = await listen((request, response) => {
    asked.push({ path: request.url ?? '', range: request.headers.range })
    answerWithFilm(server, request, response, (bytes) => (served += bytes))
  })
  return Object.assign(server, { url: `http://127.0.0.1:${listening}/film.mp4`, port: listening })
}

function answerWithFilm(server: Omit<FilmServer, 'url' | 'port'>, request: IncomingMessage, response: ServerResponse, count: (bytes: number) => void): void {
  const { content, etag, lastModified } = server
  const tags = { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { 'last-modified': lastModified }) }
  if (etag !== undefined && request.headers['if-none-match'] === etag) return void response.writeHead(304, tags).end()
  const condition = request.headers['if-range']
  const [, first] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
  const partial = server.ranges && first !== undefined && (condition === undefined || condition === etag || condition === lastModified)
  const from = partial ? Number(first) : 0
  if (partial && from >= content.length) return void response.writeHead(416, { ...tags, 'content-range': `bytes */${content.length}` }).end()
  const body = content.subarray(from)
  const range = partial ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}
  response.writeHead(partial ? 206 : 200, { ...tags, ...range, 'content-length': body.length, 'content-type': 'video/mp4' })
  const cut = server.cuts.shift()
  const sent = cut === undefined ? body : body.subarray(0, cut)
  count(sent.length)
  if (cut === undefined) return void response.end(sent)
  response.write(sent)
  const cutWhenItIsThere = (): unknown => (arrived.bytes >= from + cut ? response.destroy() : setTimeout(cutWhenItIsThere, 2))
  cutWhenItIsThere()
}

/** A server on loopback with this answer to everything; its port. */
export async function listen(listener: RequestListener, tls?: { readonly key: string; readonly cert: string }): Promise<number> {
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  // A server that listens on a port has an address of this shape.
  return (server.address() as AddressInfo).port
}

/** Hosts that lead where a test says, and no waiting. */
export function network(addresses: Readonly<Record<string, readonly string[]>> = {}, limits: Partial<Network['limits']> = {}): Network {
  return {
    resolve: async (host) => {
      const found = addresses[host]
      if (found === undefined) throw Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' })
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    },
    wait: async (_ms, signal) => signal.throwIfAborted(),
    limits: { answerMs: 2000, idleMs: 2000, attempts: 3, backOffMs: 1, allAttempts: 50, redirects: 5, ...limits },
  }
}

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vodflow-pull-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
