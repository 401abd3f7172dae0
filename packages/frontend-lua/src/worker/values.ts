import {
  LUA_TBOOLEAN, LUA_TNIL, LUA_TNUMBER, LUA_TSTRING, LUA_TTABLE, lua_checkstack, lua_gettop, lua_newtable, lua_next, lua_pop,
  lua_pushboolean, lua_pushnil, lua_rawset, lua_toboolean, lua_tonumber, lua_topointer, lua_type,
} from 'fengari/src/lua.js'
import type { WireEntry, WireObject, WireValue } from '../protocol.ts'
import { pushNumber, pushText, textAt, typeName, type LuaState } from './lua.ts'

/** Bounds of one value on its way out of the worker. */
const mostDepth = 16
const mostEntries = 10_000

export function pushValue(L: LuaState, value: WireValue): void {
  switch (value.kind) {
    case 'boolean':
      return lua_pushboolean(L, value.value)
    case 'number':
      return pushNumber(L, value.value)
    case 'string':
      return pushText(L, value.value)
    case 'table':
      return pushTable(L, value.entries)
    default:
      return lua_pushnil(L)
  }
}

function pushTable(L: LuaState, entries: readonly WireEntry[]): void {
  lua_checkstack(L, 4)
  lua_newtable(L)
  const table = lua_gettop(L)
  for (const { key, value } of entries) {
    pushKey(L, key)
    pushValue(L, value)
    lua_rawset(L, table)
  }
}

function pushKey(L: LuaState, key: WireEntry['key']): void {
  if (typeof key === 'number') pushNumber(L, key)
  else if (typeof key === 'string') pushText(L, key)
  else lua_pushboolean(L, key)
}

/** `objectOf` knows the objects of the host API by their table. */
export class ValueReader {
  readonly #objectOf: (pointer: unknown) => WireObject | undefined
  #entries = 0

  constructor(objectOf: (pointer: unknown) => WireObject | undefined) {
    this.#objectOf = objectOf
  }

  read(L: LuaState, index: number, depth = 0): WireValue {
    switch (lua_type(L, index)) {
      case LUA_TNIL:
        return { kind: 'nil' }
      case LUA_TBOOLEAN:
        return { kind: 'boolean', value: lua_toboolean(L, index) }
      case LUA_TNUMBER:
        return { kind: 'number', value: lua_tonumber(L, index) }
      case LUA_TSTRING:
        return { kind: 'string', value: textAt(L, index) }
      case LUA_TTABLE:
        return this.#table(L, index, depth)
      default:
        return { kind: 'other', type: `a ${typeName(L, index)}` }
    }
  }

  #table(L: LuaState, index: number, depth: number): WireValue {
    const object = this.#objectOf(lua_topointer(L, index))
    if (object !== undefined) return { kind: 'object', object }
    if (depth >= mostDepth) return { kind: 'other', type: `a table more than ${mostDepth} deep` }
    const table = index > 0 ? index : lua_gettop(L) + index + 1
    const entries: WireEntry[] = []
    lua_checkstack(L, 4)
    lua_pushnil(L)
    while (lua_next(L, table)) {
      this.#entries += 1
      if (this.#entries > mostEntries) {
        lua_pop(L, 2)
        return { kind: 'other', type: `a table of more than ${mostEntries} entries` }
      }
      entries.push({ key: this.#key(L), value: this.read(L, lua_gettop(L), depth + 1) })
      lua_pop(L, 1)
    }
    return { kind: 'table', entries }
  }

  #key(L: LuaState): WireEntry['key'] {
    const type = lua_type(L, -2)
    if (type === LUA_TNUMBER) return lua_tonumber(L, -2)
    if (type === LUA_TBOOLEAN) return lua_toboolean(L, -2)
    return type === LUA_TSTRING ? textAt(L, -2) : `(${typeName(L, -2)})`
  }
}
