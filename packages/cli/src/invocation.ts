import type { Diagnostic } from '@vodflow/core'
import type { SandboxMode } from '@vodflow/backend-ffmpeg'
import { exitStatus, type ExitStatus } from './exit-status.ts'
import type { Io } from './io.ts'
import type { Language } from './reporters/language.ts'

/** What every command is given besides its own arguments. */
export interface Invocation {
  readonly io: Io
  /** Nothing but JSON on standard output; what is said beside it is JSON lines on standard error. */
  readonly json: boolean
  /** A folder; absent: the nearest one upwards with a config. */
  readonly projectFolder?: string
  /** What would be a warning about how clients write calls is an error. */
  readonly strict: boolean
  /** `--lang`; English if absent. */
  readonly language?: Language
  /** `--sandbox`, where a command has it; else VODFLOW_SANDBOX, else `auto`. */
  readonly sandbox?: SandboxMode
  /** `--verify deep`. */
  readonly verify?: 'quick' | 'deep'
}

/** One clear sentence on standard error. */
export function say(invocation: Invocation, sentence: string): void {
  const { io, json } = invocation
  io.stderr.write(json ? `${JSON.stringify({ type: 'message', message: sentence })}\n` : `vodflow: ${sentence}\n`)
}

/** Says why nothing was done. */
export function refuse(invocation: Invocation, sentence: string): ExitStatus {
  say(invocation, sentence)
  return exitStatus.refused
}

/** As they come, errors and warnings alike, with the source line under each where people read it. */
export async function reportDiagnostics(invocation: Invocation, diagnostics: readonly Diagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return
  const { io, json, language = 'en' } = invocation
  const [{ formatDiagnostic }, { diagnosticJson }, { hasColours }, { inLanguage }] = await Promise.all([
    import('./reporters/diagnostic-text.ts'),
    import('./reporters/diagnostic-json.ts'),
    import('./io.ts'),
    import('./reporters/language.ts'),
  ])
  const colours = hasColours(io.stderr, io.env)
  for (const diagnostic of await inLanguage(language, diagnostics)) {
    io.stderr.write(json ? `${JSON.stringify(diagnosticJson(diagnostic))}\n` : formatDiagnostic(diagnostic, { colours, language }))
  }
}
