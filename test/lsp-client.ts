import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ClientCapabilities, type CodeAction, type CompletionItem, type Diagnostic, type DocumentSymbol,
  type Hover, type InitializeResult, type Location, type Position, type ProtocolConnection, type PublishDiagnosticsParams, type Range, type TextEdit, type WorkspaceEdit,
} from 'vscode-languageserver/node'
import { afterAll, expect } from 'vitest'
import { bin, runVodflow } from './run-vodflow.ts'

/** A folder of files that is gone at the end. */
export function projectFolder(files: Readonly<Record<string, string>>): { readonly root: string; readonly remove: () => void; readonly write: (path: string, text: string) => void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-lsp-')))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** An editor in a project of its own for all tests of a file; at their end both are gone, and the server has said nothing beside the protocol. */
export async function editorIn(files: Readonly<Record<string, string>>) {
  const { root, remove, write } = projectFolder(files)
  await runVodflow(['--version']) // the bundle may have to be built first
  const editor = await Editor.start(root)
  afterAll(async () => {
    expect(await editor.stop()).toBe(0)
    expect(editor.stderr).toBe('')
    remove()
  })
  return { root, write, editor }
}

/** A text with `‸` where the cursor is. */
export function withCursor(marked: string): { readonly text: string; readonly position: Position; readonly offset: number } {
  const offset = marked.indexOf('‸')
  if (offset < 0) throw new Error('the text has no cursor')
  const text = marked.replace('‸', '')
  return { text, offset, position: positionIn(text, offset) }
}

function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/u)
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
}

/** What a range covers. */
export function textIn(text: string, { start, end }: Range): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/u)
  const offset = ({ line, character }: Position) => lines.slice(0, line).join('').length + character
  return text.slice(offset(start), offset(end))
}

/** An editor with one server: `vodflow lsp` as it is built, over its standard input and output. */
export class Editor {
  readonly #child: ChildProcess
  readonly #connection: ProtocolConnection
  readonly #published = new Map<string, PublishDiagnosticsParams>()
  readonly #history: PublishDiagnosticsParams[] = []
  readonly #waiting = new Set<() => void>()
  readonly #versions = new Map<string, number>()
  #lastVersion = 0
  readonly root: string
  stderr = ''
  exitStatus: number | null | undefined

