import { luaL_error } from 'fengari/src/lauxlib.js'
import { to_jsstring, to_luastring } from 'fengari/src/fengaricore.js'
import {
  lua_Debug, lua_getinfo, lua_getstack, lua_pushcfunction, lua_pushinteger, lua_pushnumber, lua_pushstring, lua_pushvalue, lua_rawget,
  lua_rawset, lua_tolstring, lua_type, lua_typename,
  type LuaFunction, type LuaState,
} from 'fengari/src/lua.js'

export type { LuaFunction, LuaState }

/** A few words over fengari's C-like calls; the other modules of the worker speak these and the calls themselves. */
export function bytes(text: string): Uint8Array {
  return to_luastring(text)
}

/** Never throws: bytes that are no UTF-8 become U+FFFD. */
export function textAt(L: LuaState, index: number): string {
  const value = lua_tolstring(L, index)
  return value === null ? '' : to_jsstring(value, undefined, undefined, true)
}

export function typeName(L: LuaState, index: number): string {
  return to_jsstring(lua_typename(L, lua_type(L, index)))
}

export function pushText(L: LuaState, text: string): void {
  lua_pushstring(L, bytes(text))
}

/** fengari's integers have 32 bits; anything else becomes a float. */
export function pushNumber(L: LuaState, value: number): void {
  if (Number.isInteger(value) && (value | 0) === value && !Object.is(value, -0)) lua_pushinteger(L, value)
  else lua_pushnumber(L, value)
}

/** Sets `table[name]` to the value on top and pops it; `table` must not be relative to the top. */
export function rawSetField(L: LuaState, table: number, name: string, push: () => void): void {
  pushText(L, name)
  push()
  lua_rawset(L, table)
}

export function rawGetField(L: LuaState, table: number, name: string): number {
  pushText(L, name)
  return lua_rawget(L, table)
}

export function setFunction(L: LuaState, table: number, name: string, f: LuaFunction): void {
  rawSetField(L, table, name, () => lua_pushcfunction(L, f))
}

export function raise(L: LuaState, text: string): never {
  return luaL_error(L, bytes(text.replaceAll('%', '%%')))
}

/** The lines of the script that are being executed, the innermost first. Host functions have no line and are left out. */
export function callers(L: LuaState, most = 20): { line: number; name: string }[] {
  const found: { line: number; name: string }[] = []
  for (let level = 0; found.length < most; level += 1) {
    const ar = new lua_Debug()
    if (!lua_getstack(L, level, ar)) break
    lua_getinfo(L, bytes('Sln'), ar)
    if (ar.currentline > 0) found.push({ line: ar.currentline, name: ar.name ? to_jsstring(ar.name, undefined, undefined, true) : '' })
  }
  return found
}

export function currentLine(L: LuaState): number {
  return callers(L, 1)[0]?.line ?? 1
}

/** What the function on top is called with; `...` takes any number. Pops nothing. */
export function parametersOf(L: LuaState): { readonly count: number; readonly isOpen: boolean } {
  const ar = new lua_Debug()
  lua_pushvalue(L, -1)
  lua_getinfo(L, bytes('>u'), ar)
  return { count: ar.nparams, isOpen: Boolean(ar.isvararg) }
}

/** Where the function on top was defined; 0 for a host function. Pops nothing. */
export function definedAt(L: LuaState): number {
  const ar = new lua_Debug()
  lua_pushvalue(L, -1)
  lua_getinfo(L, bytes('>S'), ar)
  return Math.max(0, ar.linedefined)
}
