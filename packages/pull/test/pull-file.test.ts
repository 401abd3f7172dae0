import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Result } from '@vodflow/core'
import { expect, test } from 'vitest'
import { type PullContext, pullFile, type PulledFile, type PullRequest } from '../src/index.ts'
import { arrived, type FilmServer, filmServer, freshFolder, listen, network } from './film-server.ts'

const md5Of = (content: Buffer): string => createHash('md5').update(content).digest('hex')

async function pull(url: string, folder: string, request: Partial<PullRequest> = {}, context: Partial<PullContext> = {}): Promise<Result<PulledFile>> {
  arrived.bytes = 0
  return pullFile(
    { url, maxBytes: 1e9, allow: ['127.0.0.1'], ...request },
    { folder, signal: new AbortController().signal, network: network(), ...context, onProgress: (progress) => {
      arrived.bytes = progress.receivedBytes
      context.onProgress?.(progress)
    } },
  )
}

function pulled(result: Result<PulledFile>): PulledFile {
  return result.ok ? result.value : expect.fail(result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'))
}

function refusal(result: Result<PulledFile>): string {
  return result.ok ? expect.fail('it was pulled') : result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n')
}

async function expectWhole(result: Result<PulledFile>, { content }: FilmServer): Promise<void> {
  const file = pulled(result)
  expect(file).toMatchObject({ sizeBytes: content.length, md5: md5Of(content) })
  expect((await readFile(file.path)).equals(content)).toBe(true)
}

test('a URL becomes a file, byte for byte, under the ending of its path', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  const seen: number[] = []
  const result = await pull(`${server.url}?sign=fake-secret#frag`, folder, {}, { onProgress: ({ receivedBytes, totalBytes }) => seen.push(receivedBytes, totalBytes ?? 0) })
  await expectWhole(result, server)
  expect(pulled(result).path).toBe(join(folder, 'source.mp4'))
  expect(seen.at(-2)).toBe(server.content.length)
  expect(seen.at(-1)).toBe(server.content.length)
  expect((await readdir(folder)).toSorted()).toEqual(['pull.json', 'source.mp4'])
  expect(await readFile(join(folder, 'pull.json'), 'utf8')).not.toMatch(/fake-secret|sign=|frag/)
})

test('an empty file and one of which no length is told', async () => {
  const empty = await filmServer(Buffer.alloc(0))
  await expectWhole(await pull(empty.url, await freshFolder()), empty)
  const content = randomBytes(100_000)
  const port = await listen((_, response) => {
    response.write(content.subarray(0, 40_000))
    response.end(content.subarray(40_000))
  })
  expect(pulled(await pull(`http://127.0.0.1:${port}/x`, await freshFolder()))).toMatchObject({ sizeBytes: 100_000, md5: md5Of(content) })
})

test('an answer that is packed although nobody asked for it is unpacked', async () => {
  const content = Buffer.from('a film '.repeat(10_000))
  const port = await listen((_, response) => response.writeHead(200, { 'content-encoding': 'gzip', etag: '"z"' }).end(gzipSync(content)))
  expect(pulled(await pull(`http://127.0.0.1:${port}/x.mp4`, await freshFolder()))).toMatchObject({ sizeBytes: content.length, md5: md5Of(content) })
  expect(refusal(await pull(`http://127.0.0.1:${port}/x.mp4`, await freshFolder(), { maxBytes: 50_000 }))).toContain('check/source-too-large')
})

