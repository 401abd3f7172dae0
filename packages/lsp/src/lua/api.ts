import { luaApiText } from '../generated/grammars.ts'

export interface ApiMember {
  readonly name: string
  readonly is: 'field' | 'method'
  /** `integer|nil`, or `fun(definition)`. */
  readonly type: string
  readonly doc: string
}

export interface ApiClass {
  readonly name: string
  readonly doc: string
  readonly parent?: string
  /** Whether a script can name it. */
  readonly isGlobal: boolean
  readonly members: readonly ApiMember[]
}

export interface ApiFunction {
  readonly name: string
  readonly parameters: string
  readonly doc: string
}

export interface LuaApi {
  readonly classes: ReadonlyMap<string, ApiClass>
  readonly functions: readonly ApiFunction[]
}

let api: LuaApi | undefined

/** The host API as grammars/vodflow.lua describes it; read at the first use. */
export function luaApi(): LuaApi {
  api ??= readApi(luaApiText)
  return api
}

/** A reader of our own dozen annotations: the file is ours, and a test holds it against the worker. */
export function readApi(text: string): LuaApi {
  const classes = new Map<string, ApiClass & { readonly members: ApiMember[] }>()
  const functions: ApiFunction[] = []
  let notes: string[] = []
  let open: (ApiClass & { readonly members: ApiMember[] }) | undefined
  for (const line of text.split('\n')) {
    const declared = /^---@class (\w+)(?:: (\w+))?/u.exec(line)
    const field = /^---@field (\w+) (.+)$/u.exec(line)
    const made = /^(\w+) = \{\}/u.exec(line)
    const called = /^function (?:(\w+)[.:])?(\w+)\((.*)\) end/u.exec(line)
    if (declared) {
      open = { name: declared[1] ?? '', doc: notes.join(' '), isGlobal: false, members: [], ...(declared[2] !== undefined && { parent: declared[2] }) }
      classes.set(open.name, open)
      notes = []
    } else if (field) open?.members.push({ name: field[1] ?? '', is: 'field', ...typeAndDoc(field[2] ?? '') })
    else if (made) {
      const [, name = ''] = made
      const known = classes.get(name) ?? { name, doc: notes.join(' '), isGlobal: true, members: [] }
      classes.set(name, { ...known, isGlobal: true })
      notes = []
    } else if (called) {
      const [, owner, name = '', parameters = ''] = called
      const doc = notes.join(' ')
      if (owner === undefined) functions.push({ name, parameters, doc })
      else classes.get(owner)?.members.push({ name, is: 'method', type: `fun(${parameters})`, doc })
      notes = []
    } else if (line.startsWith('---') && !line.startsWith('---@')) notes.push(line.slice(3))
    else if (!line.startsWith('---')) notes = []
  }
  return { classes, functions }
}

/** A type may hold blanks inside of brackets; what follows it is for people. */
function typeAndDoc(rest: string): { readonly type: string; readonly doc: string } {
  let depth = 0
  for (const [index, character] of [...rest].entries()) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    const before = rest.charAt(index - 1)
    if (character === ' ' && depth === 0 && before !== ':' && before !== ',') return { type: rest.slice(0, index), doc: rest.slice(index + 1) }
  }
  return { type: rest, doc: '' }
}

/** A class's own members and those that it inherits. */
export function membersOf(name: string): readonly ApiMember[] {
  const found = luaApi().classes.get(name)
  return found ? [...found.members, ...(found.parent === undefined ? [] : membersOf(found.parent))] : []
}
