import { devNull } from 'node:os'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { ChildRecord } from '@vodflow/engine'
import { GRACE_MS, signalGroup, startTimeOf } from './child-record.ts'
import { confined, isWithoutSandbox, type Confinement } from './confine.ts'
import { lineSplitter, LineTail } from './lines.ts'
import { overLimit, type OverLimit, type UseLimits } from './watch-limits.ts'

export interface ProgramRun {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly signal?: AbortSignal | undefined
  /** Wall clock. */
  readonly limitMs: number
  /** Without any line on standard output for so long it is taken for stuck. */
  readonly stallMs?: number
  readonly limits?: UseLimits
  /** Absent: it may do what this user may. */
  readonly confinement?: Confinement | undefined
  /** What it reads; closed when absent. */
  readonly input?: Readable
  /** Each line of standard output; without it they are collected, up to 8 MiB. */
  readonly onLine?: (line: string) => void
  /** The bytes of standard output as they come, in place of lines. */
  readonly onOutput?: (chunk: Buffer) => void
  readonly onStart?: (child: ChildRecord) => void
}

/** How a program ended: exactly one of these, and never a thrown error. */
export type ProgramEnd =
  | { readonly how: 'exited'; readonly status: number; readonly stdout: string; readonly lastLines: readonly string[] }
  | { readonly how: 'not-started'; readonly error: string }
  | { readonly how: 'cancelled' }
  | { readonly how: 'timed-out'; readonly afterMs: number }
  | ({ readonly how: 'over-limit' } & OverLimit)

const OUTPUT_LIMIT = 8 * 1024 * 1024
/** Within which the two of one Ctrl-C are heard. */
const INTERRUPT_MS = 100

/**
 * A static build that loads the system's character set modules dies of it (SIGSEGV on every MPEG-TS, whose service names
 * are converted); with none to load it keeps the bytes as they are. Nothing that we read is such a text.
 */
const childEnvironment = { AV_LOG_FORCE_NOCOLOR: '1', GCONV_PATH: devNull }

/** Groups that would outlive us if this process ended without its clean-up. */
const living = new Set<number>()
let watching = false

/**
 * The one place that starts a program: no shell, its own process group, standard input closed. An abort or a limit ends
 * the whole group, with SIGKILL after two seconds.
 */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  if (run.signal?.aborted) return { how: 'cancelled' }
  const { execa } = await import('execa')
  const { program, args } = run.confinement === undefined ? run : confined(run.program, run.args, run.confinement)
  const child = execa(program, args, {
    ...(run.cwd !== undefined && { cwd: run.cwd }),
    env: childEnvironment,
    ...(run.input === undefined ? { stdin: 'ignore' as const } : { input: run.input }),
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    detached: process.platform !== 'win32',
    reject: false,
    cleanup: false,
  })
  const collected = collect(run)
  child.stdout?.on('data', collected.stdout)
  child.stderr?.on('data', collected.stderr)
  const guard = guardChild(run, child.pid, collected)
  if (child.pid !== undefined) run.onStart?.({ pid: child.pid, startedAt: await startTimeOf(child.pid) })
  const result = await child
  guard.release()
  collected.finish()
  if (guard.ended() === undefined && (await wasInterrupted(result, run))) return { how: 'cancelled' }
  if (guard.ended() !== undefined) return guard.ended() ?? { how: 'cancelled' }
  if (child.pid === undefined) return { how: 'not-started', error: result.code ?? result.shortMessage ?? 'unknown' }
  const [word = ''] = collected.tail.lines()
  if (run.confinement !== undefined && result.exitCode === 1 && isWithoutSandbox(word)) return { how: 'not-started', error: word }
  const status = result.exitCode ?? 128 + signalNumber(result.signal)
  // Bubblewrap itself ends well when what it shuts in is killed, and tells by the status.
  const signal = result.signal ?? (run.confinement === undefined ? undefined : signalOf(status))
  if (signal !== undefined) collected.tail.add(`ended by ${signal}`)
  return { how: 'exited', status, stdout: collected.text(), lastLines: collected.tail.lines() }
}

