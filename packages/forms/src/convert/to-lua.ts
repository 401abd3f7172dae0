import { printable, type Diagnostic } from '@vodflow/core'
import { conditionTree } from '@vodflow/frontend-json'
import { convertDiagnostics } from './diagnostics.ts'
import { luaCondition } from './lua-condition.ts'
import { luaField, luaString, luaValue, isLuaName, referenceIn, strangeToLua } from './lua-literal.ts'
import { processLists, type Json, type JsonObject, type OwnForm, type Path } from './own-form.ts'
import type { Written } from './to-template.ts'

const target = 'lua'

/** A script that does what a document in our own form does, its parameters and conditions with it. */
export async function toLua(form: OwnForm, header: readonly string[]): Promise<Written<string>> {
  const writer = new LuaWriter(form)
  return { value: await writer.write(header), diagnostics: writer.diagnostics }
}

/** What each list is in the class API. */
const classes: { readonly [list: string]: string } = {
  review: 'ReviewAction', transcode: 'TranscodeAction', animatedGraphics: 'AnimatedGraphicsAction', snapshotByTimeOffset: 'SnapshotByTimeOffsetAction',
  coverBySnapshot: 'CoverBySnapshotAction', sampleSnapshot: 'SampleSnapshotAction', imageSprite: 'ImageSpriteAction',
}

const helpers = {
  list: [
    '-- Numbers and lists of them as one list; 0 is none.', 'local function list(...)', '  local all = {}', '  for _, value in ipairs({ ... }) do',
    '    for _, one in ipairs(type(value) == "table" and value or { value }) do', '      if one ~= 0 then all[#all + 1] = one end', '    end', '  end', '  return all', 'end',
  ],
  times: [
    'local function times(...)', '  local all = {}', '  for _, value in ipairs({ ... }) do',
    '    for _, one in ipairs(type(value) == "table" and value or { value }) do all[#all + 1] = one end', '  end', '  return all', 'end',
  ],
  holds: [
    'local function holds(all, wanted)', '  for _, one in ipairs(all) do', '    if one == wanted then return true end', '  end', '  return false', 'end',
  ],
  taken: [
    'local function taken(value, default, position, name)', '  if value == nil then value = default end',
    '  if value == nil then Refuse("argument " .. position .. " (" .. name .. ") is missing", position) end', '  return value', 'end',
  ],
} as const

class LuaWriter {
  readonly diagnostics: Diagnostic[] = []
  readonly #form: OwnForm
  readonly #used = new Set<keyof typeof helpers>()

  constructor(form: OwnForm) {
    this.#form = form
  }

  async write(header: readonly string[]): Promise<string> {
    const { value } = this.#form
    const process = objectOf(value['process'])
    const review = await this.#handler('handleReview', [['review', listOf(value['review']), ['review']]])
    const work = await this.#handler('handleProcess', processLists.map((list) => [list, listOf(process[list]), ['process', list]] as const))
    const entry = this.#entry(listOf(value['parameters']).map(objectOf))
    const needed = (['list', 'times', 'holds', 'taken'] as const).filter((name) => this.#used.has(name))
    return [
      ...header.map((line) => `-- ${printable(line)}`.trimEnd()),
      'local Procedure = NewProcedureClass()',
      ...(listOf(value['parameters']).length > 0 ? ['local given = {}'] : []),
      ...needed.flatMap((name) => ['', ...helpers[name]]),
      ...(listOf(value['review']).length > 0 ? ['', ...review] : []), '', ...work, '', ...entry, '',
    ].join('\n')
  }

  async #handler(name: string, lists: readonly (readonly [string, readonly Json[], Path])[]): Promise<readonly string[]> {
    const body: string[] = []
    for (const [list, elements, path] of lists) {
      for (const [index, element] of elements.entries()) body.push(...(await this.#element(list, objectOf(element), [...path, index])))
    }
    const text = body.filter((line) => line.startsWith('  if ')).join('\n')
    const reads = (word: string) => new RegExp(`\\b${word}\\.`, 'u').test(text)
    const source = [
      ...(reads('meta') || reads('video') || reads('audio') ? ['  local meta = file.mediaInfo.metaData'] : []),
      ...(['video', 'audio'] as const).filter(reads).map((kind) => `  local ${kind} = meta.${kind}StreamList[1] or {}`),
    ]
    return [`function Procedure:${name}(${source.length > 0 ? 'file' : ''})`, '  local set = ActionSet:new()', ...source, ...body, '  return set', 'end']
  }

  async #element(list: string, element: JsonObject, path: Path): Promise<readonly string[]> {
    const { when, definition = null, ...others } = element
    // An empty list, written out, is an element that says nothing.
    if (Array.isArray(definition) && definition.length === 0) return []
    const definitions = this.#numbers('list', definition)
    const conditions: string[] = []
    if (typeof when === 'string') conditions.push(await this.#condition(when, [...path, 'when']))
    if (list !== 'transcode' && definitions.includes('(')) conditions.push(`#${definitions} > 0`)
    const fields = [`${list === 'transcode' ? 'transcodeDefinition' : 'definition'} = ${definitions}`]
    for (const [name, value] of Object.entries(others)) {
      // A remark to the checker, which has its own form in Lua.
      if (name.startsWith('x-')) continue
      const written = this.#field(name, value, [...path, name])
      if (name === 'timeOffset' && written.includes('(')) conditions.push(`#${written} > 0`)
      fields.push(`${name === 'watermark' ? 'watermarkDefinition' : name} = ${written}`)
    }
    const add = `set:addAction(${classes[list]}:new({ ${fields.join(', ')} }))`
    return conditions.length === 0 ? [`  ${add}`] : [`  if ${conditions.join(' and ')} then`, `    ${add}`, '  end']
  }

  #field(name: string, value: Json, path: Path): string {
    if (name === 'watermark') return this.#numbers('list', value)
    if (name === 'timeOffset') {
      for (const [index, time] of [value].flat().entries()) if (typeof time === 'number' && !Number.isInteger(time)) this.#cannot(name, String(time), Array.isArray(value) ? [...path, index] : path)
      return this.#numbers('times', value)
    }
    const strange = strangeToLua(value)
    if (strange !== undefined) this.#cannot(name, `or holds ${strange}`, path)
    return luaValue(value, reference)
  }

  /** What is written out needs no help; what a parameter gives may be a number or a list. */
  #numbers(helper: 'list' | 'times', value: Json): string {
    const all = [value].flat()
    if (!all.some((one) => referenceIn(one) !== undefined)) return luaValue(value, reference)
    this.#used.add(helper)
    return `${helper}(${all.map((one) => luaValue(one, reference)).join(', ')})`
  }

