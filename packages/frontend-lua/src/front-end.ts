import {
  fail, lineSpan, ok, type Diagnostic, type FrontEnd, type InstantiateRequest, type Instantiation, type ProcedureSource, type Result,
  type SourceFile,
} from '@vodflow/core'
import { wireArguments } from './arguments.ts'
import { decodeEnded } from './decode.ts'
import { luaDiagnostics } from './diagnostics.ts'
import { workerSource } from './generated/worker-source.ts'
import { mediaInfoOf } from './media-info.ts'
import { limits } from './protocol.ts'
import { toProcedure, type Origin, type ScriptResult } from './to-procedure.ts'
import { WorkerHost, type Answer, type RequestBody } from './host/worker-host.ts'

export interface LuaFrontEndOptions {
  /** The worker as one CommonJS text; the one built with this package unless given. */
  readonly workerSource?: string
  /** Starts the worker at once, so that it is ready when the first script comes. */
  readonly warm?: boolean
}

/** Lua scripts (design.md §4), each run in a bounded worker thread. No script can end, block or fill this process. */
export function createLuaFrontEnd(options: LuaFrontEndOptions = {}): FrontEnd {
  const host = new WorkerHost(options.workerSource ?? workerSource)
  if (options.warm === true) host.warm()
  return {
    extension: '.lua',
    load: (file) => load(host, file),
    close: () => host.close(),
  }
}

async function load(host: WorkerHost, file: SourceFile): Promise<Result<ProcedureSource>> {
  const bytes = new TextEncoder().encode(file.text).length
  if (bytes > limits.sourceBytes) return fail(luaDiagnostics.create('too-large', lineSpan(file, 1), { bytes, most: limits.sourceBytes }))
  const checked = await ask(host, requestOf(file, undefined), { file, call: undefined })
  if (!checked.ok) return checked
  return ok({ file, instantiate: (request) => instantiate(host, file, request) }, checked.diagnostics)
}

async function instantiate(host: WorkerHost, file: SourceFile, request: InstantiateRequest): Promise<Instantiation> {
  const wired = wireArguments(request.arguments)
  if (!wired.ok) return wired
  const mediaInfo = request.facts === 'unknown' ? null : mediaInfoOf(request.facts)
  const result = await ask(host, requestOf(file, { arguments: wired.value, mediaInfo }), { file, call: request.call })
  if (!result.ok) return result
  if (result.value === undefined) return fail(...result.diagnostics, failedWorker(file, 'it checked the script instead of running it'))
  return ok(result.value, result.diagnostics)
}

function requestOf(file: SourceFile, run: RequestBody['run']): RequestBody {
  // Lua cuts long names in its messages, which are then no longer recognised.
  const chunk = (file.path.split(/[\\/]/).at(-1) ?? '').slice(-40)
  return { chunk, text: file.text, run }
}

async function ask(host: WorkerHost, body: RequestBody, origin: Origin): Promise<ScriptResult> {
  return readAnswer(await host.request(body), origin)
}

/** Pure. */
function readAnswer(answer: Answer, origin: Origin): ScriptResult {
  switch (answer.kind) {
    case 'terminated':
      return fail(luaDiagnostics.create(answer.reason, lineSpan(origin.file, answer.line), undefined))
    case 'crashed':
      return fail(failedWorker(origin.file, answer.text))
    case 'answered': {
      const ended = decodeEnded(answer.answer)
      return 'malformed' in ended ? fail(failedWorker(origin.file, ended.malformed)) : toProcedure(ended, origin)
    }
  }
}

function failedWorker(file: SourceFile, text: string): Diagnostic {
  return luaDiagnostics.create('worker-failed', lineSpan(file, 1), { text })
}