  private constructor(root: string, args: readonly string[]) {
    this.root = root
    const child = spawn(process.execPath, [bin, 'lsp', '--stdio', ...args], { cwd: root, stdio: 'pipe' })
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString('utf8')
    })
    child.on('exit', (status) => {
      this.exitStatus = status
    })
    this.#child = child
    this.#connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
    this.#connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params)
      this.#history.push(params)
      for (const wake of this.#waiting) wake()
    })
    this.#connection.onRequest('client/registerCapability', () => null)
    this.#connection.listen()
  }

  static async start(root: string, { folders = [root], args = [], capabilities = {} }: { readonly folders?: readonly string[]; readonly args?: readonly string[]; readonly capabilities?: ClientCapabilities } = {}): Promise<Editor> {
    const editor = new Editor(root, args)
    await editor.request<InitializeResult>('initialize', {
      processId: process.pid, rootUri: pathToFileURL(root).href, capabilities, workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
    })
    void editor.notify('initialized', {})
    return editor
  }

  request<T>(method: string, params?: unknown): Promise<T> {
    return this.#connection.sendRequest(method, params)
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params)
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).href
  }

  /** Opens a text, or gives an open one another content. */
  async type(path: string, text: string): Promise<void> {
    const uri = this.uri(path)
    const isNew = !this.#versions.has(uri)
    // Never the same again, so that what is published for an earlier text is not taken for this one's.
    const version = (this.#lastVersion += 1)
    this.#versions.set(uri, version)
    if (isNew) await this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'plain', version, text } })
    else await this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] })
  }

  /** Changes a part of an open text. */
  async change(path: string, range: Range, text: string): Promise<void> {
    const uri = this.uri(path)
    const version = (this.#lastVersion += 1)
    this.#versions.set(uri, version)
    await this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text }] })
  }

  /** The versions of a text that something was published for, in this order. */
  publishedVersions(path: string): readonly number[] {
    return this.#history.flatMap(({ uri, version }) => (uri === this.uri(path) && version !== undefined ? [version] : []))
  }

  async close(path: string): Promise<void> {
    this.#versions.delete(this.uri(path))
    this.#published.delete(this.uri(path))
    await this.notify('textDocument/didClose', { textDocument: { uri: this.uri(path) } })
  }

  /** What is published for the last version of a text, once `wanted` of it holds. */
  async diagnostics(path: string, wanted: (diagnostics: readonly Diagnostic[]) => boolean = () => true): Promise<readonly Diagnostic[]> {
    const uri = this.uri(path)
    const version = this.#versions.get(uri)
    const deadline = Date.now() + 15_000
    for (;;) {
      const found = this.#published.get(uri)
      if (found && found.version === version && wanted(found.diagnostics)) return found.diagnostics
      if (Date.now() > deadline) throw new Error(`nothing fitting was published for ${path}: ${JSON.stringify(found)} ${this.stderr}`)
      await new Promise<void>((settle) => {
        const wake = () => {
          clearTimeout(timer)
          this.#waiting.delete(wake)
          settle()
        }
        const timer = setTimeout(wake, 200)
        this.#waiting.add(wake)
      })
    }
  }

  /** Types a text with a cursor and asks something there. */
  async at<T>(method: string, path: string, marked: string, more: object = {}): Promise<{ readonly text: string; readonly answer: T }> {
    const { text, position } = withCursor(marked)
    await this.type(path, text)
    return { text, answer: await this.request<T>(`textDocument/${method}`, { textDocument: { uri: this.uri(path) }, position, ...more }) }
  }

  async completion(path: string, marked: string): Promise<readonly { readonly label: string; readonly detail: string; readonly result: string }[]> {
    const { text, answer } = await this.at<CompletionItem[]>('completion', path, marked)
    return answer.map(({ label, detail = '', textEdit }) => ({ label, detail, result: textEdit && 'range' in textEdit ? applied(text, [textEdit]) : '' }))
  }

  async hover(path: string, marked: string): Promise<{ readonly over: string; readonly says: string } | null> {
    const { text, answer } = await this.at<Hover | null>('hover', path, marked)
    if (!answer) return null
    const { contents, range } = answer
    return { over: range ? textIn(text, range) : '', says: typeof contents === 'object' && 'value' in contents ? contents.value : '' }
  }

  async definition(path: string, marked: string): Promise<Location | null> {
    return (await this.at<Location | null>('definition', path, marked)).answer
  }

  async rename(path: string, marked: string, newName: string): Promise<WorkspaceEdit> {
    return (await this.at<WorkspaceEdit>('rename', path, marked, { newName })).answer
  }

  async codeActions(path: string, range: Range, only?: readonly string[]): Promise<readonly CodeAction[]> {
    return this.request('textDocument/codeAction', { textDocument: { uri: this.uri(path) }, range, context: { diagnostics: [], ...(only && { only }) } })
  }

  async formatted(path: string, text: string): Promise<string> {
    await this.type(path, text)
    const edits = await this.request<TextEdit[]>('textDocument/formatting', { textDocument: { uri: this.uri(path) }, options: { tabSize: 2, insertSpaces: true } })
    return applied(text, edits)
  }

  async symbols(path: string, text: string): Promise<readonly DocumentSymbol[]> {
    await this.type(path, text)
    return this.request('textDocument/documentSymbol', { textDocument: { uri: this.uri(path) } })
  }

  /** As an editor ends; the server's exit status. */
  async stop(): Promise<number | null | undefined> {
    const exited = this.exitStatus === undefined ? new Promise((settle) => this.#child.once('exit', settle)) : undefined
    await this.request('shutdown')
    await this.notify('exit', undefined)
    await exited
    this.#connection.dispose()
    return this.exitStatus
  }
}

/** A text after edits that do not touch each other. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/u)
  const offset = ({ line, character }: Position) => lines.slice(0, line).join('').length + character
  const sorted = edits.toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
  return sorted.reduce((done, { range, newText }) => done.slice(0, offset(range.start)) + newText + done.slice(offset(range.end)), text)
}
