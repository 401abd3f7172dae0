import { luaL_checkstack, luaL_loadbufferx, luaL_newstate } from 'fengari/src/lauxlib.js'
import {
  LUA_OK, LUA_TFUNCTION, LUA_TNIL, lua_call, lua_gettable, lua_gettop, lua_pcall, lua_pushcfunction, lua_pushglobaltable, lua_pushvalue,
  lua_settop, lua_type, type LuaState,
} from 'fengari/src/lua.js'
import type { End, Failed, FailureCode, Note, WireValue, WorkerRequest } from '../protocol.ts'
import { Actions } from './actions.ts'
import { Budget } from './budget.ts'
import { resetByteBudget } from './byte-array.ts'
import { openDialect } from './dialect.ts'
import { beginScript, Halt, stopped } from './halt.ts'
import { displayed, openHostFunctions } from './host-functions.ts'
import { bytes, callers, definedAt, parametersOf, pushText, textAt, typeName } from './lua.ts'
import { ProcedureClasses } from './procedure-class.ts'
import { openSandbox } from './sandbox.ts'
import { Script, shorten } from './script.ts'
import { pushValue } from './values.ts'

/** Runs one script in a state of its own. Never throws. */
export function runScript(request: WorkerRequest): { readonly notes: readonly Note[]; readonly end: End } {
  resetByteBudget()
  const script = new Script()
  try {
    return { notes: script.notes, end: runIn(luaL_newstate(), request, script) }
  } catch (error) {
    return { notes: script.notes, end: endOf(error) }
  }
}

function runIn(L: LuaState, request: WorkerRequest, script: Script): End {
  const budget = new Budget(L, new Int32Array(request.line))
  beginScript(() => {
    const trace = callers(budget.thread)
    return { line: trace[0]?.line ?? 1, trace: trace.slice(1) }
  })
  const text = bytes(request.text.replace(/^\uFEFF/, ''))
  if (luaL_loadbufferx(L, text, text.length, bytes(`@${request.chunk}`), bytes('t')) !== LUA_OK) return syntaxError(L, request.chunk)
  if (request.run === undefined) return { kind: 'checked' }
  return new Runner(L, request.chunk, request.run, script, budget).run()
}

function syntaxError(L: LuaState, chunk: string): Failed {
  const reason = stopped()
  if (reason !== undefined) return { kind: 'failed', ...reason }
  return { kind: 'failed', code: 'syntax', ...withoutPlace(textAt(L, -1), chunk), trace: [] }
}

/**
 * Lua puts `chunk:line: ` in front of its messages; the line goes into the diagnostic's place. An error that went through
 * `coroutine.wrap` has one for each thread, of which the last is where it was raised.
 */
function withoutPlace(text: string, chunk: string): { text: string; line: number } {
  const prefix = `${chunk}:`
  let rest = text
  let line = 0
  while (rest.startsWith(prefix)) {
    const match = /^(\d{1,9}): /.exec(rest.slice(prefix.length))
    if (match === null) break
    line = Number(match[1])
    rest = rest.slice(prefix.length + match[0].length)
  }
  return { text: shorten(rest), line }
}

/** A state that is past its budget, or our own fault: told apart by what `halt` noted. */
function endOf(error: unknown): Failed {
  const reason = stopped()
  if (error instanceof Halt && reason !== undefined) return { kind: 'failed', ...reason }
  return failed('runtime', 1, error instanceof Error ? error.message : String(error))
}

function failed(code: FailureCode, line: number, text: string): Failed {
  return { kind: 'failed', code, text: shorten(text), line, trace: [] }
}

/** The error on the stack; what has no text of its own would show as an address. */
function raised(L: LuaState): string {
  const text = displayed(L, 1)
  return typeName(L, 1) !== 'string' && /^\w+: 0x[\da-f]+$/.test(text) ? `it raised a ${typeName(L, 1)}, which is no message` : text
}

