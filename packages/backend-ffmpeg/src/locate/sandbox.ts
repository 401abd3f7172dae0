import { createHash } from 'node:crypto'
import { devNull } from 'node:os'
import { delimiter, join } from 'node:path'
import { readFile, stat } from 'node:fs/promises'
import { fail, ok, type Result } from '@vodflow/core'
import { type Sandbox } from '../execute/confine.ts'
import { runProgram, type ProgramEnd } from '../execute/run-program.ts'
import { binaryKey, cacheFolder, readCached, writeCached } from './cache.ts'
import { toolDiagnostics } from './diagnostics.ts'
import type { Environment } from './places.ts'

/** `auto`: where bubblewrap is present and works. */
export const sandboxModes = ['auto', 'off', 'require'] as const
export type SandboxMode = (typeof sandboxModes)[number]

const TRIAL_LIMIT_MS = 15_000

/**
 * The sandbox in which this ffmpeg is known to start; undefined for none. Tried once for each pair of programs: many machines
 * have bubblewrap but may not use it (containers), and an ffmpeg may need files that a sandbox does not show it.
 * @returns `ffmpeg/no-sandbox` where one is required
 */
export async function sandboxFor(mode: SandboxMode, program: string, env: Environment, signal?: AbortSignal): Promise<Result<Sandbox | undefined>> {
  if (mode === 'off') return ok(undefined)
  const why = (problem: string): Result<undefined> => (mode === 'require' ? fail(toolDiagnostics.create('no-sandbox', undefined, { why: problem })) : ok(undefined))
  if (process.platform !== 'linux') return why(`bubblewrap is there on Linux only, and this is ${process.platform}`)
  const bwrap = await onPath(env)
  if (bwrap === undefined) return why("'bwrap' is not on the PATH; install the package bubblewrap")
  const sandbox: Sandbox = { bwrap, asRoot: process.geteuid?.() === 0 }
  const problem = await problemWith(sandbox, program, env, signal)
  return problem === '' ? ok(sandbox) : why(problem)
}

/** A digest of what a process may do, by what /proc tells of it: a service or a container may share a cache with one that may more. */
export function rightsIn(status: string): string {
  const lines = status.split('\n').filter((line) => /^(CapEff|CapBnd|NoNewPrivs|Seccomp):/.test(line))
  return createHash('sha256').update(lines.join()).digest('hex').slice(0, 8)
}

/** '' where the program starts in it. */
async function problemWith(sandbox: Sandbox, program: string, env: Environment, signal?: AbortSignal): Promise<string> {
  const folder = cacheFolder(env)
  const name = `sandbox-2-${await binaryKey(sandbox.bwrap)}-${await binaryKey(program)}-${sandbox.asRoot ? 'root' : 'user'}-${rightsIn(await readFile('/proc/self/status', 'utf8').catch(() => ''))}.json`
  const kept = await readCached(folder, name)
  if (kept === '') return kept
  const end = await runProgram({ program, args: ['-version'], limitMs: TRIAL_LIMIT_MS, signal, confinement: { sandbox, reads: [] } })
  const problem = problemOfTrial(end, program)
  // A refusal is not kept: it may come from how this container was started.
  if (problem === '') await writeCached(folder, name, problem)
  return problem
}

function problemOfTrial(end: ProgramEnd, program: string): string {
  if (end.how === 'not-started') return end.error
  if (end.how !== 'exited') return `'${program}' gave no answer in it`
  return end.status === 0 ? '' : (end.lastLines.at(-1) ?? `'${program}' ended with status ${end.status} in it`)
}

async function onPath(env: Environment): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder === '' ? devNull : folder, 'bwrap')
    if (path.startsWith('/') && (await stat(path).then((found) => found.isFile(), () => false))) return path
  }
  return undefined
}