/**
 * Until it has a group of its own, a program that was just started is in ours, and Ctrl-C of a terminal reaches both: it may have
 * ended before we hear of it. ffmpeg ends with 255 then.
 */
async function wasInterrupted({ signal, exitCode }: { readonly signal?: string; readonly exitCode?: number }, run: ProgramRun): Promise<boolean> {
  const perhaps = signal === 'SIGINT' || exitCode === 255 || (run.confinement !== undefined && exitCode === 128 + signalNumber('SIGINT'))
  if (!perhaps || run.signal === undefined) return false
  await delay(INTERRUPT_MS)
  return run.signal.aborted
}

interface Collected {
  readonly stdout: (chunk: Buffer) => void
  readonly stderr: (chunk: Buffer) => void
  readonly finish: () => void
  readonly text: () => string
  readonly tail: LineTail
  readonly lastLineAt: () => number
}

function collect(run: ProgramRun): Collected {
  const tail = new LineTail()
  const chunks: string[] = []
  let size = 0
  let lastLineAt = performance.now()
  const onLine = run.onLine
  const out = lineSplitter((line) => {
    if (onLine !== undefined) onLine(line)
    else if (size < OUTPUT_LIMIT) chunks.push(line)
    size += line.length
  })
  const err = lineSplitter((line) => tail.add(line))
  return {
    stdout: (chunk) => {
      lastLineAt = performance.now()
      if (run.onOutput === undefined) out.add(chunk)
      else run.onOutput(chunk)
    },
    stderr: (chunk) => err.add(chunk),
    finish: () => {
      out.end()
      err.end()
    },
    text: () => chunks.join('\n'),
    tail,
    lastLineAt: () => lastLineAt,
  }
}

/** Ends the group on abort or at a limit, and remembers which it was: ffmpeg exits 255 for both (packages.md §5). */
function guardChild(run: ProgramRun, pid: number | undefined, collected: Collected) {
  let ended: ProgramEnd | undefined
  let force: NodeJS.Timeout | undefined
  const startedAt = performance.now()
  const end = (how: ProgramEnd) => {
    if (pid === undefined || ended !== undefined) return
    ended = how
    signalGroup(pid, 'SIGTERM')
    force = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS)
  }
  const onAbort = () => end({ how: 'cancelled' })
  run.signal?.addEventListener('abort', onAbort, { once: true })
  if (run.signal?.aborted) onAbort()
  const clock = setInterval(() => {
    const now = performance.now()
    const stuck = run.stallMs !== undefined && now - collected.lastLineAt() > run.stallMs
    if (stuck || now - startedAt > run.limitMs) end({ how: 'timed-out', afterMs: Math.round(now - startedAt) })
    else if (pid !== undefined && run.limits !== undefined) void overLimit(pid, run.cwd, run.limits).then((over) => over && end({ how: 'over-limit', ...over }))
  }, Math.min(1000, Math.max(10, run.limitMs / 4)))
  if (pid !== undefined) watch(pid)
  return {
    ended: () => ended,
    release: () => {
      clearInterval(clock)
      clearTimeout(force)
      run.signal?.removeEventListener('abort', onAbort)
      if (pid !== undefined) living.delete(pid)
    },
  }
}

function watch(pid: number): void {
  living.add(pid)
  if (watching) return
  watching = true
  process.on('exit', () => living.forEach((group) => signalGroup(group, 'SIGKILL')))
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }

function signalNumber(signal: string | undefined): number {
  return signalNumbers[signal ?? ''] ?? 0
}

/** As a shell counts: 128 and the signal's number. */
function signalOf(status: number): string | undefined {
  return Object.keys(signalNumbers).find((signal) => status === 128 + signalNumber(signal))
}
