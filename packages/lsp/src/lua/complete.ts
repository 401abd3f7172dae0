import type { TemplateCatalogue, TemplateKind } from '@vodflow/core'
import type { Item } from '../item.ts'
import { templateItems } from '../template-items.ts'
import { luaApi, membersOf, type ApiMember } from './api.ts'
import { constructedAt, luaPlaces } from './template-places.ts'
import { isQuoted, tokensOf, type Token } from './tokens.ts'
import { chainBefore, classOf } from './types.ts'

/** What can be written at a place of a script, also where the text around is not finished. */
export function completeLua(text: string, offset: number, templates: TemplateCatalogue): readonly Item[] {
  const all = tokensOf(text)
  if (isQuoted(all, offset)) return []
  const tokens = all.filter(({ type }) => type !== 'comment')
  const touching = tokens.findIndex((token) => token.start < offset && offset <= token.end && (token.type === 'name' || token.type === 'number'))
  const before = tokens.findIndex(({ start }) => start >= offset)
  const at = touching >= 0 ? touching : before < 0 ? tokens.length : before
  const token = touching >= 0 ? tokens[touching] : undefined
  const [start, end] = token ? [token.start, token.end] : [offset, offset]
  const access = tokens[at - 1]
  if (access?.text === '.' || access?.text === ':') return memberItems(tokens, at, access.text, { start, end })
  const kind = kindAt(tokens, at)
  if (kind) return templateItems(templates, kind, start, end)
  const constructed = isKey(tokens, at) ? constructedAt(tokens, at) : undefined
  if (constructed !== undefined) {
    return membersOf(constructed).filter(({ is }) => is === 'field').map((member) => memberItem(member, start, end, tokens[at + 1]?.text === '=' ? '' : ' = '))
  }
  return token?.type === 'number' ? [] : globalItems(start, end)
}

function isKey(tokens: readonly Token[], at: number): boolean {
  return /^[{,;]$/u.test(tokens[at - 1]?.text ?? '')
}

/** The kind of template whose number can stand as the token at `at`: at the start of an expression, or in a list there. */
function kindAt(tokens: readonly Token[], at: number): TemplateKind | undefined {
  const isHere = (start: number) => start === at || (tokens[start]?.text === '{' && isInList(tokens, start, at))
  return luaPlaces(tokens).find(({ token }) => token <= at && isHere(token))?.kind
}

function isInList(tokens: readonly Token[], open: number, at: number): boolean {
  const inner = tokens.slice(open + 1, at)
  return at > open && inner.every(({ type, text }) => type === 'number' || text === ',' || text === ';') && inner.at(-1)?.type !== 'number'
}

function memberItems(tokens: readonly Token[], at: number, access: string, { start, end }: { readonly start: number; readonly end: number }): readonly Item[] {
  const name = classOf(tokens, chainBefore(tokens, at - 1), at)
  if (name === undefined) return []
  const members = membersOf(name).filter(({ is, doc }) => access === '.' || is === 'method' || doc.includes('stage'))
  return members.map((member) => memberItem(member, start, end, ''))
}

function memberItem({ name, is, type, doc }: ApiMember, start: number, end: number, tail: string): Item {
  return { label: name, kind: is === 'method' ? 'function' : 'field', insert: `${name}${tail}`, start, end, detail: type, ...(doc !== '' && { documentation: doc }) }
}

function globalItems(start: number, end: number): readonly Item[] {
  const { classes, functions } = luaApi()
  return [
    ...[...classes.values()].filter(({ isGlobal }) => isGlobal).map(({ name, doc }): Item => ({ label: name, kind: 'class', insert: name, start, end, ...(doc !== '' && { documentation: doc }) })),
    ...functions.map(({ name, parameters, doc }): Item => ({ label: name, kind: 'function', insert: name, start, end, detail: `(${parameters})`, documentation: doc })),
  ]
}
