// fengari ships no types. Only what `lua.ts` lets through is declared here; nobody else imports fengari.
declare module 'fengari/src/lua.js' {
  export interface LuaState { readonly __brand: 'LuaState' }
  export type LuaString = Uint8Array
  export type LuaFunction = (L: LuaState) => number
  export class lua_Debug {
    currentline: number
    linedefined: number
    nparams: number
    isvararg: boolean
    what: LuaString | null
    name: LuaString | null
  }
  export const LUA_OK: 0
  export const LUA_ERRSYNTAX: 3
  export const LUA_MULTRET: -1
  export const LUA_REGISTRYINDEX: number
  export const LUA_MASKCOUNT: number
  export const LUA_TNIL: 0
  export const LUA_TBOOLEAN: 1
  export const LUA_TNUMBER: 3
  export const LUA_TSTRING: 4
  export const LUA_TTABLE: 5
  export const LUA_TFUNCTION: 6
  export function lua_atnativeerror(L: LuaState, handler: LuaFunction): void
  export function lua_call(L: LuaState, args: number, results: number): void
  export function lua_checkstack(L: LuaState, slots: number): boolean
  export function lua_error(L: LuaState): never
  export function lua_getinfo(L: LuaState, what: LuaString, ar: lua_Debug): number
  export function lua_getstack(L: LuaState, level: number, ar: lua_Debug): number
  export function lua_getmetatable(L: LuaState, index: number): boolean
  export function lua_gettable(L: LuaState, index: number): number
  export function lua_gettop(L: LuaState): number
  export function lua_insert(L: LuaState, index: number): void
  export function lua_isinteger(L: LuaState, index: number): boolean
  export function lua_newtable(L: LuaState): void
  export function lua_next(L: LuaState, index: number): number
  export function lua_pcall(L: LuaState, args: number, results: number, handler: number): number
  export function lua_pcallk(
    L: LuaState, args: number, results: number, handler: number, context: number,
    k: (L: LuaState, status: number, context: number) => number,
  ): number
  export function lua_pop(L: LuaState, count: number): void
  export function lua_pushboolean(L: LuaState, value: boolean): void
  export function lua_pushcfunction(L: LuaState, f: LuaFunction): void
  export function lua_pushglobaltable(L: LuaState): void
  export function lua_pushinteger(L: LuaState, value: number): void
  export function lua_pushnil(L: LuaState): void
  export function lua_pushnumber(L: LuaState, value: number): void
  export function lua_pushstring(L: LuaState, value: LuaString): void
  export function lua_pushvalue(L: LuaState, index: number): void
  export function lua_rawget(L: LuaState, index: number): number
  export function lua_rawgeti(L: LuaState, index: number, n: number): number
  export function lua_rawlen(L: LuaState, index: number): number
  export function lua_rawset(L: LuaState, index: number): void
  export function lua_rawseti(L: LuaState, index: number, n: number): void
  export function lua_remove(L: LuaState, index: number): void
  export function lua_rotate(L: LuaState, index: number, n: number): void
  export function lua_sethook(L: LuaState, hook: (L: LuaState) => void, mask: number, count: number): void
  export function lua_setmetatable(L: LuaState, index: number): void
  export function lua_settable(L: LuaState, index: number): void
  export function lua_settop(L: LuaState, index: number): void
  export function lua_toboolean(L: LuaState, index: number): boolean
  export function lua_tolstring(L: LuaState, index: number): LuaString | null
  export function lua_tonumber(L: LuaState, index: number): number
  export function lua_topointer(L: LuaState, index: number): unknown
  export function lua_touserdata(L: LuaState, index: number): unknown
  export function lua_type(L: LuaState, index: number): number
  export function lua_typename(L: LuaState, type: number): LuaString
}
declare module 'fengari/src/lauxlib.js' {
  import type { LuaFunction, LuaState, LuaString } from 'fengari/src/lua.js'
  export function luaL_checkstack(L: LuaState, slots: number, text: LuaString | null): void
  export function luaL_checkinteger(L: LuaState, index: number): number
  export function luaL_checknumber(L: LuaState, index: number): number
  export function luaL_checktype(L: LuaState, index: number, type: number): void
  export function luaL_checkany(L: LuaState, index: number): void
  export function luaL_error(L: LuaState, text: LuaString): never
  export function luaL_len(L: LuaState, index: number): number
  export function luaL_loadbufferx(L: LuaState, text: LuaString, size: number, name: LuaString, mode: LuaString): number
  export function luaL_newstate(): LuaState
  export function luaL_ref(L: LuaState, table: number): number
  export function luaL_requiref(L: LuaState, name: LuaString, open: LuaFunction, global: number): void
  export function luaL_tolstring(L: LuaState, index: number): LuaString
}
declare module 'fengari/src/fengaricore.js' {
  export function to_luastring(text: string): Uint8Array
  export function to_jsstring(bytes: Uint8Array, from?: number, to?: number, replacement?: boolean): string
}
declare module 'fengari/src/lbaselib.js' { export const luaopen_base: import('fengari/src/lua.js').LuaFunction }
declare module 'fengari/src/ltablib.js' { export const luaopen_table: import('fengari/src/lua.js').LuaFunction }
declare module 'fengari/src/lstrlib.js' { export const luaopen_string: import('fengari/src/lua.js').LuaFunction }
declare module 'fengari/src/lmathlib.js' { export const luaopen_math: import('fengari/src/lua.js').LuaFunction }
declare module 'fengari/src/lutf8lib.js' { export const luaopen_utf8: import('fengari/src/lua.js').LuaFunction }
declare module 'fengari/src/lcorolib.js' { export const luaopen_coroutine: import('fengari/src/lua.js').LuaFunction }
