import { access, constants, stat } from 'node:fs/promises'
import type { StepFailure } from '@vodflow/engine'
import { inputGuard, inputPath } from '../input-guard.ts'
import { confinementIn, type Sandbox } from './confine.ts'
import { speaksOfDamage } from './failure.ts'
import { runProgram } from './run-program.ts'

interface Bounds {
  readonly limitMs: number
  readonly signal: AbortSignal
  readonly sandbox: Sandbox | undefined
}

/** Knows the source as it was when the step began, and tells afterwards whether it is to blame. */
export class SourceWatch {
  readonly #path: string
  readonly #before: string
  #damage: Promise<string | undefined> | undefined

  private constructor(path: string, before: string) {
    this.#path = path
    this.#before = before
  }

  static async begin(path: string): Promise<SourceWatch | StepFailure> {
    const before = await fingerprint(path)
    if (before === undefined) return { reason: 'source-vanished', detail: `'${path}' is not there any more` }
    const readable = await access(path, constants.R_OK).then(() => true, () => false)
    return readable ? new SourceWatch(path, before) : { reason: 'source-unreadable', detail: `'${path}' cannot be read any more` }
  }

  async vanished(): Promise<StepFailure | undefined> {
    const now = await fingerprint(this.#path)
    if (now === this.#before) return undefined
    return { reason: 'source-vanished', detail: `'${this.#path}' ${now === undefined ? 'was removed' : 'was changed'} while it was worked on` }
  }

  /** Whether the source alone, decoded to nothing, makes the decoder complain. Done once, and only when something is wrong. */
  async damaged(program: string, container: string, bounds: Bounds): Promise<StepFailure | undefined> {
    this.#damage ??= this.#decode(program, container, bounds)
    const line = await this.#damage
    return line === undefined ? undefined : { reason: 'source-damaged', detail: `decoding '${this.#path}' says: ${line}` }
  }

  async #decode(program: string, container: string, { limitMs, signal, sandbox }: Bounds): Promise<string | undefined> {
    const streams = ['-map', '0:V:0?', '-map', '0:a:0?', '-f', 'null', '-']
    const args = ['-hide_banner', '-nostdin', '-v', 'error', ...inputGuard(container), '-i', inputPath(this.#path), ...streams]
    const end = await runProgram({ program, args, limitMs, signal, ...confinementIn(sandbox, args) })
    return end.how === 'exited' ? end.lastLines.find(speaksOfDamage) : undefined
  }
}

async function fingerprint(path: string): Promise<string | undefined> {
  return stat(path).then(({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`, () => undefined)
}
