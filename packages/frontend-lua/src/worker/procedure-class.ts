import { luaL_ref } from 'fengari/src/lauxlib.js'
import {
  LUA_REGISTRYINDEX, LUA_TFUNCTION, LUA_TNIL, LUA_TSTRING, LUA_TTABLE, lua_call, lua_getmetatable, lua_gettable, lua_gettop, lua_newtable,
  lua_next, lua_pop, lua_pushnil, lua_pushvalue, lua_rawgeti, lua_setmetatable, lua_settop, lua_topointer, lua_type,
} from 'fengari/src/lua.js'
import { handlers, stageOfHandler } from '../host-api.ts'
import type { Done, MediaInfo } from '../protocol.ts'
import type { Actions } from './actions.ts'
import { halt } from './halt.ts'
import {
  currentLine, definedAt, pushText, raise, rawGetField, rawSetField, setFunction, textAt, typeName, type LuaState,
} from './lua.ts'
import { pushMediaInfo } from './media-info.ts'
import type { HostObject } from './objects.ts'
import type { Script } from './script.ts'
import { ValueReader } from './values.ts'

const setFields = {
  aiReviewActionSet: 'review',
  manualReviewActionSet: 'manualReview',
  processActionSet: 'process',
} as const

/** `NewProcedureClass`, `BaseProcedure`, `procedure`, `File`, and the walk through an instance's handlers. */
export class ProcedureClasses {
  readonly #script: Script
  readonly #actions: Actions
  readonly #mediaInfo: MediaInfo | null
  readonly #instances = new Set<unknown>()
  #file: HostObject | undefined

  constructor(script: Script, actions: Actions, mediaInfo: MediaInfo | null) {
    this.#script = script
    this.#actions = actions
    this.#mediaInfo = mediaInfo
  }

  open(L: LuaState, globals: number): void {
    this.#openFile(L, globals)
    rawSetField(L, globals, 'BaseProcedure', () => lua_newtable(L))
    rawGetField(L, globals, 'BaseProcedure')
    const base = lua_gettop(L)
    setFunction(L, base, 'new', (state) => this.#new(state))
    this.#openSetters(L, base)
    rawSetField(L, base, '__index', () => lua_pushvalue(L, base))
    lua_pushvalue(L, base)
    const reference = luaL_ref(L, LUA_REGISTRYINDEX)
    setFunction(L, globals, 'NewProcedureClass', (state) => newClass(state, () => lua_rawgeti(state, LUA_REGISTRYINDEX, reference)))
    rawSetField(L, globals, 'procedure', () => {
      lua_newtable(L)
      this.#openSetters(L, lua_gettop(L))
    })
    lua_settop(L, base - 1)
  }

  #openFile(L: LuaState, globals: number): void {
    const { objects } = this.#actions
    rawSetField(L, globals, 'File', () => {
      objects.define(L, {
        name: 'File',
        methods: {},
        read: (state, file, name) => this.#readFile(state, file, name),
        intercept: (state, _file, name) => this.#writeFile(state, name),
      })
      lua_pop(L, 1)
      this.#file = objects.create(L, 'File')
    })
  }

