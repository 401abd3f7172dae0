import { luaL_ref } from 'fengari/src/lauxlib.js'
import {
  LUA_REGISTRYINDEX, LUA_TNIL, LUA_TSTRING, LUA_TTABLE, lua_gettop, lua_newtable, lua_next, lua_pop, lua_pushboolean, lua_pushcfunction,
  lua_pushnil, lua_pushvalue, lua_rawget, lua_rawgeti, lua_remove, lua_setmetatable, lua_settop, lua_topointer, lua_type,
} from 'fengari/src/lua.js'
import type { WireField, WireObject } from '../protocol.ts'
import { currentLine, pushText, rawGetField, rawSetField, setFunction, textAt, type LuaFunction, type LuaState } from './lua.ts'
import { ValueReader } from './values.ts'

/**
 * An object of the host API. Scripts see an empty table; its fields live in a hidden one, so that every assignment passes
 * through the metatable, which keeps the line of it.
 */
export interface HostObject {
  readonly class: string
  readonly line: number
  /** Registry reference of the hidden table. */
  readonly fields: number
  readonly lines: Map<string, number>
  /** Per field: numbers added one by one, and the line that did it. */
  readonly elementLines: Map<string, Map<number, number>>
}

export interface ClassDefinition {
  readonly name: string
  readonly methods: Readonly<Record<string, LuaFunction>>
  /** Looks at an assignment first; true means it has dealt with it. The value is on top of the stack. */
  readonly intercept?: (L: LuaState, object: HostObject, name: string) => boolean
  /** Looks at a read first; true means it has pushed the value. */
  readonly read?: (L: LuaState, object: HostObject, name: string) => boolean
}

interface KnownClass extends ClassDefinition {
  readonly metatable: number
  readonly methodTable: number
}

export class Objects {
  readonly #byTable = new Map<unknown, HostObject>()
  readonly #tables = new Map<HostObject, number>()
  readonly #classes = new Map<string, KnownClass>()

  /** Makes the class and leaves its table, which holds its methods, on top. */
  define(L: LuaState, definition: ClassDefinition): void {
    lua_newtable(L)
    const table = lua_gettop(L)
    for (const [name, f] of Object.entries(definition.methods)) setFunction(L, table, name, f)
    lua_pushvalue(L, table)
    const methodTable = luaL_ref(L, LUA_REGISTRYINDEX)
    this.#classes.set(definition.name, { ...definition, methodTable, metatable: this.#metatable(L, definition) })
  }

