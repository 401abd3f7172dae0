import { CompletionItemKind, InsertTextFormat, MarkupKind, SymbolKind, type CompletionItem, type DocumentSymbol } from 'vscode-languageserver/node'
import type { TextSymbol } from '../features/symbols.ts'
import type { Item } from '../item.ts'
import { rangeIn } from './positions.ts'

const kinds: { readonly [K in Item['kind']]: CompletionItemKind } = {
  template: CompletionItemKind.Constant, procedure: CompletionItemKind.Function, field: CompletionItemKind.Field, value: CompletionItemKind.EnumMember,
  class: CompletionItemKind.Class, function: CompletionItemKind.Method, parameter: CompletionItemKind.Variable,
}
const symbolKinds: { readonly [K in TextSymbol['is']]: SymbolKind } = {
  stage: SymbolKind.Namespace, action: SymbolKind.Event, function: SymbolKind.Function, call: SymbolKind.Function,
}

export function completionItem(text: string, item: Item, index: number): CompletionItem {
  const { label, kind, insert, start, end, detail, documentation } = item
  return {
    label,
    kind: kinds[kind],
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range: rangeIn(text, start, end), newText: insert },
    // An editor holds what is written in the range against this; in JSON the quotes are a part of it.
    filterText: insert.replace(/: $| = $/u, ''),
    // Our order: templates by number, members as they are documented.
    sortText: String(index).padStart(6, '0'),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  }
}

export function documentSymbol(text: string, { name, is, start, end, nameStart, nameEnd, children }: TextSymbol): DocumentSymbol {
  return {
    name,
    kind: symbolKinds[is],
    range: rangeIn(text, start, end),
    selectionRange: rangeIn(text, nameStart, nameEnd),
    children: children.map((child) => documentSymbol(text, child)),
  }
}