test('a connection that is cut is taken up where it was: nothing comes twice', async () => {
  const server = await filmServer()
  server.cuts = [100_000, 50_000]
  await expectWhole(await pull(server.url, await freshFolder()), server)
  expect(server.served()).toBe(server.content.length)
  expect(server.asked.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-', 'bytes=150000-'])
})

test('a pull that was stopped is taken up by the next one', async () => {
  const server = await filmServer(randomBytes(2_000_000))
  const folder = await freshFolder()
  const abort = new AbortController()
  const result = await pull(server.url, folder, {}, { signal: abort.signal, onProgress: ({ receivedBytes }) => receivedBytes > 500_000 && abort.abort() })
  expect(result).toMatchObject({ ok: false, diagnostics: [] })
  const { size } = await stat(join(folder, 'source.part'))
  expect(size).toBeGreaterThan(500_000)
  await expectWhole(await pull(server.url, folder), server)
  expect(server.asked.at(-1)?.range).toBe(`bytes=${size}-`)
})

test('what is whole is not fetched again while the server says that it is the same', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  await expectWhole(await pull(server.url, folder), server)
  await expectWhole(await pull(server.url, folder), server)
  expect(server.served()).toBe(server.content.length)
  server.content = randomBytes(200_000)
  server.etag = '"v2"'
  await expectWhole(await pull(server.url, folder), server)
})

test('killed between the last byte and the new name, nothing is fetched again', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  const whole = pulled(await pull(server.url, folder)).path
  await writeFile(join(folder, 'source.part'), await readFile(whole))
  await writeFile(whole, 'cut')
  await expectWhole(await pull(server.url, folder), server)
  expect(server.served()).toBe(server.content.length)
})

test('after another start of the machine only what was on the disk for certain is trusted', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  server.cuts = [100_000, 1, 1]
  refusal(await pull(server.url, folder))
  const state = join(folder, 'pull.json')
  const kept: unknown = JSON.parse(await readFile(state, 'utf8'))
  await writeFile(state, JSON.stringify({ ...Object(kept), boot: 'another one', syncedBytes: 60_000 }))
  await expectWhole(await pull(server.url, folder), server)
  expect(server.asked.at(-1)?.range).toBe('bytes=60000-')
  await writeFile(state, 'torn')
  await expectWhole(await pull(server.url, folder), server)
  expect(server.asked.at(-1)?.range).toBeUndefined()
})

test('a remote file that changed starts over, and so does a server without ranges or validators', async () => {
  const changed = await filmServer()
  const folder = await freshFolder()
  changed.cuts = [100_000, 1, 1]
  expect(refusal(await pull(changed.url, folder))).toContain('check/source-cut-short')
  changed.content = randomBytes(310_000)
  changed.etag = '"v2"'
  await expectWhole(await pull(changed.url, folder), changed)
  for (const change of [{ ranges: false }, { etag: undefined }, { etag: 'W/"weak"' }]) {
    const server = Object.assign(await filmServer(), change)
    server.cuts = [100_000]
    await expectWhole(await pull(server.url, await freshFolder()), server)
    expect(server.served()).toBe(server.content.length + 100_000)
  }
})

test('a Last-Modified alone is enough to go on', async () => {
  const server = Object.assign(await filmServer(), { etag: undefined, lastModified: 'Sat, 01 Nov 2025 10:00:00 GMT' })
  server.cuts = [100_000]
  await expectWhole(await pull(server.url, await freshFolder()), server)
  expect(server.served()).toBe(server.content.length)
})

test('what is pulled has the date and the type that the server tells', async () => {
  const server = Object.assign(await filmServer(), { lastModified: 'Sat, 01 Nov 2025 10:00:00 GMT' })
  const file = pulled(await pull(server.url, await freshFolder()))
  expect([file.contentType, (await stat(file.path)).mtime.toISOString()]).toEqual(['video/mp4', '2025-11-01T10:00:00.000Z'])
})

test('another signature of the same file goes on where a strong tag proves it, and only there', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  server.cuts = [100_000, 1, 1]
  expect(refusal(await pull(`${server.url}?sign=one`, folder))).toContain('cut-short')
  await expectWhole(await pull(`${server.url}?sign=two`, folder), server)
  expect(server.served()).toBe(server.content.length)
  const dated = Object.assign(await filmServer(), { etag: undefined, lastModified: 'Sat, 01 Nov 2025 10:00:00 GMT' })
  const other = await freshFolder()
  dated.cuts = [100_000, 1, 1]
  expect(refusal(await pull(`${dated.url}?id=one`, other))).toContain('cut-short')
  await expectWhole(await pull(`${dated.url}?id=two`, other), dated)
  expect(dated.asked.at(-1)?.range).toBeUndefined()
})