  #metatable(L: LuaState, definition: ClassDefinition): number {
    lua_newtable(L)
    const table = lua_gettop(L)
    setFunction(L, table, '__index', (state) => this.#get(state))
    setFunction(L, table, '__newindex', (state) => this.#set(state))
    setFunction(L, table, '__pairs', (state) => this.#pairs(state))
    rawSetField(L, table, '__name', () => pushText(L, definition.name))
    rawSetField(L, table, '__metatable', () => lua_pushboolean(L, false))
    return luaL_ref(L, LUA_REGISTRYINDEX)
  }

  /** Leaves the new object on top. */
  create(L: LuaState, className: string): HostObject {
    const known = this.#known(className)
    lua_newtable(L)
    const fields = luaL_ref(L, LUA_REGISTRYINDEX)
    const object: HostObject = { class: className, line: currentLine(L), fields, lines: new Map(), elementLines: new Map() }
    lua_newtable(L)
    this.#byTable.set(lua_topointer(L, -1), object)
    lua_rawgeti(L, LUA_REGISTRYINDEX, known.metatable)
    lua_setmetatable(L, -2)
    lua_pushvalue(L, -1)
    this.#tables.set(object, luaL_ref(L, LUA_REGISTRYINDEX))
    return object
  }

  push(L: LuaState, object: HostObject): void {
    lua_rawgeti(L, LUA_REGISTRYINDEX, this.#tables.get(object) ?? 0)
  }

  at(L: LuaState, index: number): HostObject | undefined {
    return lua_type(L, index) === LUA_TTABLE ? this.#byTable.get(lua_topointer(L, index)) : undefined
  }

  all(): readonly HostObject[] {
    return [...this.#byTable.values()]
  }

  /** Pushes the raw value of a field. */
  pushField(L: LuaState, object: HostObject, name: string): number {
    lua_rawgeti(L, LUA_REGISTRYINDEX, object.fields)
    const type = rawGetField(L, lua_gettop(L), name)
    lua_remove(L, -2)
    return type
  }

  /** Stores the value on top, pops it, and keeps the line. */
  storeField(L: LuaState, object: HostObject, name: string): void {
    const value = lua_gettop(L)
    lua_rawgeti(L, LUA_REGISTRYINDEX, object.fields)
    rawSetField(L, lua_gettop(L), name, () => lua_pushvalue(L, value))
    lua_settop(L, value - 1)
    object.lines.set(name, currentLine(L))
    object.elementLines.delete(name)
  }

  /** Assigns every field of the table at `index`, as `Class:new{ … }` does. */
  assignAll(L: LuaState, object: HostObject, index: number): void {
    lua_pushnil(L)
    while (lua_next(L, index)) {
      if (lua_type(L, -2) === LUA_TSTRING) this.#assign(L, object, textAt(L, -2))
      else lua_pop(L, 1)
    }
  }

  wire(L: LuaState, object: HostObject): WireObject {
    return { class: object.class, line: object.line, fields: this.#wireFields(L, object) }
  }

  #wireFields(L: LuaState, object: HostObject): WireField[] {
    const reader = new ValueReader((pointer) => {
      const inner = this.#byTable.get(pointer)
      // One level is all that an action holds (its DRM); this also ends any cycle.
      return inner && { class: inner.class, line: inner.line, fields: inner === object ? [] : this.#plainFields(L, inner) }
    })
    return this.#readFields(L, object, reader)
  }

  #plainFields(L: LuaState, object: HostObject): WireField[] {
    return this.#readFields(L, object, new ValueReader((pointer) => {
      const inner = this.#byTable.get(pointer)
      return inner && { class: inner.class, line: inner.line, fields: [] }
    }))
  }

  #readFields(L: LuaState, object: HostObject, reader: ValueReader): WireField[] {
    const found = new Map<string, WireField>()
    const pushers = [() => lua_rawgeti(L, LUA_REGISTRYINDEX, object.fields), () => this.push(L, object)]
    // The second is the object itself: only `rawset` can have put anything there.
    for (const push of pushers) {
      push()
      const table = lua_gettop(L)
      lua_pushnil(L)
      while (lua_next(L, table)) {
        const name = lua_type(L, -2) === LUA_TSTRING ? textAt(L, -2) : '[…]'
        const elementLines = [...(object.elementLines.get(name) ?? [])]
        found.set(name, { name, value: reader.read(L, lua_gettop(L)), line: object.lines.get(name) ?? object.line, elementLines })
        lua_pop(L, 1)
      }
      lua_settop(L, table - 1)
    }
    return [...found.values()]
  }

  #get(L: LuaState): number {
    const object = this.at(L, 1)
    if (object === undefined) return 0
    const known = this.#known(object.class)
    const isName = lua_type(L, 2) === LUA_TSTRING
    if (isName && known.read?.(L, object, textAt(L, 2)) === true) return 1
    lua_rawgeti(L, LUA_REGISTRYINDEX, object.fields)
    lua_pushvalue(L, 2)
    if (lua_rawget(L, -2) !== LUA_TNIL) return 1
    lua_rawgeti(L, LUA_REGISTRYINDEX, known.methodTable)
    lua_pushvalue(L, 2)
    lua_rawget(L, -2)
    return 1
  }

  #set(L: LuaState): number {
    const object = this.at(L, 1)
    lua_settop(L, 3)
    if (object !== undefined) this.#assign(L, object, lua_type(L, 2) === LUA_TSTRING ? textAt(L, 2) : '[…]')
    return 0
  }

  #assign(L: LuaState, object: HostObject, name: string): void {
    if (this.#known(object.class).intercept?.(L, object, name) === true) lua_pop(L, 1)
    else this.storeField(L, object, name)
  }

  #pairs(L: LuaState): number {
    const object = this.at(L, 1)
    if (object === undefined) return 0
    lua_pushcfunction(L, next)
    lua_rawgeti(L, LUA_REGISTRYINDEX, object.fields)
    lua_pushnil(L)
    return 3
  }

  #known(name: string): KnownClass {
    const known = this.#classes.get(name)
    if (known === undefined) throw new Error(`no class '${name}'`)
    return known
  }
}

const next: LuaFunction = (L) => {
  lua_settop(L, 2)
  if (lua_next(L, 1)) return 2
  lua_pushnil(L)
  return 1
}
