import type { TemplateKind } from '@vodflow/core'
import type { TemplateUse } from '../template-use.ts'
import { chainBefore, classOf } from './types.ts'
import { codeOf, type Token } from './tokens.ts'

const kindOfClass: { readonly [name: string]: TemplateKind } = {
  SampleSnapshotAction: 'sampleSnapshot', ImageSpriteAction: 'imageSprite', CoverBySnapshotAction: 'snapshot',
  SnapshotByTimeOffsetAction: 'snapshot', AnimatedGraphicsAction: 'animatedGraphics', ReviewAction: 'review', DRM: 'drm',
}
const kindOfField: { readonly [name: string]: TemplateKind } = { transcodeDefinition: 'transcode', watermarkDefinition: 'watermark', drm: 'drm' }

/** The first token of an expression that gives template numbers. */
export interface LuaPlace {
  readonly kind: TemplateKind
  readonly token: number
}

/** Every place where the script gives a template's number to the host. */
export function luaPlaces(tokens: readonly Token[]): readonly LuaPlace[] {
  return tokens.flatMap((token, index) => {
    if (token.type !== 'name') return []
    const next = tokens[index + 1]?.text
    if (token.text === 'addTranscodeDefinition' && next === '(') return [{ kind: 'transcode', token: index + 2 }]
    const kind = next === '=' ? kindOfAssigned(tokens, index, token.text) : undefined
    return kind ? [{ kind, token: index + 2 }] : []
  })
}

function kindOfAssigned(tokens: readonly Token[], index: number, name: string): TemplateKind | undefined {
  const holder = tokens[index - 1]?.text === '.' ? classOf(tokens, chainBefore(tokens, index - 1), index) : constructedAt(tokens, index)
  const field = kindOfField[name]
  // A field of that name on an object of the script's own is not the host's.
  if (field) return holder === undefined || holder === 'TranscodeAction' ? field : undefined
  return name === 'definition' && holder !== undefined ? kindOfClass[holder] : undefined
}

/** The class whose `:new{ … }` or `:new({ … })` a token is in. */
export function constructedAt(tokens: readonly Token[], index: number): string | undefined {
  let depth = 0
  for (let at = index - 1; at >= 0 && index - at < 2000; at -= 1) {
    const mark = tokens[at]?.text
    if (mark === '}' || mark === ')') depth += 1
    if (mark !== '{' && mark !== '(') continue
    depth -= 1
    if (depth >= 0) continue
    const head = mark === '{' && tokens[at - 1]?.text === '(' ? at - 1 : at
    return tokens[head - 1]?.text === 'new' ? classOf(tokens, chainBefore(tokens, head), head) : undefined
  }
  return undefined
}

/** The numbers of an expression: `230`, `{10, 20}`, `defs or {10, 20}`. */
function numbersFrom(tokens: readonly Token[], start: number): readonly Token[] {
  const found: Token[] = []
  let at = start
  if (tokens[at]?.type === 'number') return [tokens[at]].flatMap((token) => token ?? [])
  // What stands behind `or` is given as well.
  while (tokens[at]?.type === 'name' && tokens[at]?.text !== 'or') at += tokens[at + 1]?.text === '.' ? 2 : 1
  if (tokens[at]?.text === 'or') return numbersFrom(tokens, at + 1)
  if (tokens[at]?.text !== '{') return []
  for (at += 1; at < tokens.length && tokens[at]?.text !== '}'; at += 1) {
    const token = tokens[at]
    if (token?.type === 'number') found.push(token)
    else if (token?.text !== ',' && token?.text !== ';') break
  }
  return found
}

/** Every template's number in a script, as far as the text tells what it is for. */
export function luaUses(text: string): readonly TemplateUse[] {
  const tokens = codeOf(text)
  const byPlace = new Map<number, TemplateUse>()
  for (const { kind, token } of [...luaPlaces(tokens), ...placesOfParameters(tokens)]) {
    for (const { text: digits, start, end } of numbersFrom(tokens, token)) {
      const definition = Number(digits)
      if (Number.isInteger(definition)) byPlace.set(start, { kind, definition, start, end, role: 'uses' })
    }
  }
  return [...byPlace.values()].toSorted((a, b) => a.start - b.start)
}

export interface LuaParameter {
  readonly name: string
  readonly kind?: TemplateKind
}

/** What a call of the script passes: the parameters of CreateProcedure, with what each is used for if that is one thing. */
export function luaParameters(text: string): readonly LuaParameter[] {
  const tokens = codeOf(text)
  const places = luaPlaces(tokens)
  return parameterNames(tokens).map((name) => {
    const known = namesOf(tokens, name)
    const kinds = new Set(places.filter(({ token }) => known.has(valueName(tokens, token))).map(({ kind }) => kind))
    const [kind] = kinds
    return { name, ...(kind && kinds.size === 1 && { kind }) }
  })
}

/** `self.ladder = ladder or {10}`: the default of a parameter is given where the parameter is. */
function placesOfParameters(tokens: readonly Token[]): readonly LuaPlace[] {
  const places = luaPlaces(tokens)
  return parameterNames(tokens).flatMap((name) => {
    const known = namesOf(tokens, name)
    const kind = places.find(({ token }) => known.has(valueName(tokens, token)))?.kind
    if (kind === undefined) return []
    return tokens.flatMap((token, index) => (token.text === name && tokens[index - 1]?.text === '=' ? [{ kind, token: index }] : []))
  })
}

function parameterNames(tokens: readonly Token[]): readonly string[] {
  const start = tokens.findIndex(({ text }, index) => text === 'CreateProcedure' && tokens[index - 1]?.text === 'function' && tokens[index + 1]?.text === '(')
  if (start < 0) return []
  const end = tokens.findIndex(({ text }, index) => index > start && text === ')')
  return tokens.slice(start + 2, end < 0 ? undefined : end).filter(({ type }) => type === 'name').map(({ text }) => text).slice(0, 32)
}

/** The parameter's own name, and that of each field it is put into: `.ladder`. */
function namesOf(tokens: readonly Token[], name: string): ReadonlySet<string> {
  const fields = tokens.flatMap((token, index) =>
    token.text === name && tokens[index - 1]?.text === '=' && tokens[index - 3]?.text === '.' ? [`.${tokens[index - 2]?.text ?? ''}`] : [],
  )
  return new Set([name, ...fields])
}

function valueName(tokens: readonly Token[], at: number): string {
  if (tokens[at]?.type !== 'name') return ''
  return tokens[at + 1]?.text === '.' ? `.${tokens[at + 2]?.text ?? ''}` : (tokens[at]?.text ?? '')
}
