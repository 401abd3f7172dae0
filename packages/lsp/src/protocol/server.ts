import { Writable } from 'node:stream'
import type { Diagnostic, SourceFile } from '@vodflow/core'
import {
  CodeActionKind, createConnection, DidChangeWatchedFilesNotification, StreamMessageReader, StreamMessageWriter, TextDocumentSyncKind, type Connection,
  type InitializeParams, type InitializeResult, type TextDocumentPositionParams,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Session } from '../session.ts'
import { Answers } from './answers.ts'
import { Checker } from './checker.ts'

export interface LanguageServerOptions {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly version: string
  readonly builtInProcedures: readonly SourceFile[]
  /** Says messages in the user's language; absent: English. */
  readonly translate?: (diagnostics: readonly Diagnostic[]) => Promise<readonly Diagnostic[]>
}

/** Serves one editor until it says `exit` or goes away; the exit status, which is 1 where it has not said `shutdown` before. */
export async function serveLanguage(options: LanguageServerOptions): Promise<number> {
  const connection = createConnection(new StreamMessageReader(options.input), new StreamMessageWriter(unclosed(options.output)))
  const session = new Session(options.builtInProcedures)
  const checker = new Checker({
    session,
    translate: options.translate ?? ((diagnostics) => Promise.resolve(diagnostics)),
    publish: (uri, version, diagnostics) => void connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) }),
    failed: (error) => connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  let isShutDown = false
  const ended = new Promise<number>((settle) => {
    connection.onShutdown(() => {
      isShutDown = true
    })
    connection.onExit(() => settle(isShutDown ? 0 : 1))
    options.input.on('end', () => settle(isShutDown ? 0 : 1))
    options.input.on('close', () => settle(isShutDown ? 0 : 1))
    // Who cannot hear us any more is no editor.
    options.output.on('error', () => settle(isShutDown ? 0 : 1))
  })
  initialize(connection, options.version, () => {
    session.forget()
    checker.scheduleAll()
  })
  followTexts(connection, session, checker)
  answer(connection, new Answers(session, checker))
  connection.listen()
  const status = await ended
  checker.stop()
  await session.close()
  return status
}

/** What cannot be written any more is lost quietly: the connection would throw in the midst of its answers. */
function unclosed(output: NodeJS.WritableStream): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => void output.write(chunk, () => done()),
  })
}

function initialize(connection: Connection, version: string, changedOnDisk: () => void): void {
  let watches = false
  connection.onInitialize(({ capabilities }: InitializeParams): InitializeResult => {
    watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    return {
      serverInfo: { name: 'vodflow', version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: ['"', '.', ':', '{', '(', ',', ' ', '['] },
        hoverProvider: true,
        definitionProvider: true,
        renameProvider: { prepareProvider: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] },
        documentFormattingProvider: true,
        documentSymbolProvider: true,
        workspace: { workspaceFolders: { supported: true } },
      },
    }
  })
  connection.onInitialized(() => {
    const watchers = [{ globPattern: '**/*.{json,lua,call}' }]
    if (watches) void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
  })
  connection.onDidChangeWatchedFiles(changedOnDisk)
  connection.onDidSaveTextDocument(changedOnDisk)
}

/** The texts as the editor has them. What one file says is looked up from others, so all of them are checked again. */
function followTexts(connection: Connection, session: Session, checker: Checker): void {
  const texts = new Map<string, TextDocument>()
  const put = (document: TextDocument) => {
    texts.set(document.uri, document)
    void session.put({ uri: document.uri, version: document.version, text: document.getText() })
    checker.schedule(document.uri)
    checker.scheduleOthers(document.uri)
  }
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => put(TextDocument.create(uri, languageId, version, text)))
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const known = texts.get(uri)
    if (known) put(TextDocument.update(known, contentChanges, version))
  })
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    texts.delete(uri)
    void session.drop(uri)
    checker.clear(uri)
    checker.scheduleOthers(uri)
  })
}

const at = ({ textDocument, position }: TextDocumentPositionParams) => [textDocument.uri, position] as const

function answer(connection: Connection, answers: Answers): void {
  connection.onCompletion((params) => answers.completion(...at(params)))
  connection.onHover((params) => answers.hover(...at(params)))
  connection.onDefinition((params) => answers.definition(...at(params)))
  connection.onPrepareRename((params) => answers.prepareRename(...at(params)))
  connection.onRenameRequest((params) => answers.rename(...at(params), params.newName))
  connection.onCodeAction(({ textDocument, range, context }) => answers.codeActions(textDocument.uri, range, context.only))
  connection.onDocumentFormatting(({ textDocument }) => answers.format(textDocument.uri))
  connection.onDocumentSymbol(({ textDocument }) => answers.symbols(textDocument.uri))
}
