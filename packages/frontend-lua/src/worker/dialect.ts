import { luaL_checknumber, luaL_checktype, luaL_len } from 'fengari/src/lauxlib.js'
import {
  LUA_TFUNCTION, LUA_TNIL, LUA_TNUMBER, LUA_TTABLE, lua_call, lua_gettop, lua_next, lua_pop, lua_pushglobaltable, lua_pushnil,
  lua_pushnumber, lua_pushvalue, lua_rawgeti, lua_rawset, lua_settop, lua_tonumber, lua_type,
} from 'fengari/src/lua.js'
import { pushNumber, pushText, rawGetField, setFunction, type LuaFunction, type LuaState } from './lua.ts'
import { withTable } from './sandbox.ts'

/** What Lua 5.1 has and 5.3 has not, as far as a script of a procedure may meet it (docs/language-lua.md lists the rest). */
export function openDialect(L: LuaState): void {
  lua_pushglobaltable(L)
  const globals = lua_gettop(L)
  withTable(L, globals, 'table', (table) => {
    copyField(L, table, 'unpack', globals, 'unpack')
    for (const [name, f] of Object.entries(tableFunctions)) setFunction(L, table, name, f)
  })
  withTable(L, globals, 'string', (table) => copyField(L, table, 'gmatch', table, 'gfind'))
  withTable(L, globals, 'math', (table) => {
    for (const [name, f] of Object.entries(mathFunctions)) setFunction(L, table, name, f)
  })
  lua_settop(L, globals - 1)
}

function copyField(L: LuaState, from: number, name: string, to: number, as: string): void {
  pushText(L, as)
  rawGetField(L, from, name)
  lua_rawset(L, to)
}

const tableFunctions: Readonly<Record<string, LuaFunction>> = {
  getn: (L) => {
    luaL_checktype(L, 1, LUA_TTABLE)
    pushNumber(L, luaL_len(L, 1))
    return 1
  },
  maxn: (L) => {
    luaL_checktype(L, 1, LUA_TTABLE)
    let most = 0
    lua_pushnil(L)
    while (lua_next(L, 1)) {
      lua_pop(L, 1)
      if (lua_type(L, -1) === LUA_TNUMBER) most = Math.max(most, lua_tonumber(L, -1))
    }
    pushNumber(L, most)
    return 1
  },
  foreach: (L) => {
    luaL_checktype(L, 1, LUA_TTABLE)
    luaL_checktype(L, 2, LUA_TFUNCTION)
    lua_pushnil(L)
    while (lua_next(L, 1)) {
      if (callWith(L, () => lua_pushvalue(L, -3))) return 1
      lua_pop(L, 2)
    }
    return 0
  },
  foreachi: (L) => {
    luaL_checktype(L, 1, LUA_TTABLE)
    luaL_checktype(L, 2, LUA_TFUNCTION)
    const length = luaL_len(L, 1)
    for (let index = 1; index <= length; index += 1) {
      lua_rawgeti(L, 1, index)
      if (callWith(L, () => pushNumber(L, index))) return 1
      lua_pop(L, 2)
    }
    return 0
  },
}

/** Calls the function at 2 with the pushed key and the value on top; whether it gave something, which is left on top. */
function callWith(L: LuaState, pushKey: () => void): boolean {
  const value = lua_gettop(L)
  lua_pushvalue(L, 2)
  // Relative to the pushed function the key of `lua_next` lies two below the value's copy.
  pushKey()
  lua_pushvalue(L, value)
  lua_call(L, 2, 1)
  return lua_type(L, -1) !== LUA_TNIL
}

const remainder: LuaFunction = (L) => {
  pushNumber(L, luaL_checknumber(L, 1) % luaL_checknumber(L, 2))
  return 1
}

const mathFunctions: Readonly<Record<string, LuaFunction>> = {
  // Lua 5.3 raises for a zero divisor of integers, 5.1 gives nan.
  fmod: remainder,
  mod: remainder,
  pow: (L) => {
    pushNumber(L, luaL_checknumber(L, 1) ** luaL_checknumber(L, 2))
    return 1
  },
  log10: one(Math.log10),
  sinh: one(Math.sinh),
  cosh: one(Math.cosh),
  tanh: one(Math.tanh),
  atan2: (L) => {
    lua_pushnumber(L, Math.atan2(luaL_checknumber(L, 1), luaL_checknumber(L, 2)))
    return 1
  },
  ldexp: (L) => {
    pushNumber(L, luaL_checknumber(L, 1) * 2 ** luaL_checknumber(L, 2))
    return 1
  },
  frexp: (L) => {
    const value = luaL_checknumber(L, 1)
    const exponent = value === 0 || !Number.isFinite(value) ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1
    lua_pushnumber(L, value / 2 ** exponent)
    pushNumber(L, exponent)
    return 2
  },
}

function one(f: (x: number) => number): LuaFunction {
  return (L) => {
    lua_pushnumber(L, f(luaL_checknumber(L, 1)))
    return 1
  }
}
