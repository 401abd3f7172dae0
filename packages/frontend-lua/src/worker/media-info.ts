import {
  LUA_REGISTRYINDEX, lua_gettable, lua_gettop, lua_newtable, lua_next, lua_pushboolean, lua_pushcfunction, lua_pushnil, lua_pushvalue,
  lua_rawgeti, lua_rawlen, lua_rawset, lua_setmetatable, lua_settop,
} from 'fengari/src/lua.js'
import { luaL_ref } from 'fengari/src/lauxlib.js'
import type { MediaInfo, MediaInfoValue } from '../protocol.ts'
import { pushNumber, pushText, setFunction, rawSetField, textAt, type LuaState } from './lua.ts'
import type { Script } from './script.ts'

/** Pushes the facts as tables that can be read, walked and measured, and whose writes are ignored (presets.md §4.2). */
export function pushMediaInfo(L: LuaState, info: MediaInfo | readonly MediaInfo[], script: Script): void {
  lua_newtable(L)
  const data = lua_gettop(L)
  const entries: [string | number, MediaInfoValue][] = Array.isArray(info)
    ? info.map((value: MediaInfo, index) => [index + 1, value])
    : Object.entries(info)
  for (const [key, value] of entries) {
    if (typeof key === 'number') pushNumber(L, key)
    else pushText(L, key)
    pushFact(L, value, script)
    lua_rawset(L, data)
  }
  readOnly(L, data, script)
}

function pushFact(L: LuaState, value: MediaInfoValue, script: Script): void {
  if (typeof value === 'number') pushNumber(L, value)
  else if (typeof value === 'string') pushText(L, value)
  else pushMediaInfo(L, value, script)
}

/** Replaces the table on top by one that shows it. */
function readOnly(L: LuaState, data: number, script: Script): void {
  const reference = luaL_ref(L, LUA_REGISTRYINDEX)
  const pushData = (state: LuaState) => lua_rawgeti(state, LUA_REGISTRYINDEX, reference)
  lua_newtable(L)
  lua_newtable(L)
  const metatable = data + 1
  setFunction(L, metatable, '__index', (state) => {
    pushData(state)
    lua_pushvalue(state, 2)
    lua_gettable(state, -2)
    return 1
  })
  setFunction(L, metatable, '__newindex', (state) => {
    script.note('read-only', state, `mediaInfo field '${textAt(state, 2)}'`)
    return 0
  })
  setFunction(L, metatable, '__len', (state) => {
    pushData(state)
    pushNumber(state, lua_rawlen(state, -1))
    return 1
  })
  setFunction(L, metatable, '__pairs', (state) => {
    lua_pushcfunction(state, next)
    pushData(state)
    lua_pushnil(state)
    return 3
  })
  rawSetField(L, metatable, '__metatable', () => lua_pushboolean(L, false))
  lua_setmetatable(L, data)
}

function next(L: LuaState): number {
  lua_settop(L, 2)
  if (lua_next(L, 1)) return 2
  lua_pushnil(L)
  return 1
}
