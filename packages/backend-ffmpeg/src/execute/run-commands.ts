import { access, copyFile, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { EstimateTotals, ExecutionContext, StepFailure } from '@vodflow/engine'
import type { Arrangement, CommandWork, FfmpegCommand, PacketFeed } from '../work.ts'
import { linkedInputs } from './prepare.ts'
import { confinementIn, type Sandbox } from './confine.ts'
import { failureOf } from './failure.ts'
import { unlock } from './key-files.ts'
import { ProgressReader } from './progress.ts'
import { runProgram, type ProgramEnd } from './run-program.ts'
import type { UseLimits } from './watch-limits.ts'

export interface CommandTools {
  /** Absolute. */
  readonly ffprobe: string
  /** `-stats_period` is known to the ffmpeg of the plan. */
  readonly statsPeriod: boolean
  readonly limits: Limits
  readonly sandbox?: Sandbox | undefined
  readonly deep?: boolean
}

export interface Limits extends UseLimits {
  /** Wall clock that a command may take whatever it does. */
  readonly baseMs: number
  /** Wall clock for each CPU second that its step is expected to take; where that is not known, `perMediaSecondMs`. */
  readonly perCpuSecondMs: number
  /** Wall clock for each second of media. */
  readonly perMediaSecondMs: number
  /** Times the bytes that its step is expected to make, beside `spareBytes`. */
  readonly filesFactor: number
  readonly spareBytes: number
  /** Without any word of progress for so long, it hangs. */
  readonly stallMs: number
}

/**
 * Generous: a machine a hundred times slower than the one that estimates were measured on stays within, and so do pictures
 * that are kept as tiles before they become a sheet; what hangs, or grows without end, ends.
 */
export const defaultLimits: Limits = {
  baseMs: 30 * 60_000, perCpuSecondMs: 100_000, perMediaSecondMs: 10 * 60_000, stallMs: 15 * 60_000, filesFactor: 20, spareBytes: 4 * 2 ** 30,
}

interface Running {
  readonly work: CommandWork
  readonly context: ExecutionContext
  readonly tools: CommandTools
  readonly progress: ProgressReader
  readonly complaints: string[]
}

/** One after the other, until one fails. */
export async function runCommands(work: CommandWork, context: ExecutionContext, tools: CommandTools, complaints: string[]): Promise<StepFailure | undefined> {
  const progress = new ProgressReader(work.commands, context.onProgress)
  const running: Running = { work, context, tools, progress, complaints }
  for (const command of work.commands) {
    progress.begin(command)
    const failure = command.packets === undefined ? await runOne(command, running) : await runFed(command, command.packets, running)
    if (failure !== undefined) return failure
    progress.end()
  }
  return undefined
}

async function runOne(command: FfmpegCommand, running: Running): Promise<StepFailure | undefined> {
  const { work, context, complaints } = running
  const missing = await arrange(command.arrange ?? [], context.workFolder)
  // A gap among the tiles of a sprite would leave the rest of its sheet blank.
  if (missing !== undefined) return { reason: 'output-mismatch', expected: `the picture ${missing.from} for ${missing.to}`, found: 'no such file' }
  if (command.unlock !== undefined) await unlock(command.unlock, context.workFolder)
  const end = await run(command, running)
  if (end.how === 'exited') complaints.push(...end.lastLines)
  return failureOf(end, work.program)
}

/** From single packets; where they are not what the index says, the way that decodes more. */
async function runFed(command: FfmpegCommand, feed: PacketFeed, running: Running): Promise<StepFailure | undefined> {
  const { work, context } = running
  const { packetStream } = await import('../packets/packet-stream.ts')
  const { size } = await stat(work.source)
  const stream = await packetStream(work.source, size, feed)
  if ('input' in stream) {
    const end = await run(command, running, stream.input)
    if (end.how !== 'exited') return failureOf(end, work.program)
    if (end.status === 0 && stream.failure() === undefined && (await areThere(feed.otherwise.arrange, context.workFolder))) return undefined
  }
  for (const other of feed.otherwise.commands) {
    const failure = await runOne(other, running)
    if (failure !== undefined) return failure
  }
  await arrange(feed.otherwise.arrange, context.workFolder)
  return undefined
}

async function areThere(pictures: readonly Arrangement[], folder: string): Promise<boolean> {
  const found = await Promise.all(pictures.map(({ to }) => access(join(folder, to)).then(() => true, () => false)))
  return found.every(Boolean)
}

function run(command: FfmpegCommand, { work, context, tools, progress }: Running, input?: Readable): Promise<ProgramEnd> {
  const args = [...runnerArgs(tools.statsPeriod), ...command.args]
  return runProgram({
    program: work.program,
    args,
    cwd: context.workFolder,
    ...confinementIn(tools.sandbox, [...args, ...linkedInputs(work)], context.workFolder),
    signal: context.signal,
    limitMs: limitOf(command, tools.limits, context.expected),
    stallMs: tools.limits.stallMs,
    limits: useLimits(tools.limits, context.expected),
    ...(input && { input }),
    onLine: progress.line,
    onStart: context.onProcess,
  })
}

function runnerArgs(statsPeriod: boolean): readonly string[] {
  return ['-hide_banner', '-nostdin', '-y', '-v', 'error', '-nostats', ...(statsPeriod ? ['-stats_period', '0.5'] : []), '-progress', 'pipe:1']
}

export function limitOf(command: FfmpegCommand, limits: Limits, expected: EstimateTotals | undefined): number {
  if (expected !== undefined) return limits.baseMs + expected.cpuSeconds * limits.perCpuSecondMs
  const seconds = Number.isFinite(command.mediaSeconds) ? Math.max(0, command.mediaSeconds) : 0
  return limits.baseMs + seconds * limits.perMediaSecondMs
}

function useLimits({ memoryBytes, filesBytes, filesFactor, spareBytes }: Limits, expected: EstimateTotals | undefined): UseLimits {
  const files = filesBytes ?? (expected === undefined ? undefined : spareBytes + filesFactor * expected.bytes)
  return { ...(memoryBytes !== undefined && { memoryBytes }), ...(files !== undefined && { filesBytes: files }) }
}

/** @returns the first that is not there to be copied */
export async function arrange(copies: readonly Arrangement[], folder: string): Promise<Arrangement | undefined> {
  let missing: Arrangement | undefined
  for (const copy of copies) {
    await mkdir(dirname(join(folder, copy.to)), { recursive: true })
    await copyFile(join(folder, copy.from), join(folder, copy.to)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      missing ??= copy
    })
  }
  return missing
}