test('a range that is not the one asked for is not believed', async () => {
  const content = randomBytes(50_000)
  const ranges: (string | undefined)[] = []
  const port = await listen((request, response) => {
    ranges.push(request.headers.range)
    if (request.headers.range !== undefined) return void response.writeHead(206, { etag: '"a"', 'content-range': `bytes 0-${content.length - 1}/${content.length}` }).end(content)
    response.writeHead(200, { etag: '"a"', 'content-length': content.length })
    if (ranges.length > 1) return void response.end(content)
    response.write(content.subarray(0, 10_000))
    const timer = setInterval(() => arrived.bytes >= 10_000 && response.destroy(), 2)
    response.on('close', () => clearInterval(timer))
  })
  expect(pulled(await pull(`http://127.0.0.1:${port}/a`, await freshFolder()))).toMatchObject({ md5: md5Of(content) })
  expect(ranges).toEqual([undefined, 'bytes=10000-', undefined])
})

test.each([
  ['a part of another version', { etag: '"b"', 'content-range': 'bytes 10000-49999/50000' }, 206],
  ['a part of a file of another length', { etag: '"a"', 'content-range': 'bytes 10000-59999/60000' }, 206],
  ['several parts', { etag: '"a"', 'content-type': 'multipart/byteranges; boundary=x' }, 206],
  ['that the part lies behind the end', { 'content-range': 'bytes */9000' }, 416],
])('a server that pays no heed to If-Range and answers with %s: all of it is asked for again', async (_, headers, status) => {
  const content = randomBytes(50_000)
  const asked: (string | undefined)[] = []
  const port = await listen((request, response) => {
    asked.push(request.headers.range)
    if (request.headers.range !== undefined) return void response.writeHead(status, headers).end(randomBytes(40_000))
    response.writeHead(200, { etag: asked.length > 1 ? '"b"' : '"a"', 'content-length': content.length })
    if (asked.length > 1) return void response.end(content)
    response.write(randomBytes(10_000))
    const timer = setInterval(() => arrived.bytes >= 10_000 && response.destroy(), 2)
    response.on('close', () => clearInterval(timer))
  })
  expect(pulled(await pull(`http://127.0.0.1:${port}/a`, await freshFolder()))).toMatchObject({ sizeBytes: 50_000, md5: md5Of(content) })
  expect(asked).toEqual([undefined, 'bytes=10000-', undefined])
})

test('a connection that is cut for ever ends, with what came kept', async () => {
  const server = await filmServer()
  server.cuts = [1000, ...Array.from({ length: 20 }, () => 1)]
  const folder = await freshFolder()
  const words = refusal(await pull(`${server.url}?sign=fake-secret`, folder))
  expect(words).toMatch(/check\/source-cut-short: .* 1,002 of 300,000 bytes are here, then the connection was cut \(tried 3 times\)/)
  expect(words).not.toContain('fake-secret')
  expect((await stat(join(folder, 'source.part'))).size).toBe(1002)
})

test('a server that stops sending, or drips, is left', async () => {
  const port = await listen((request, response) => {
    response.writeHead(200, { 'content-length': 1_000_000 })
    if (request.url === '/still') return void response.flushHeaders()
    const timer = setInterval(() => response.write('x'), 10)
    response.on('close', () => clearInterval(timer))
  })
  const hurried = { network: network({}, { idleMs: 150, attempts: 1 }) }
  expect(refusal(await pull(`http://127.0.0.1:${port}/still`, await freshFolder(), {}, hurried))).toContain('nothing came for 0.15 s')
  expect(refusal(await pull(`http://127.0.0.1:${port}/drip`, await freshFolder(), {}, hurried))).toContain('less than 1 KiB a second')
  const silent = await listen(() => {})
  const impatient = { network: network({}, { answerMs: 100, attempts: 2 }) }
  expect(refusal(await pull(`http://127.0.0.1:${silent}/`, await freshFolder(), {}, impatient))).toMatch(/check\/source-not-reached: .*nothing was answered for 0.1 s \(tried 2 times\)/)
})

