import {
  LUA_TNIL, LUA_TNUMBER, LUA_TTABLE, lua_gettop, lua_newtable, lua_pop, lua_pushvalue, lua_rawgeti,
  lua_rawlen, lua_rawseti, lua_remove, lua_settop, lua_tonumber, lua_topointer, lua_type,
} from 'fengari/src/lua.js'
import { actionClasses, drmClass, setClasses, type HostClass, type Stage } from '../host-api.ts'
import type { WireAction } from '../protocol.ts'
import { currentLine, rawSetField, setFunction, typeName, type LuaFunction, type LuaState } from './lua.ts'
import { Objects, type ClassDefinition, type HostObject } from './objects.ts'
import { method, type Script } from './script.ts'

const listFields: readonly string[] = ['transcodeDefinition', 'timeOffset']

/** Actions, the sets they are put into, and which stage each set ended up in. */
export class Actions {
  readonly objects = new Objects()
  readonly #script: Script
  readonly #members = new Map<HostObject, HostObject[]>()
  readonly #placed: { readonly stage: Stage; readonly set: HostObject }[] = []

  constructor(script: Script) {
    this.#script = script
  }

  open(L: LuaState, globals: number): void {
    for (const [name, entry] of Object.entries<HostClass>({ ...actionClasses, DRM: drmClass })) {
      this.#class(L, globals, name, { name, methods: this.#methods(entry.methods), read: this.#listReader(entry) })
    }
    for (const name of setClasses) {
      const addAction = method('addAction', (state) => this.#setAt(state, 1), (state, set) => this.#add(state, set))
      this.#class(L, globals, name, { name, methods: { addAction }, intercept: (state, _set, field) => this.#unknownField(state, name, field) })
    }
  }

  #class(L: LuaState, globals: number, name: string, definition: ClassDefinition): void {
    rawSetField(L, globals, name, () => {
      this.objects.define(L, definition)
      setFunction(L, lua_gettop(L), 'new', this.#maker(name, lua_topointer(L, -1)))
    })
  }

  /** A list is there from the start, so that `table.insert(action.transcodeDefinition, 10)` works. */
  #listReader(entry: HostClass): NonNullable<ClassDefinition['read']> {
    const lists = listFields.filter((field) => entry.fields.includes(field))
    return (L, object, field) => {
      if (!lists.includes(field) || object.lines.has(field)) return false
      this.#listField(L, object, field)
      return true
    }
  }

  /** `Class:new()`, `Class.new()`, and either with a table of fields. */
  #maker(name: string, classTable: unknown): LuaFunction {
    return (L) => {
      const fields = lua_topointer(L, 1) === classTable ? 2 : 1
      const object = this.objects.create(L, name)
      if (setClasses.some((set) => set === name)) this.#members.set(object, [])
      const made = lua_gettop(L)
      if (made > fields && lua_type(L, fields) === LUA_TTABLE) this.objects.assignAll(L, object, fields)
      lua_settop(L, made)
      return 1
    }
  }

  #methods(names: readonly string[]): Readonly<Record<string, LuaFunction>> {
    const all: Readonly<Record<string, LuaFunction>> = {
      addTranscodeDefinition: this.#adder('addTranscodeDefinition', 'transcodeDefinition'),
      addTimeOffset: this.#adder('addTimeOffset', 'timeOffset'),
      clearTranscodeDefinition: method('clearTranscodeDefinition', (L) => this.objects.at(L, 1), (L, action) => {
        lua_newtable(L)
        this.objects.storeField(L, action, 'transcodeDefinition')
        return 0
      }),
    }
    return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))
  }

  /** Appends to a list field; a value that is there already is ignored (presets.md §4.2). */
  #adder(name: string, field: string): LuaFunction {
    return method(name, (L) => this.objects.at(L, 1), (L, action) => {
      lua_settop(L, 2)
      this.#listField(L, action, field)
      if (holds(L, 3, 2)) return 0
      lua_pushvalue(L, 2)
      lua_rawseti(L, 3, lua_rawlen(L, 3) + 1)
      const lines = action.elementLines.get(field) ?? new Map<number, number>()
      if (lua_type(L, 2) === LUA_TNUMBER) lines.set(lua_tonumber(L, 2), currentLine(L))
      action.elementLines.set(field, lines)
      if (!action.lines.has(field)) action.lines.set(field, currentLine(L))
      return 0
    })
  }

  /** Pushes the field as a list, turning what is no table into a list of one. */
  #listField(L: LuaState, object: HostObject, field: string): void {
    const type = this.objects.pushField(L, object, field)
    if (type === LUA_TTABLE) return
    lua_newtable(L)
    if (type !== LUA_TNIL) {
      lua_pushvalue(L, -2)
      lua_rawseti(L, -2, 1)
    }
    lua_remove(L, -2)
    const line = object.lines.get(field)
    lua_pushvalue(L, -1)
    this.objects.storeField(L, object, field)
    if (line !== undefined) object.lines.set(field, line)
  }

  #setAt(L: LuaState, index: number): HostObject | undefined {
    const object = this.objects.at(L, index)
    return object && this.#members.has(object) ? object : undefined
  }

  #add(L: LuaState, set: HostObject): number {
    const action = this.objects.at(L, 2)
    if (action !== undefined && action.class in actionClasses) this.#members.get(set)?.push(action)
    else this.#script.note('not-an-action', L, 'addAction', action?.class ?? typeName(L, 2))
    return 0
  }

  /** Takes the set at `index` into a stage; nil is no set. A set that is there already is not taken twice. */
  place(L: LuaState, index: number, stage: Stage): boolean {
    if (lua_type(L, index) === LUA_TNIL) return true
    const set = this.#setAt(L, index)
    if (set === undefined) return false
    if (!this.#placed.some((entry) => entry.set === set && entry.stage === stage)) this.#placed.push({ stage, set })
    return true
  }

  /** A fresh set for a field of File, left on top. */
  pushNewSet(L: LuaState): void {
    this.#members.set(this.objects.create(L, 'ActionSet'), [])
  }

  isSet(L: LuaState, index: number): boolean {
    return this.#setAt(L, index) !== undefined
  }

  #unknownField(L: LuaState, className: string, field: string): true {
    this.#script.note('unknown-field', L, className, field)
    return true
  }

  /** All actions in the order of their sets, then those that are in no set. */
  collect(L: LuaState): WireAction[] {
    const placed = this.#placed.flatMap(({ set, stage }) => (this.#members.get(set) ?? []).map((action) => ({ action, stage })))
    const used = new Set(placed.map(({ action }) => action))
    const unused = this.objects.all().filter((object) => object.class in actionClasses && !used.has(object))
    // Far more than may be used, so that the host sees that there are too many, and yet bounded.
    const kept = [...placed.slice(0, 1_000), ...unused.slice(0, 100).map((action) => ({ action, stage: undefined }))]
    return kept.map(({ action, stage }) => ({ ...this.objects.wire(L, action), ...(stage && { stage }) }))
  }
}

function holds(L: LuaState, list: number, value: number): boolean {
  if (lua_type(L, value) !== LUA_TNUMBER) return false
  const wanted = lua_tonumber(L, value)
  const length = lua_rawlen(L, list)
  for (let index = 1; index <= length; index += 1) {
    const found = lua_rawgeti(L, list, index) === LUA_TNUMBER && lua_tonumber(L, -1) === wanted
    lua_pop(L, 1)
    if (found) return true
  }
  return false
}