  async #condition(when: string, path: Path): Promise<string> {
    const tree = await conditionTree(when)
    const written = tree && luaCondition(tree)
    if (written === undefined) this.diagnostics.push(convertDiagnostics.create('condition', this.#form.spanAt(path), { target }))
    if (written?.includes('holds(') === true) this.#used.add('holds')
    return written ?? 'false'
  }

  #entry(parameters: readonly JsonObject[]): readonly string[] {
    const names = parameters.map(({ name }, index) => argumentName(String(name), index))
    const assignments = parameters.map((parameter, index) => this.#assignment(parameter, names[index] ?? '', index, ['parameters', index, 'default']))
    const tooMany = parameters.length === 0 ? [] : [`  if select("#", ...) > 0 then Refuse("at most ${parameters.length} arguments are taken", ${parameters.length + 1}) end`]
    return [
      `function CreateProcedure(${[...names, ...(tooMany.length > 0 ? ['...'] : [])].join(', ')})`, ...tooMany, ...assignments,
      '  local procedure = Procedure:new()',
      ...this.#setting('priority', 'setPriority'), ...this.#setting('notifyMode', 'setNotifyMode'),
      '  return procedure', 'end',
    ]
  }

  #setting(member: string, setter: string): readonly string[] {
    const value = this.#form.value[member]
    return value === undefined ? [] : [`  procedure.${setter}(${luaValue(value, reference)})`]
  }

  #assignment({ name, type, default: value }: JsonObject, argument: string, index: number, path: Path): string {
    this.#used.add('taken')
    const isEmptyList = Array.isArray(value) && value.length === 0
    const strange = value === undefined || isEmptyList ? undefined : strangeToLua(value)
    if (strange !== undefined) this.#cannot('default', `or holds ${strange}`, path)
    const fallback = value === undefined ? 'nil' : isEmptyList ? '{}' : luaValue(value, reference)
    const taken = `taken(${argument}, ${fallback}, ${index + 1}, ${luaString(String(name))})`
    if (type === 'definitions') this.#used.add('list')
    return `  ${luaField('given', String(name))} = ${type === 'definitions' ? `list(${taken})` : taken}`
  }

  #cannot(field: string, found: string, path: Path): void {
    this.diagnostics.push(convertDiagnostics.create('field', this.#form.spanAt(path), { field, found, target }))
  }
}

function reference(name: string): string {
  return luaField('given', name)
}

/** Names that the script itself uses, and those of the host, are left to them. */
function argumentName(name: string, index: number): string {
  return isLuaName(name) && !taboo.has(name) ? name : `argument${index + 1}`
}
const taboo = new Set(['given', 'list', 'times', 'holds', 'taken', 'procedure', 'Procedure', 'select', 'Refuse'])

function objectOf(value: Json | undefined): JsonObject {
  // A list has no members that anybody asks for.
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {}
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
