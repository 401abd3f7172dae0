import type { Node } from 'jsonc-parser'
import { callLines } from '../call/call-lines.ts'
import { treeOf } from '../json/json-text.ts'
import { codeOf } from '../lua/tokens.ts'
import type { Opened } from '../session.ts'

/** A part of a file that has a name: a stage, an action, a function, a call. */
export interface TextSymbol {
  readonly name: string
  readonly is: 'stage' | 'action' | 'function' | 'call'
  readonly start: number
  readonly end: number
  /** The name itself. */
  readonly nameStart: number
  readonly nameEnd: number
  readonly children: readonly TextSymbol[]
}

export function symbols({ kind, path, text }: Opened): readonly TextSymbol[] {
  if (kind === 'calls') return callSymbols(text)
  return path.endsWith('.lua') ? luaSymbols(text) : jsonSymbols(text)
}

function callSymbols(text: string): readonly TextSymbol[] {
  return callLines(text).filter(({ name }) => name.text !== '').map(({ name, end }) => ({
    name: text.slice(name.start, end).trim().slice(0, 200), is: 'call', start: name.start, end, nameStart: name.start, nameEnd: name.end, children: [],
  }))
}

/** `function P:handleProcess(file)`, and each action that is made. */
function luaSymbols(text: string): readonly TextSymbol[] {
  const tokens = codeOf(text)
  return tokens.flatMap((token, at): readonly TextSymbol[] => {
    if (token.text === 'function' && tokens[at + 1]?.type === 'name') {
      const open = tokens.findIndex(({ text: mark }, index) => index > at && index < at + 12 && mark === '(')
      const last = tokens[open - 1]
      const first = tokens[at + 1]
      if (first && last) return [{ name: text.slice(first.start, last.end), is: 'function', start: token.start, end: last.end, nameStart: first.start, nameEnd: last.end, children: [] }]
    }
    const isMade = token.text.endsWith('Action') && tokens[at + 1]?.text === ':' && tokens[at + 2]?.text === 'new'
    return isMade ? [{ name: token.text, is: 'action', start: token.start, end: token.end, nameStart: token.start, nameEnd: token.end, children: [] }] : []
  })
}

function jsonSymbols(text: string): readonly TextSymbol[] {
  const root = treeOf(text)
  return (root?.type === 'object' ? (root.children ?? []) : []).flatMap((member) => {
    const stage = member.children?.[1]
    return stage?.type === 'object' || stage?.type === 'array' ? [symbolOf(member, 'stage', actionsIn(stage))] : []
  })
}

function actionsIn(stage: Node): readonly TextSymbol[] {
  return stage.type === 'object' ? (stage.children ?? []).filter(({ children }) => children?.length === 2).map((member) => symbolOf(member, 'action', [])) : []
}

function symbolOf(member: Node, is: TextSymbol['is'], children: readonly TextSymbol[]): TextSymbol {
  const name = member.children?.[0] ?? member
  return { name: String(name.value), is, start: member.offset, end: member.offset + member.length, nameStart: name.offset, nameEnd: name.offset + name.length, children }
}
