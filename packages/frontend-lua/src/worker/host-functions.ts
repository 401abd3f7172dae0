import { luaL_tolstring } from 'fengari/src/lauxlib.js'
import { LUA_TNIL, LUA_TNUMBER, lua_gettop, lua_pop, lua_tonumber, lua_type } from 'fengari/src/lua.js'
import { halt } from './halt.ts'
import { raise, setFunction, textAt, type LuaFunction, type LuaState } from './lua.ts'
import { shorten, type Script } from './script.ts'

/** The functions every script may call beside the classes: no preset has a privilege of its own. */
export function openHostFunctions(L: LuaState, globals: number, script: Script): void {
  const warn: LuaFunction = (state) => {
    const { text, argument } = message(state, 'Warn')
    script.note('warning', state, text, '', argument)
    return 0
  }
  const print: LuaFunction = (state) => {
    const count = lua_gettop(state)
    const parts = Array.from({ length: count }, (_, index) => displayed(state, index + 1))
    script.note('print', state, parts.join('\t'))
    return 0
  }
  for (const [name, f] of Object.entries({ Warn: warn, Refuse: refuse, print })) setFunction(L, globals, name, f)
}

const refuse: LuaFunction = (L) => halt({ code: 'refused', ...message(L, 'Refuse') })

function message(L: LuaState, name: string): { text: string; argument?: number } {
  if (lua_gettop(L) === 0) return raise(L, `'${name}' needs a message`)
  const text = shorten(displayed(L, 1))
  if (lua_gettop(L) < 2 || lua_type(L, 2) === LUA_TNIL) return { text }
  if (lua_type(L, 2) !== LUA_TNUMBER) return raise(L, `the second argument of '${name}' is the number of an argument, from 1`)
  return { text, argument: lua_tonumber(L, 2) }
}

/** As `tostring` shows it, with its metamethods. */
export function displayed(L: LuaState, index: number): string {
  luaL_tolstring(L, index)
  const text = textAt(L, -1)
  lua_pop(L, 1)
  return text
}
