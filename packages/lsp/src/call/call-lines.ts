import type { TemplateKind } from '@vodflow/core'
import { codeOf, type Token } from '../lua/tokens.ts'
import type { TemplateUse } from '../template-use.ts'

/** One line of a `.call` file that holds a call, or the beginning of one. */
export interface CallLine {
  /** What stands before the `(`; empty where nothing does. */
  readonly name: { readonly text: string; readonly start: number; readonly end: number }
  /** Of the arguments, at the offsets of the file. */
  readonly tokens: readonly Token[]
  readonly start: number
  readonly end: number
}

/** What a call's arguments are, by position. */
export interface Parameter {
  readonly name: string
  readonly kind?: TemplateKind
  readonly description?: string
  readonly type?: string
}
export type Signatures = (name: string) => readonly Parameter[]

export function callLines(text: string): readonly CallLine[] {
  const lines: CallLine[] = []
  for (const match of text.matchAll(/[^\r\n]*/gu)) {
    const [line] = match
    if (line.trimStart().startsWith('#') || (line === '' && text.charAt(match.index - 1) !== '\n' && match.index > 0)) continue
    lines.push(lineAt(line, match.index))
  }
  return lines
}

/** The line that a place is on. */
export function callLineAt(text: string, offset: number): CallLine | undefined {
  return callLines(text).find(({ start, end }) => start <= offset && offset <= end)
}

function lineAt(line: string, start: number): CallLine {
  const indent = /^[\s\ufeff]*/u.exec(line)?.[0].length ?? 0
  const name = /^[^\s(]*/u.exec(line.slice(indent))?.[0] ?? ''
  const from = indent + name.length
  const tokens = codeOf(line.slice(from)).map((token) => ({ ...token, start: token.start + start + from, end: token.end + start + from }))
  return { name: { text: name, start: start + indent, end: start + from }, tokens, start, end: start + line.length }
}

/**
 * For each token, and for what would come behind the last, which argument it is in; undefined outside of the brackets, deeper than
 * in a list, and behind a key.
 */
export function argumentIndexes(tokens: readonly Token[]): readonly (number | undefined)[] {
  const indexes: (number | undefined)[] = []
  let depth = 0
  let index = 0
  let isClosed = false
  for (const [at, { text, type }] of tokens.entries()) {
    indexes.push(isClosed || depth === 0 || depth > 2 || tokens[at - 1]?.text === '=' ? undefined : index)
    if (type === 'string') continue
    if (/^[({[]$/u.test(text)) depth += 1
    else if (/^[)}\]]$/u.test(text)) depth -= 1
    else if (text === ',' && depth === 1) index += 1
    isClosed ||= depth <= 0
  }
  return [...indexes, isClosed || depth === 0 || depth > 2 ? undefined : index]
}

/** Every template's number in the calls of a file. */
export function callUses(text: string, signatures: Signatures): readonly TemplateUse[] {
  return callLines(text).flatMap(({ name, tokens }) => {
    const parameters = signatures(name.text)
    const indexes = argumentIndexes(tokens)
    return tokens.flatMap((token, at): readonly TemplateUse[] => {
      const index = token.type === 'number' ? indexes[at] : undefined
      const kind = index === undefined || tokens[at - 1]?.text === '-' ? undefined : parameters[index]?.kind
      const definition = Number(token.text)
      return kind && Number.isInteger(definition) ? [{ kind, definition, start: token.start, end: token.end, role: 'uses' }] : []
    })
  })
}
