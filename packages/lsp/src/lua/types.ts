import { luaApi, membersOf } from './api.ts'
import type { Token } from './tokens.ts'

/** `file.mediaInfo.metaData` up to, not with, the token at `end`; empty where no chain of names ends there. */
export function chainBefore(tokens: readonly Token[], end: number): readonly string[] {
  const names: string[] = []
  let at = end - 1
  for (;;) {
    at = skipIndex(tokens, at)
    const token = tokens[at]
    if (token?.type !== 'name') return names
    names.unshift(token.text)
    if (!isAccess(tokens[at - 1])) return names
    at -= 2
  }
}

/** Over `[1]`, backwards. */
function skipIndex(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text !== ']') return at
  let open = at
  while (open > 0 && at - open < 10 && tokens[open]?.text !== '[') open -= 1
  return open - 1
}

function isAccess(token: Token | undefined): boolean {
  return token?.text === '.' || token?.text === ':'
}

const depthLimit = 8

/** The class of the host API that a chain of names is of, as far as the text before `at` tells. */
export function classOf(tokens: readonly Token[], chain: readonly string[], at: number, depth = 0): string | undefined {
  const [first, ...rest] = chain
  if (first === undefined || depth > depthLimit) return undefined
  return rest.reduce<string | undefined>((name, member) => name && classOfMember(name, member), classOfName(tokens, first, at, depth))
}

function classOfMember(name: string, member: string): string | undefined {
  if (member === 'new') return name
  const type = membersOf(name).find((one) => one.name === member)?.type ?? ''
  const plain = type.split('|').find((part) => luaApi().classes.has(part.replace('[]', '')))
  return plain?.replace('[]', '')
}

function classOfName(tokens: readonly Token[], name: string, at: number, depth: number): string | undefined {
  const assigned = lastAssignment(tokens, name, at)
  if (assigned !== undefined) {
    const found = classOf(tokens, chainAfter(tokens, assigned), assigned, depth + 1)
    if (found !== undefined) return found
  }
  if (isClassOfScript(tokens, name)) return 'BaseProcedure'
  if (name === 'self') return 'BaseProcedure'
  if (name === 'file') return 'File'
  return luaApi().classes.get(name)?.isGlobal === true ? name : undefined
}

/** What the names of a text are given, found once: a script of many lines asks for each of its names. */
interface Assignments {
  /** By name, the tokens of that name that are given a value, in the order of the text. */
  readonly places: ReadonlyMap<string, readonly number[]>
  /** Classes that the script makes. */
  readonly classes: ReadonlySet<string>
}

const known = new WeakMap<readonly Token[], Assignments>()

function assignmentsOf(tokens: readonly Token[]): Assignments {
  const before = known.get(tokens)
  if (before) return before
  const places = new Map<string, number[]>()
  const classes = new Set<string>()
  for (const [index, { type, text }] of tokens.entries()) {
    if (type !== 'name' || isAccess(tokens[index - 1])) continue
    const next = tokens[index + 1]?.text
    if (next !== '=' && !(next === 'in' && tokens[index + 2]?.text === 'ipairs')) continue
    if (tokens[index + 2]?.text === 'NewProcedureClass') classes.add(text)
    const earlier = places.get(text)
    if (earlier) earlier.push(index)
    else places.set(text, [index])
  }
  const found = { places, classes }
  known.set(tokens, found)
  return found
}

/** Where the value begins that `name` was last given before `at`: by `name = …`, or as the element in `for _, name in ipairs(…)`. */
function lastAssignment(tokens: readonly Token[], name: string, at: number): number | undefined {
  const place = lastBelow(assignmentsOf(tokens).places.get(name) ?? [], at)
  return place === undefined ? undefined : place + (tokens[place + 1]?.text === '=' ? 2 : 4)
}

function lastBelow(places: readonly number[], limit: number): number | undefined {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return places[low - 1]
}

function isClassOfScript(tokens: readonly Token[], name: string): boolean {
  return assignmentsOf(tokens).classes.has(name)
}

/** The chain that begins at a token: `File.mediaInfo[1].x`. */
function chainAfter(tokens: readonly Token[], start: number): readonly string[] {
  const names: string[] = []
  let at = start
  while (tokens[at]?.type === 'name') {
    names.push(tokens[at]?.text ?? '')
    at += 1
    if (tokens[at]?.text === '[') {
      while (at < tokens.length && at - start < 60 && tokens[at]?.text !== ']') at += 1
      at += 1
    }
    if (!isAccess(tokens[at])) break
    at += 1
  }
  return names
}
