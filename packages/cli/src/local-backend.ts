import { createFfmpegBackend, locateFfmpeg, locateFfprobe, sandboxFor, sandboxModes, type FfmpegInspection, type FfmpegWork, type SandboxMode } from '@vodflow/backend-ffmpeg'
import type { Diagnostic, Result } from '@vodflow/core'
import type { Backend, ChildRecord, ExecutionContext, PlanStep, SourceRequest } from '@vodflow/engine'
import { filesOf, isAlive } from '@vodflow/engine'
import type { Invocation } from './invocation.ts'
import type { Session } from './session.ts'

export type LocalBackend = Backend<FfmpegWork, FfmpegInspection>

/** The one place where this program chooses a back end. `session`: the project whose reviewer looks at pictures. */
export function localBackend(invocation: Pick<Invocation, 'io' | 'sandbox' | 'verify'>, session?: Pick<Session, 'folder' | 'config'>): LocalBackend {
  const { io, verify } = invocation
  return createFfmpegBackend({ env: io.env, sandbox: sandboxOf(invocation), verifyDeep: verify === 'deep', ...(session && { review: { folder: session.folder, config: session.config.review } }) })
}

/** Commands with the option refuse a word that is none of the three; elsewhere it is taken for the strictest, since somebody asked for something. */
export function sandboxOf({ io: { env }, sandbox }: Pick<Invocation, 'io' | 'sandbox'>): SandboxMode {
  const word = env['VODFLOW_SANDBOX'] ?? ''
  return sandbox ?? (word === '' ? 'auto' : (sandboxModes.find((mode) => mode === word) ?? 'require'))
}

/** Looks at what is asked for, once it is files on this machine. */
export function inspectRequest(backend: LocalBackend, request: SourceRequest, signal: AbortSignal): Promise<Result<FfmpegInspection>> {
  const source = filesOf(request)
  if (source === undefined) throw new Error(`a source of the form '${request.form}' is not opened yet`)
  return backend.inspect(source, signal)
}

/** Why no run could work on this machine, whatever its source: no blame of the source's, and nothing is begun. Empty where one can. */
export async function missingTools(invocation: Pick<Invocation, 'io' | 'sandbox'>, signal: AbortSignal): Promise<readonly Diagnostic[]> {
  const { env } = invocation.io
  const ffmpeg = await locateFfmpeg({ env }, signal)
  if (!ffmpeg.ok) return ffmpeg.diagnostics
  const ffprobe = await locateFfprobe({ env }, ffmpeg.value.path, signal)
  return ffprobe.ok ? missingSandbox(invocation, ffmpeg.value.path, signal) : ffprobe.diagnostics
}

/** Only where one is required can it be missing. */
export async function missingSandbox(invocation: Pick<Invocation, 'io' | 'sandbox'>, program: string, signal: AbortSignal): Promise<readonly Diagnostic[]> {
  if (sandboxOf(invocation) !== 'require') return []
  return (await sandboxFor('require', program, invocation.io.env, signal)).diagnostics
}

/** A back end whose children can be ended at once: what a second Ctrl-C asks for. */
export interface KillableBackend {
  readonly backend: LocalBackend
  readonly killChildren: () => void
}

export function killable(backend: LocalBackend): KillableBackend {
  const children: ChildRecord[] = []
  const execute = (step: PlanStep<FfmpegWork>, context: ExecutionContext) =>
    backend.execute(step, {
      ...context,
      onProcess: (child) => {
        children.push(child)
        context.onProcess(child)
      },
    })
  return {
    backend: {
      name: backend.name,
      inspect: (source, signal) => backend.inspect(source, signal),
      assume: (facts, signal) => backend.assume(facts, signal),
      plan: (compiled, inspection, options, earlier) => backend.plan(compiled, inspection, options, earlier),
      ...(backend.recipes && { recipes: backend.recipes }),
      split: (plan, step) => backend.split(plan, step),
      describe: (step, planPath) => backend.describe(step, planPath),
      execute,
    },
    killChildren: () => {
      for (const child of children) kill(child)
    },
  }
}

/** Ends a process, which leads a group of its own, if it still is the one that is meant. */
function kill(child: ChildRecord): void {
  if (!isAlive(child)) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended in this very moment.
  }
}
