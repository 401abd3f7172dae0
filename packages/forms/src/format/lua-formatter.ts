import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** Formats Lua as one text; what it cannot read has its reasons, one a line, each with its place as `(3:1 to 3:4)`. */
export type LuaFormatter = (text: string) => LuaAnswer | Promise<LuaAnswer>

export type LuaAnswer =
  | { readonly is: 'formatted'; readonly text: string }
  | { readonly is: 'unreadable'; readonly reasons: string }
  /** The formatter itself came to an end: it goes one call deeper with every bracket, and so runs out of its stack. */
  | { readonly is: 'too-deep' }
  /** Each function among the arguments of another doubles its work, so it is stopped. */
  | { readonly is: 'too-slow' }

/** CommonJS by name, which a worker can load from a text. */
const moduleName = '@johnnymorganz/stylua/stylua_lib_node.cjs'

/** Runs in the worker. The config is given away with each text; only what cannot be read is thrown as a string. */
const workerText = `
const { parentPort, workerData } = require('node:worker_threads')
const { Config, formatCode, ...stylua } = require(workerData)
parentPort.on('message', (text) => {
  const config = Config.new()
  config.syntax = stylua.LuaVersion.Lua53
  config.column_width = 110
  config.line_endings = stylua.LineEndings.Unix
  config.indent_type = stylua.IndentType.Spaces
  config.indent_width = 2
  config.collapse_simple_statement = stylua.CollapseSimpleStatement.Always
  try {
    parentPort.postMessage({ is: 'formatted', text: formatCode(text, config, undefined, stylua.OutputVerification.Full) })
  } catch (error) {
    parentPort.postMessage(typeof error === 'string' ? { is: 'unreadable', reasons: error } : { is: 'too-deep' })
  }
})`

/** The optional package, or nothing where it is not installed. It is WebAssembly in files of its own, and never part of a bundle. */
export function loadLuaFormatter(patienceMs = 10_000): LuaFormatter | undefined {
  try {
    const { format } = (queue ??= new Queue(createRequire(import.meta.url).resolve(moduleName)))
    return (text) => format(text, patienceMs)
  } catch {
    return undefined
  }
}

/** Texts one after the other in a thread of its own, which can be stopped; nobody waits for it at the end of the program. */
class Queue {
  readonly #module: string
  #worker: Worker | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(module: string) {
    this.#module = module
  }

  readonly format = (text: string, patienceMs: number): Promise<LuaAnswer> => {
    const answer = this.#last.then(() => this.#ask(text, patienceMs))
    this.#last = answer
    return answer
  }

  async #ask(text: string, patienceMs: number): Promise<LuaAnswer> {
    const worker = (this.#worker ??= new Worker(workerText, { eval: true, workerData: this.#module, env: {} }))
    worker.ref()
    const answer = await answerOf(worker, text, patienceMs)
    worker.unref()
    // One that ran out of its stack has lost its place in memory: the next text needs a new one.
    if (answer.is === 'too-deep' || answer.is === 'too-slow') {
      this.#worker = undefined
      await worker.terminate()
    }
    return answer
  }
}

let queue: Queue | undefined

function answerOf(worker: Worker, text: string, patienceMs: number): Promise<LuaAnswer> {
  return new Promise((settle) => {
    const end = (answer: LuaAnswer): void => {
      clearTimeout(timer)
      worker.off('message', end).off('error', broken)
      settle(answer)
    }
    // Its memory ended, or its stack in a way that it could not say itself.
    const broken = (): void => end({ is: 'too-deep' })
    const timer = setTimeout(() => end({ is: 'too-slow' }), patienceMs)
    worker.on('message', end).on('error', broken)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, that is for windows
    worker.postMessage(text)
  })
}
