import { LUA_MASKCOUNT, lua_Debug, lua_getinfo, lua_getstack, lua_sethook } from 'fengari/src/lua.js'
import { limits } from '../protocol.ts'
import { halt, rethrowIfStopped } from './halt.ts'
import { bytes, type LuaState } from './lua.ts'

const hookEvery = 1_000

/** One script's use of instructions and time, and the line it is at, shared with the host that may have to terminate it. */
export class Budget {
  readonly #line: Int32Array
  readonly #deadline = performance.now() + limits.milliseconds
  #instructions = 0
  /** The thread of Lua (coroutine or main) that was seen last. */
  thread: LuaState

  constructor(thread: LuaState, line: Int32Array) {
    this.thread = thread
    this.#line = line
    lua_sethook(thread, (L) => this.#tick(L), LUA_MASKCOUNT, hookEvery)
  }

  /** Host functions that may take long call this first: hooks do not run inside of them. */
  publish(L: LuaState): void {
    this.thread = L
    const line = lineOf(L)
    if (line !== undefined) this.#line[0] = line
  }

  /** Counts work that no hook sees. */
  charge(L: LuaState, instructions: number): void {
    this.publish(L)
    this.#instructions += instructions
    this.#check()
  }

  #tick(L: LuaState): void {
    rethrowIfStopped()
    this.charge(L, hookEvery)
  }

  #check(): void {
    if (this.#instructions > limits.instructions) halt({ code: 'out-of-instructions', text: '' })
    if (performance.now() > this.#deadline) halt({ code: 'out-of-time', text: '' })
  }
}

const lineOnly = bytes('l')

function lineOf(L: LuaState): number | undefined {
  const ar = new lua_Debug()
  for (let level = 0; lua_getstack(L, level, ar); level += 1) {
    lua_getinfo(L, lineOnly, ar)
    if (ar.currentline > 0) return ar.currentline
  }
  return undefined
}
