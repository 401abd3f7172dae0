/** The language server as a process: how it ends, and what a client at fault does to it. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { tmpdir } from 'node:os'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { bin, runVodflow } from './run-vodflow.ts'

const started: Server[] = []
beforeAll(() => runVodflow(['--version']), 120_000) // the bundle may have to be built first
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL')
})

/** A server that is spoken to in bytes. */
class Server {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>
  stdout = ''
  stderr = ''

  constructor() {
    this.child = spawn(process.execPath, [bin, 'lsp'], { cwd: tmpdir(), stdio: 'pipe' })
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString('utf8')
    })
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString('utf8')
    })
    this.child.stdin.on('error', () => undefined)
    this.ended = new Promise((settle) => this.child.on('close', (status, signal) => settle([status, signal])))
    started.push(this)
  }

  raw(body: string): void {
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  send(message: object): void {
    this.raw(JSON.stringify({ jsonrpc: '2.0', ...message }))
  }

  async answered(id: number): Promise<string> {
    const answer = new RegExp(`\\{"jsonrpc":"2.0","id":${id},"(?:result|error)".*?(?=Content-Length|$)`, 'su')
    for (const deadline = Date.now() + 15_000; Date.now() < deadline; await new Promise((settle) => setTimeout(settle, 10))) {
      const [found] = answer.exec(this.stdout) ?? []
      if (found !== undefined) return found
    }
    throw new Error(`no answer to ${id}: ${this.stdout} ${this.stderr}`)
  }

  async initialized(): Promise<void> {
    this.send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } })
    await this.answered(1)
    this.send({ method: 'initialized', params: {} })
  }
}

const openLoop = { method: 'textDocument/didOpen', params: { textDocument: { uri: 'untitled:loop.lua', languageId: 'lua', version: 1, text: 'while true do end' } } }

test.each<[string, number, (server: Server) => void | Promise<void>]>([
  ['shutdown and exit', 0, async (server) => {
    await server.initialized()
    server.send({ id: 2, method: 'shutdown' })
    await server.answered(2)
    server.send({ method: 'exit' })
  }],
  ['exit without shutdown', 1, async (server) => {
    await server.initialized()
    server.send({ method: 'exit' })
  }],
  ['exit before anything else', 1, (server) => server.send({ method: 'exit' })],
  ['the end of its input', 1, async (server) => {
    await server.initialized()
    server.child.stdin.end()
  }],
  ['the end of its input in the midst of a message', 1, async (server) => {
    await server.initialized()
    server.child.stdin.end('Content-Length: 500\r\n\r\n{"jsonrpc"')
  }],
  ['the end of its input while a script runs without an end', 1, async (server) => {
    await server.initialized()
    server.send(openLoop)
    await new Promise((settle) => setTimeout(settle, 400))
    server.child.stdin.end()
  }],
  ['nobody reading its output', 1, async (server) => {
    await server.initialized()
    server.child.stdout.destroy()
    for (let id = 2; id < 30; id += 1) server.send({ id, method: 'textDocument/hover', params: { textDocument: { uri: 'untitled:a.call' }, position: { line: 0, character: 0 } } })
  }],
])('ends at %s with %i, quietly', async (_, status, end) => {
  const server = new Server()
  await end(server)
  expect(await server.ended).toEqual([status, null])
  expect(server.stderr).toBe('')
}, 30_000)

test('goes on after messages that mean nothing', async () => {
  const server = new Server()
  await server.initialized()
  for (const body of ['{', '[]', 'null', '5', '{"jsonrpc":"1.0","id":{},"method":3}', '{"id":1}', '[{"jsonrpc":"2.0","method":"x"}]']) server.raw(body)
  const bad = [undefined, null, {}, [], 'x', { textDocument: null }, { textDocument: { uri: 5 }, position: null }, { textDocument: { uri: 'untitled:%E0%A4%A' }, position: { line: -1, character: 1e9 } }]
  let id = 100
  for (const name of ['completion', 'hover', 'definition', 'rename', 'prepareRename', 'codeAction', 'formatting', 'documentSymbol']) {
    for (const params of bad) {
      server.send({ id, method: `textDocument/${name}`, ...(params !== undefined && { params }) })
      await server.answered(id)
      id += 1
    }
  }
  for (const name of ['didOpen', 'didChange', 'didClose', 'didSave']) for (const params of bad) server.send({ method: `textDocument/${name}`, params })
  const uri = 'untitled:after.call'
  server.send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'x', version: 1, text: 'QCVB_SimpleProcessFile({230})' } } })
  for (const contentChanges of ['x', [{}], [{ text: null }]]) server.send({ method: 'textDocument/didChange', params: { textDocument: { uri, version: 2 }, contentChanges } })
  server.send({ id: 99, method: 'textDocument/hover', params: { textDocument: { uri }, position: { line: 0, character: 25 } } })
  expect(await server.answered(99)).toContain('transcode template 230')
}, 60_000)