test('the MD5 that was asked for is held, and blames the source', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  await expectWhole(await pull(server.url, folder, { md5: md5Of(server.content) }), server)
  const wrong = '0'.repeat(32)
  expect(refusal(await pull(server.url, folder, { md5: wrong }))).toBe(`check/source-md5-differs: the MD5 of '${server.url}' is ${md5Of(server.content)}, and ${wrong} was asked for`)
  expect(await readdir(folder)).toEqual([])
})

test('a part that another pull damaged costs one more fetch, not the file', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  server.cuts = [100_000, 1, 1]
  refusal(await pull(server.url, folder))
  await writeFile(join(folder, 'source.part'), Buffer.alloc(100_002))
  await expectWhole(await pull(server.url, folder, { md5: md5Of(server.content) }), server)
})

test('the size is bounded by what is announced and by what comes', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  expect(refusal(await pull(server.url, folder, { maxBytes: 299_999 }))).toMatch(/check\/source-too-large: .* has 300,000 bytes, more than the 299,999 that are allowed/)
  expect(await readdir(folder)).toEqual([])
  await expectWhole(await pull(server.url, folder, { maxBytes: 300_000 }), server)
  const port = await listen((_, response) => {
    const timer = setInterval(() => response.write(Buffer.alloc(50_000)), 1)
    response.on('close', () => clearInterval(timer))
  })
  expect(refusal(await pull(`http://127.0.0.1:${port}/`, await freshFolder(), { maxBytes: 200_000 }))).toContain('goes on past the 200,000')
})

test.each([[404, 'there is no such file'], [403, 'a signed URL may have expired'], [401, 'who asks'], [500, 'it is in trouble (tried 3 times)'], [204, 'that is no file']])('status %i has its sentence', async (status, words) => {
  const port = await listen((_, response) => response.writeHead(status).end())
  const said = refusal(await pull(`http://127.0.0.1:${port}/film.mp4?sign=fake-secret`, await freshFolder()))
  expect(said).toContain(`check/source-http-status: the server answered ${status} for 'http://127.0.0.1:${port}/film.mp4': `)
  expect(said).toContain(words)
})

test('a server in trouble is asked again, after the time that it names', async () => {
  const waits: number[] = []
  let asked = 0
  const port = await listen((_, response) => {
    asked += 1
    if (asked === 1) return void response.writeHead(503, { 'retry-after': '7' }).end()
    if (asked === 2) return void response.writeHead(502).end()
    response.end('film')
  })
  const patient = { ...network(), wait: async (ms: number) => void waits.push(ms) }
  const retries: unknown[] = []
  expect(pulled(await pull(`http://127.0.0.1:${port}/`, await freshFolder(), {}, { network: patient, onRetry: (retry) => retries.push(retry) })).sizeBytes).toBe(4)
  expect(retries).toEqual([{ why: 'the server answered 503', afterMs: 7000 }, { why: 'the server answered 502', afterMs: 2 }])
  expect(waits).toEqual([7000, 2])
})

test('a folder that cannot be written to is no fault of the source', async () => {
  const server = await filmServer()
  const folder = await freshFolder()
  await writeFile(join(folder, 'file'), '')
  expect(refusal(await pull(server.url, join(folder, 'file', 'below')))).toContain('run/source-not-kept')
  // More than any disk has.
  const port = await listen((_, response) => void response.writeHead(200, { 'content-length': 9e14 }).write('x'))
  expect(refusal(await pull(`http://127.0.0.1:${port}/`, folder, { maxBytes: 1e15 }))).toMatch(/run\/no-room-for-source: no space is left in .* for the 900,000,000,000,000 bytes/)
})