  #readFile(L: LuaState, file: HostObject, name: string): boolean {
    if (name === 'mediaInfo') return this.#pushMediaInfo(L, file)
    if (!(name in setFields) || file.lines.has(name)) return false
    this.#actions.pushNewSet(L)
    lua_pushvalue(L, -1)
    this.#actions.objects.storeField(L, file, name)
    return true
  }

  #pushMediaInfo(L: LuaState, file: HostObject): boolean {
    if (this.#mediaInfo === null) halt({ code: 'needs-facts', text: '' })
    this.#script.readsSource = true
    if (file.lines.has('mediaInfo')) return false
    pushMediaInfo(L, this.#mediaInfo, this.#script)
    lua_pushvalue(L, -1)
    this.#actions.objects.storeField(L, file, 'mediaInfo')
    return true
  }

  /** True when the assignment has been dealt with, which is to say: not stored. */
  #writeFile(L: LuaState, name: string): boolean {
    if (name === 'mediaInfo') this.#script.note('read-only', L, 'mediaInfo')
    else if (!(name in setFields)) this.#script.note('unknown-field', L, 'File', name)
    else if (this.#actions.isSet(L, -1) || lua_type(L, -1) === LUA_TNIL) return false
    else this.#script.note('not-a-set', L, name, typeName(L, -1))
    return true
  }

  #new(L: LuaState): number {
    if (lua_type(L, 1) !== LUA_TTABLE) return raise(L, "call 'new' on a class with a colon, as in Class:new(…)")
    const top = lua_gettop(L)
    lua_newtable(L)
    const instance = top + 1
    this.#instances.add(lua_topointer(L, instance))
    if (rawGetField(L, 1, '__index') === LUA_TNIL) rawSetField(L, 1, '__index', () => lua_pushvalue(L, 1))
    lua_settop(L, instance)
    lua_pushvalue(L, 1)
    lua_setmetatable(L, instance)
    rawSetField(L, instance, 'file', () => this.#pushFile(L))
    this.#construct(L, instance, top)
    lua_settop(L, instance)
    return 1
  }

  #construct(L: LuaState, instance: number, top: number): void {
    if (pushMember(L, instance, 'constructor') !== LUA_TFUNCTION) return
    lua_pushvalue(L, instance)
    for (let index = 2; index <= top; index += 1) lua_pushvalue(L, index)
    lua_call(L, top, 0)
  }

  #pushFile(L: LuaState): void {
    if (this.#file !== undefined) this.#actions.objects.push(L, this.#file)
  }

  /** By dot and by colon, on an instance, a class, or the global `procedure` (presets.md §4.1). */
  #openSetters(L: LuaState, table: number): void {
    setFunction(L, table, 'setPriority', (state) => this.#keep(state, 'priority'))
    setFunction(L, table, 'setNotifyMode', (state) => this.#keep(state, 'notifyMode'))
  }

  #keep(L: LuaState, name: 'priority' | 'notifyMode'): number {
    const index = lua_type(L, 1) === LUA_TTABLE && lua_gettop(L) >= 2 ? 2 : 1
    const value = lua_gettop(L) === 0 ? ({ kind: 'nil' } as const) : new ValueReader(() => undefined).read(L, index)
    this.#script[name] = { value, line: currentLine(L) }
    return 0
  }

  isInstance(L: LuaState, index: number): boolean {
    return lua_type(L, index) === LUA_TTABLE && this.#instances.has(lua_topointer(L, index))
  }

  /** Runs every handler of the instance at `index`, and takes the sets hung on File and those returned, in that order. */
  runHandlers(L: LuaState, index: number): void {
    const returned: { readonly name: (typeof handlers)[number]; readonly line: number; readonly at: number }[] = []
    for (const name of handlers) {
      if (pushMember(L, index, name) !== LUA_TFUNCTION) {
        lua_pop(L, 1)
        continue
      }
      const line = Math.max(1, definedAt(L))
      lua_pushvalue(L, index)
      this.#pushFile(L)
      lua_call(L, 2, 1)
      returned.push({ name, line, at: lua_gettop(L) })
    }
    this.placeFileSets(L)
    for (const { name, line, at } of returned) {
      if (!this.#actions.place(L, at, stageOfHandler[name])) this.#script.noteAt(line, 'wrong-return', name, typeName(L, at))
    }
  }

  /** Takes the sets hung on File; also of a script that failed on its way. */
  placeFileSets(L: LuaState): void {
    if (this.#file === undefined) return
    for (const [field, stage] of Object.entries(setFields)) {
      this.#actions.objects.pushField(L, this.#file, field)
      this.#actions.place(L, lua_gettop(L), stage)
      lua_pop(L, 1)
    }
  }

  /** What is named like a handler in the instance, its class, and the classes above. */
  handlers(L: LuaState, index: number): Done['handlers'] {
    const found = new Map<string, number>()
    const seen = new Set<unknown>()
    lua_pushvalue(L, index)
    while (!seen.has(lua_topointer(L, -1))) {
      seen.add(lua_topointer(L, -1))
      handlersOf(L, lua_gettop(L), found)
      // An instance's metatable is its class, whose metatable is the class above.
      if (!lua_getmetatable(L, -1)) break
    }
    return [...found].slice(0, 50).map(([name, line]) => ({ name, line }))
  }
}

function handlersOf(L: LuaState, table: number, found: Map<string, number>): void {
  lua_pushnil(L)
  while (lua_next(L, table)) {
    const name = lua_type(L, -2) === LUA_TSTRING ? textAt(L, -2) : ''
    if (name.startsWith('handle') && !found.has(name) && lua_type(L, -1) === LUA_TFUNCTION) found.set(name, definedAt(L))
    lua_pop(L, 1)
  }
}

function newClass(L: LuaState, pushBase: () => void): number {
  lua_newtable(L)
  const table = lua_gettop(L)
  rawSetField(L, table, '__index', () => lua_pushvalue(L, table))
  pushBase()
  lua_setmetatable(L, table)
  return 1
}

function pushMember(L: LuaState, index: number, name: string): number {
  pushText(L, name)
  return lua_gettable(L, index)
}
