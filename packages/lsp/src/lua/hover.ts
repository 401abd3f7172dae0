import type { Note } from '../item.ts'
import { luaApi, membersOf } from './api.ts'
import { constructedAt } from './template-places.ts'
import { codeOf } from './tokens.ts'
import { chainBefore, classOf } from './types.ts'

/** What the host's name at a place is: a class, a function, or a member of what stands before it. */
export function hoverLua(text: string, offset: number): Note | undefined {
  const tokens = codeOf(text)
  const at = tokens.findIndex(({ type, start, end }) => type === 'name' && start <= offset && offset <= end)
  const token = tokens[at]
  if (token === undefined) return undefined
  const { start, end, text: name } = token
  const isMember = tokens[at - 1]?.text === '.' || tokens[at - 1]?.text === ':'
  const isField = !isMember && tokens[at + 1]?.text === '='
  const owner = isMember ? classOf(tokens, chainBefore(tokens, at - 1), at) : isField ? constructedAt(tokens, at) : undefined
  const member = owner === undefined ? undefined : membersOf(owner).find((one) => one.name === name)
  if (owner !== undefined && member) return { text: shown(`${owner}.${name}: ${member.type}`, member.doc), start, end }
  if (isMember) return undefined
  const { classes, functions } = luaApi()
  const found = functions.find((one) => one.name === name)
  if (found) return { text: shown(`function ${name}(${found.parameters})`, found.doc), start, end }
  const known = classes.get(name)
  return known?.isGlobal === true ? { text: shown(`class ${name}`, known.doc), start, end } : undefined
}

function shown(code: string, doc: string): string {
  return `\`\`\`lua\n${code}\n\`\`\`${doc === '' ? '' : `\n\n${doc}`}`
}
