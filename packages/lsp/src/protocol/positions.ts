import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Range } from 'vscode-languageserver/node'

/** The last texts asked about: one of thousands of lines has many places to name. */
const known = new Map<string, TextDocument>()
const knownLimit = 50

/** Offsets and lines of a text as the protocol counts them: from 0, columns in UTF-16 units, lines ended by \n, \r\n or \r. */
export function linesOf(text: string): TextDocument {
  const found = known.get(text) ?? TextDocument.create('', '', 0, text)
  if (known.size >= knownLimit) known.clear()
  known.set(text, found)
  return found
}

export function rangeIn(text: string, start: number, end: number): Range {
  const lines = linesOf(text)
  return { start: lines.positionAt(start), end: lines.positionAt(end) }
}
