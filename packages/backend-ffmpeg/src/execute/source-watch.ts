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

/** Knows the files of the source as they were when the step began, and tells afterwards whether one is to blame. */
export class SourceWatch {
  /** Each file's fingerprint. */
  readonly #before: ReadonlyMap<string, string>
  #damage: Promise<StepFailure | undefined> | undefined

  private constructor(before: ReadonlyMap<string, string>) {
    this.#before = before
  }

  static async begin(paths: readonly string[]): Promise<SourceWatch | StepFailure> {
    const found = new Map<string, string>()
    for (const path of paths) {
      const before = await fingerprint(path)
      if (before === undefined) return { reason: 'source-vanished', detail: `'${path}' is not there any more` }
      const readable = await access(path, constants.R_OK).then(() => true, () => false)
      if (!readable) return { reason: 'source-unreadable', detail: `'${path}' cannot be read any more` }
      found.set(path, before)
    }
    return new SourceWatch(found)
  }

  async vanished(): Promise<StepFailure | undefined> {
    return (await this.changed()) ?? this.#first((now) => (now === undefined ? 'was removed' : undefined))
  }

  /** A file that was removed goes on being read as it was; one that was written over may have been read as neither. */
  async changed(): Promise<StepFailure | undefined> {
    return this.#first((now, before) => (now !== undefined && now !== before ? 'was changed' : undefined))
  }

  async #first(what: (now: string | undefined, before: string) => string | undefined): Promise<StepFailure | undefined> {
    for (const [path, before] of this.#before) {
      const happened = what(await fingerprint(path), before)
      if (happened !== undefined) return { reason: 'source-vanished', detail: `'${path}' ${happened} while it was worked on` }
    }
    return undefined
  }

  /** Whether a file alone, decoded to nothing, makes the decoder complain. Done once, and only when something is wrong. */
  async damaged(program: string, container: string, bounds: Bounds): Promise<StepFailure | undefined> {
    this.#damage ??= firstDamaged([...this.#before.keys()], program, container, bounds)
    return this.#damage
  }
}

async function firstDamaged(paths: readonly string[], program: string, container: string, bounds: Bounds): Promise<StepFailure | undefined> {
  for (const path of paths) {
    const line = await complaintOf(path, program, container, bounds)
    if (line !== undefined) return { reason: 'source-damaged', detail: `decoding '${path}' says: ${line}` }
  }
  return undefined
}

async function complaintOf(path: string, program: string, container: string, { limitMs, signal, sandbox }: Bounds): Promise<string | undefined> {
  const streams = ['-map', '0:V:0?', '-map', '0:a:0?', '-f', 'null', '-']
  const args = ['-hide_banner', '-nostdin', '-v', 'error', ...inputGuard(container), '-i', inputPath(path), ...streams]
  const end = await runProgram({ program, args, limitMs, signal, ...confinementIn(sandbox, args) })
  return end.how === 'exited' ? end.lastLines.find(speaksOfDamage) : undefined
}

async function fingerprint(path: string): Promise<string | undefined> {
  return stat(path).then(({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`, () => undefined)
}