const looksOn: ReadonlySet<FailureCode> = new Set(['runtime', 'refused', 'needs-facts'])

/** One script from its first line to its last handler, all inside of one protected call. */
class Runner {
  readonly #L: LuaState
  readonly #chunk: string
  readonly #arguments: readonly WireValue[]
  readonly #script: Script
  readonly #actions: Actions
  readonly #classes: ProcedureClasses
  #end: End | undefined

  constructor(L: LuaState, chunk: string, run: NonNullable<WorkerRequest['run']>, script: Script, budget: Budget) {
    this.#L = L
    this.#chunk = chunk
    this.#arguments = run.arguments
    this.#script = script
    this.#actions = new Actions(script)
    this.#classes = new ProcedureClasses(script, this.#actions, run.mediaInfo)
    openSandbox(L, budget)
    openDialect(L)
    lua_pushglobaltable(L)
    const globals = lua_gettop(L)
    this.#actions.open(L, globals)
    this.#classes.open(L, globals)
    openHostFunctions(L, globals, script)
    lua_settop(L, globals - 1)
  }

  /** The compiled chunk is at 1. */
  run(): End {
    const L = this.#L
    lua_pushcfunction(L, (state) => this.#onError(state))
    lua_pushcfunction(L, (state) => this.#body(state))
    lua_pushvalue(L, 1)
    const status = lua_pcall(L, 1, 0, 2)
    const reason = stopped()
    if (reason !== undefined) return this.#withRest({ kind: 'failed', ...reason })
    if (status === LUA_OK && this.#end !== undefined) return this.#end
    return this.#end?.kind === 'failed' ? this.#withRest(this.#end) : failed('runtime', 1, 'the error could not be shown: showing it failed too')
  }

  /** What the script did before it failed is looked at as well; not where it went past its bounds, since there is nothing left to look with. */
  #withRest(failure: Failed): Failed {
    if (!looksOn.has(failure.code)) return failure
    try {
      lua_settop(this.#L, 0)
      this.#classes.placeFileSets(this.#L)
      return { ...failure, actions: this.#actions.collect(this.#L) }
    } catch {
      return failure
    }
  }

  /** Runs where the error was raised, so the callers are still there. */
  #onError(L: LuaState): number {
    const trace = callers(L)
    const { text, line } = withoutPlace(raised(L), this.#chunk)
    this.#end = { kind: 'failed', code: 'runtime', text, line: line || (trace[0]?.line ?? 1), trace: trace.slice(1) }
    return 1
  }

  #body(L: LuaState): number {
    lua_pushvalue(L, 1)
    lua_call(L, 0, 0)
    lua_pushglobaltable(L)
    pushText(L, 'CreateProcedure')
    lua_gettable(L, -2)
    if (lua_type(L, -1) === LUA_TFUNCTION) this.#end = this.#create(L)
    else this.#end = failed('no-entry', 1, lua_type(L, -1) === LUA_TNIL ? '' : typeName(L, -1))
    return 0
  }

  /** `CreateProcedure` is on top. */
  #create(L: LuaState): End {
    const line = Math.max(1, definedAt(L))
    const { count, isOpen } = parametersOf(L)
    luaL_checkstack(L, this.#arguments.length + 20, null)
    for (const value of this.#arguments) pushValue(L, value)
    lua_call(L, this.#arguments.length, 1)
    const instance = lua_gettop(L)
    if (!this.#classes.isInstance(L, instance)) return failed('not-an-instance', line, typeName(L, instance))
    this.#classes.runHandlers(L, instance)
    const { priority, notifyMode, readsSource } = this.#script
    const handlers = this.#classes.handlers(L, instance)
    const entry = { parameters: count, isOpen }
    return {
      kind: 'done', actions: this.#actions.collect(L), handlers, entry, readsSource, ...(priority && { priority }), ...(notifyMode && { notifyMode }),
    }
  }
}
