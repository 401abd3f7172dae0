import type { Diagnostic } from '@vodflow/core'
import { explanationOf } from '@vodflow/core'
import {
  CodeActionKind, LSPErrorCodes, MarkupKind, ResponseError, type CodeAction, type CompletionItem, type DocumentSymbol, type Hover, type Location,
  type Position, type Range, type TextEdit, type WorkspaceEdit,
} from 'vscode-languageserver/node'
import { codeActions } from '../features/code-actions.ts'
import { complete } from '../features/complete.ts'
import { definition } from '../features/definition.ts'
import { format } from '../features/format.ts'
import { hover } from '../features/hover.ts'
import { renamable, rename, type FileEdit } from '../features/rename.ts'
import { symbols } from '../features/symbols.ts'
import type { Opened, Session } from '../session.ts'
import type { Checker } from './checker.ts'
import { uriOf, wireDiagnostics } from './diagnostics.ts'
import { completionItem, documentSymbol } from './items.ts'
import { linesOf, rangeIn } from './positions.ts'

/** Each request of the protocol about one open text, from the features, which know nothing of the protocol. */
export class Answers {
  readonly #session: Session
  readonly #checker: Checker

  constructor(session: Session, checker: Checker) {
    this.#session = session
    this.#checker = checker
  }

  async completion(uri: string, position: Position): Promise<CompletionItem[]> {
    // Asked at each key, so it must not wait for hundreds of templates to be read.
    const opened = await this.#session.opened(uri, 'a moment ago')
    if (!opened) return []
    const items = await complete(opened, offsetIn(opened, position))
    return items.map((item, index) => completionItem(opened.text, item, index))
  }

  async hover(uri: string, position: Position): Promise<Hover | null> {
    const opened = await this.#session.opened(uri)
    if (!opened) return null
    const offset = offsetIn(opened, position)
    const note = await hover(opened, offset)
    const problems = this.#checker.found(uri).filter(({ span }) => span && span.start <= offset && offset <= span.end)
    const explained = await Promise.all([...new Set(problems.map(({ code }) => code))].map(explanation))
    const texts = [...(note ? [note.text] : []), ...explained]
    const at = note ?? problems[0]?.span
    return at && texts.length > 0 ? { contents: { kind: MarkupKind.Markdown, value: texts.join('\n\n---\n\n') }, range: rangeIn(opened.text, at.start, at.end) } : null
  }

  async definition(uri: string, position: Position): Promise<Location | null> {
    const opened = await this.#session.opened(uri)
    const place = opened && (await definition(opened, offsetIn(opened, position)))
    return place ? { uri: await uriOf(this.#session, place.path), range: rangeIn(place.text, place.start, place.end) } : null
  }

  async prepareRename(uri: string, position: Position): Promise<{ range: Range; placeholder: string } | null> {
    const opened = await this.#session.opened(uri)
    if (!opened) return null
    const use = await renamable(opened, offsetIn(opened, position))
    if ('refused' in use) throw refusal(use.refused)
    return { range: rangeIn(opened.text, use.start, use.end), placeholder: String(use.definition) }
  }

  async rename(uri: string, position: Position, newName: string): Promise<WorkspaceEdit | null> {
    const opened = await this.#session.opened(uri)
    if (!opened) return null
    const files = await rename(opened, offsetIn(opened, position), newName.trim())
    if ('refused' in files) throw refusal(files.refused)
    return this.#workspaceEdit(files)
  }

  async codeActions(uri: string, range: Range, only: readonly string[] | undefined): Promise<CodeAction[]> {
    const opened = await this.#session.opened(uri)
    if (!opened) return []
    const lines = linesOf(opened.text)
    const actions = await codeActions(opened, await this.#checker.now(uri), lines.offsetAt(range.start), lines.offsetAt(range.end))
    const kindOf = (is: (typeof actions)[number]['is']) => (is === 'all' ? CodeActionKind.SourceFixAll : CodeActionKind.QuickFix)
    // `source` asks for everything below it.
    const wanted = actions.filter(({ is }) => !only || only.some((kind) => kind === '' || `${kindOf(is)}.`.startsWith(`${kind}.`)))
    return Promise.all(wanted.map(async ({ title, is, of, edits }) => ({
      title,
      kind: kindOf(is),
      diagnostics: await wireDiagnostics(this.#session, opened, of),
      ...(is === 'mend' && { isPreferred: true }),
      edit: await this.#workspaceEdit(edits),
    })))
  }

  async format(uri: string): Promise<TextEdit[]> {
    const opened = await this.#session.opened(uri)
    const text = opened && (await format(opened))
    return opened && text !== undefined && text !== opened.text ? [{ range: rangeIn(opened.text, 0, opened.text.length), newText: text }] : []
  }

  async symbols(uri: string): Promise<DocumentSymbol[]> {
    const opened = await this.#session.opened(uri)
    return opened ? symbols(opened).map((symbol) => documentSymbol(opened.text, symbol)) : []
  }

  async #workspaceEdit(files: readonly FileEdit[]): Promise<WorkspaceEdit> {
    const changes = await Promise.all(files.map(async ({ path, text, edits }) => {
      const edit = edits.map((one): TextEdit => ({ range: rangeIn(text, one.start, one.end), newText: one.text }))
      return [await uriOf(this.#session, path), edit] as const
    }))
    return { changes: Object.fromEntries(changes) }
  }
}

function offsetIn({ text }: Opened, position: Position): number {
  return linesOf(text).offsetAt(position)
}

function refusal(sentence: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, sentence)
}

async function explanation(code: Diagnostic['code']): Promise<string> {
  const found = await explanationOf(code)
  const words = found ? [found.meaning, found.mend].join('\n\n') : ''
  return `${words === '' ? '' : `${words}\n\n`}\`vodflow explain ${code}\``
}
