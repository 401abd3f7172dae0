import { luaL_checkany, luaL_checktype, luaL_requiref } from 'fengari/src/lauxlib.js'
import { luaopen_base } from 'fengari/src/lbaselib.js'
import { luaopen_coroutine } from 'fengari/src/lcorolib.js'
import { luaopen_math } from 'fengari/src/lmathlib.js'
import { luaopen_string } from 'fengari/src/lstrlib.js'
import { luaopen_table } from 'fengari/src/ltablib.js'
import {
  LUA_MULTRET, LUA_OK, LUA_TFUNCTION, lua_atnativeerror, lua_call, lua_gettop, lua_insert, lua_next, lua_pcallk, lua_pop, lua_pushboolean,
  lua_pushglobaltable, lua_pushinteger, lua_pushnil, lua_pushvalue, lua_rotate, lua_settop, lua_topointer, lua_touserdata, lua_type,
} from 'fengari/src/lua.js'
import { luaopen_utf8 } from 'fengari/src/lutf8lib.js'
import type { Budget } from './budget.ts'
import { Halt, rethrowIfStopped, stopped } from './halt.ts'
import { bytes, pushText, rawGetField, rawSetField, setFunction, textAt, type LuaFunction, type LuaState } from './lua.ts'

const libraries: Readonly<Record<string, LuaFunction>> = {
  _G: luaopen_base,
  table: luaopen_table,
  string: luaopen_string,
  math: luaopen_math,
  utf8: luaopen_utf8,
  coroutine: luaopen_coroutine,
}

/** What could load code, reach files or measure the host. `os`, `io`, `debug` and `package` are never opened. */
const removed = ['load', 'loadfile', 'dofile', 'collectgarbage', 'require'] as const

export function openSandbox(L: LuaState, budget: Budget): void {
  for (const [name, open] of Object.entries(libraries)) {
    luaL_requiref(L, bytes(name), open, 1)
    lua_pop(L, 1)
  }
  lua_pushglobaltable(L)
  const globals = lua_gettop(L)
  for (const name of removed) rawSetField(L, globals, name, () => lua_pushnil(L))
  setFunction(L, globals, 'pcall', pcall)
  setFunction(L, globals, 'xpcall', xpcall)
  for (const name of ['string', 'table', 'utf8']) withTable(L, globals, name, (table) => publishCalls(L, table, budget))
  withTable(L, globals, 'string', (table) => rawSetField(L, table, 'dump', () => lua_pushnil(L)))
  withTable(L, globals, 'coroutine', (table) => guardCoroutines(L, table, budget))
  withTable(L, globals, 'math', (table) => seedChance(L, table))
  lua_settop(L, globals - 1)
  lua_atnativeerror(L, nativeError)
}

export function withTable(L: LuaState, globals: number, name: string, use: (table: number) => void): void {
  rawGetField(L, globals, name)
  use(lua_gettop(L))
  lua_pop(L, 1)
}

/**
 * One procedure is one graph from run to run, so chance starts anew in every script; fengari keeps one state of it for all
 * scripts of a worker, and before the first seed takes JavaScript's.
 */
function seedChance(L: LuaState, math: number): void {
  rawGetField(L, math, 'randomseed')
  lua_pushinteger(L, 1)
  lua_call(L, 1, 0)
}

/** The instruction hook is silent inside of a library function, so each says first which line it was called at. */
function publishCalls(L: LuaState, table: number, budget: Budget): void {
  wrapEach(L, table, (f) => (state) => {
    budget.publish(state)
    return f(state)
  })
}

/** A coroutine starts with a fresh hook count, so making one costs; and what stopped it must stop its resumer. */
function guardCoroutines(L: LuaState, table: number, budget: Budget): void {
  wrapEach(L, table, (f, name) => (state) => {
    budget.charge(state, name === 'create' || name === 'wrap' ? 100 : 1)
    const results = f(state)
    rethrowIfStopped()
    return results
  })
}

function wrapEach(L: LuaState, table: number, wrap: (f: LuaFunction, name: string) => LuaFunction): void {
  const found: [string, LuaFunction][] = []
  lua_pushnil(L)
  while (lua_next(L, table)) {
    // Only fengari's own functions are in the table now, and `lua_topointer` gives the JavaScript function of those.
    if (lua_type(L, -1) === LUA_TFUNCTION) found.push([textAt(L, -2), functionOf(lua_topointer(L, -1))])
    lua_pop(L, 1)
  }
  for (const [name, f] of found) setFunction(L, table, name, wrap(f, name))
}

function functionOf(pointer: unknown): LuaFunction {
  // A closure without upvalues is the function itself; with upvalues (none in these libraries) it would hold it as `f`.
  if (typeof pointer === 'function') return pointer as LuaFunction
  throw new Error('a library function of an unexpected form')
}

const pcall: LuaFunction = (L) => {
  luaL_checkany(L, 1)
  lua_pushboolean(L, true)
  lua_insert(L, 1)
  return finish(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish), 0)
}

const xpcall: LuaFunction = (L) => {
  const count = lua_gettop(L)
  luaL_checktype(L, 2, LUA_TFUNCTION)
  lua_pushboolean(L, true)
  lua_pushvalue(L, 1)
  lua_rotate(L, 3, 2)
  return finish(L, lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish), 2)
}

function finish(L: LuaState, status: number, extra: number): number {
  rethrowIfStopped()
  const yielded = 1
  if (status === LUA_OK || status === yielded) return lua_gettop(L) - extra
  lua_pushboolean(L, false)
  lua_pushvalue(L, -2)
  return 2
}

/** Turns JavaScript's own exceptions (a stack overflow, a length out of range) into Lua errors, but lets a Halt go on. */
const nativeError: LuaFunction = (L) => {
  const error = lua_touserdata(L, 1)
  if (error instanceof Halt || stopped() !== undefined) throw error
  lua_settop(L, 0)
  pushText(L, error instanceof Error ? error.message : String(error))
  return 1
}

