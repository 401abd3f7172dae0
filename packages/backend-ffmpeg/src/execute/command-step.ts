import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { TaskId } from '@vodflow/core'
import type { EstimateTotals, ExecutionContext, StepFailure, StepOutcome, TaskOutcome } from '@vodflow/engine'
import { decodeTogether, verifyOutput, type Produced, type Verdict } from '../verify/index.ts'
import type { Arrangement, CommandWork, ExpectedOutput, FfmpegCommand } from '../work.ts'
import { confinementIn, type Sandbox } from './confine.ts'
import { failureOf, failureOfError, isDiskFull, speaksOfDamage } from './failure.ts'
import { writeKeyFiles } from './key-files.ts'
import { ProgressReader } from './progress.ts'
import { isPlainName, publish } from './publish.ts'
import { runProgram } from './run-program.ts'
import { stageFiles } from './stage-files.ts'
import { SourceWatch } from './source-watch.ts'
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

/** Runs the commands in the work folder, looks into each output, and moves what is right; each task has its own end. */
export async function runCommandStep(covers: readonly TaskId[], work: CommandWork, context: ExecutionContext, tools: CommandTools): Promise<StepOutcome> {
  const failAll = (failure: StepFailure): StepOutcome => ({ tasks: covers.map((task) => ({ task, ok: false, failure })) })
  try {
    const refused = refuse(work)
    if (refused !== undefined) return failAll(refused)
    const source = await SourceWatch.begin(work.source)
    if (!(source instanceof SourceWatch)) return failAll(source)
    const complaints: string[] = []
    const files = await writeKeyFiles(work, context)
    if ('reason' in files) return failAll(files)
    const failure = await stageAndRun(work, context, tools, complaints).finally(files.remove)
    if (failure !== undefined) return failAll(await explain(failure, source, work, context, tools))
    await putTogether(work, context.workFolder)
    const verdicts = new Map<ExpectedOutput, Verdict>()
    const look = { ffprobe: tools.ffprobe, sandbox: tools.sandbox, deep: tools.deep === true, folder: context.workFolder, signal: context.signal, keys: files.keys }
    const decoded = await decodeTogether(work.outputs, look)
    for (const output of work.outputs) verdicts.set(output, await verifyOutput(output, { ...look, decoded }))
    const settle = async (task: TaskId): Promise<TaskOutcome> => {
      const mine = [...verdicts].filter(([output]) => output.task === task).map(([, verdict]) => verdict)
      return settleTask(task, mine, { source, work, context, tools, complaints })
    }
    const tasks: TaskOutcome[] = []
    for (const task of covers) tasks.push(await settle(task))
    return { tasks }
  } catch (error) {
    return failAll(context.signal.aborted ? { reason: 'cancelled' } : failureOfError(error))
  }
}

function refuse(work: CommandWork): StepFailure | undefined {
  if (!isAbsolute(work.program)) return { reason: 'tool-incapable', detail: 'the plan was made without an ffmpeg at hand; make it again' }
  if (!isAbsolute(work.source)) return { reason: 'source-vanished', detail: 'the plan was made for an assumed source' }
  const outputs = work.outputs.flatMap((output) => (output.kind === 'media' ? [output.path] : output.kind === 'sprite' ? [...output.sheets, output.vtt] : output.files.map((file) => file.path)))
  const copies = [...work.arrange, ...work.commands.flatMap((command) => command.arrange ?? [])]
  const names = [...(work.stage ?? []).map(({ to }) => to), ...outputs, ...copies.flatMap((copy) => [copy.from, copy.to]), ...work.write.map((file) => file.path)]
  const bad = names.find((name) => !isPlainName(name))
  return bad === undefined ? undefined : { reason: 'crashed', error: `'${bad}' is no plain name for an output` }
}

async function stageAndRun(work: CommandWork, context: ExecutionContext, tools: CommandTools, complaints: string[]): Promise<StepFailure | undefined> {
  return (await stageFiles(work.stage ?? [], context.workFolder)) ?? (await runCommands(work, context, tools, complaints))
}

async function runCommands(work: CommandWork, context: ExecutionContext, tools: CommandTools, complaints: string[]): Promise<StepFailure | undefined> {
  const progress = new ProgressReader(work.commands, context.onProgress)
  for (const command of work.commands) {
    progress.begin(command)
    const missing = await arrange(command.arrange ?? [], context.workFolder)
    // A gap among the tiles of a sprite would leave the rest of its sheet blank.
    if (missing !== undefined) return { reason: 'output-mismatch', expected: `the picture ${missing.from} for ${missing.to}`, found: 'no such file' }
    const args = [...runnerArgs(tools.statsPeriod), ...command.args]
    const end = await runProgram({
      program: work.program,
      args,
      cwd: context.workFolder,
      ...confinementIn(tools.sandbox, args, context.workFolder),
      signal: context.signal,
      limitMs: limitOf(command, tools.limits, context.expected),
      stallMs: tools.limits.stallMs,
      limits: useLimits(tools.limits, context.expected),
      onLine: progress.line,
      onStart: context.onProcess,
    })
    if (end.how === 'exited') complaints.push(...end.lastLines)
    const failure = failureOf(end, work.program)
    if (failure !== undefined) return failure
    progress.end()
  }
  return undefined
}

function runnerArgs(statsPeriod: boolean): readonly string[] {
  return ['-hide_banner', '-nostdin', '-y', '-v', 'error', '-nostats', ...(statsPeriod ? ['-stats_period', '0.5'] : []), '-progress', 'pipe:1']
}

function limitOf(command: FfmpegCommand, limits: Limits, expected: EstimateTotals | undefined): number {
  if (expected !== undefined) return limits.baseMs + expected.cpuSeconds * limits.perCpuSecondMs
  const seconds = Number.isFinite(command.mediaSeconds) ? Math.max(0, command.mediaSeconds) : 0
  return limits.baseMs + seconds * limits.perMediaSecondMs
}

function useLimits({ memoryBytes, filesBytes, filesFactor, spareBytes }: Limits, expected: EstimateTotals | undefined): UseLimits {
  const files = filesBytes ?? (expected === undefined ? undefined : spareBytes + filesFactor * expected.bytes)
  return { ...(memoryBytes !== undefined && { memoryBytes }), ...(files !== undefined && { filesBytes: files }) }
}

async function putTogether(work: CommandWork, folder: string): Promise<void> {
  // A picture that was never made is found missing when it is looked for, under its own name.
  await arrange(work.arrange, folder)
  for (const { path, text } of work.write) await writeFile(join(folder, path), text)
}

/** @returns the first that is not there to be copied */
async function arrange(copies: readonly Arrangement[], folder: string): Promise<Arrangement | undefined> {
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

interface Ended {
  readonly source: SourceWatch
  readonly work: CommandWork
  readonly context: ExecutionContext
  readonly tools: CommandTools
  /** What the commands said although they ended with status 0. */
  readonly complaints: readonly string[]
}

async function settleTask(task: TaskId, verdicts: readonly Verdict[], ended: Ended): Promise<TaskOutcome> {
  if (verdicts.length === 0) return { task, ok: false, failure: { reason: 'crashed', error: `the plan names no output for ${task}` } }
  const bad = verdicts.find((verdict) => verdict.ok !== true)
  if (bad !== undefined) return { task, ok: false, failure: await failureOfVerdict(bad, ended) }
  const produced = verdicts.flatMap((verdict): readonly Produced[] => (verdict.ok === true ? verdict.produced : []))
  if (ended.context.signal.aborted) return { task, ok: false, failure: { reason: 'cancelled' } }
  try {
    return { task, ok: true, artifacts: await publish(task, produced, ended.context.workFolder, ended.context.outputFolder) }
  } catch (error) {
    return { task, ok: false, failure: failureOfError(error) }
  }
}

/** A file that is wrong though ffmpeg ended with 0: first ask what else happened, then whether the source is to blame. */
async function failureOfVerdict(verdict: Exclude<Verdict, { ok: true }>, ended: Ended): Promise<StepFailure> {
  const { source, work, context, tools, complaints } = ended
  if (verdict.ok === 'unknown') return failureOf(verdict.end, tools.ffprobe) ?? { reason: 'crashed', error: 'an output could not be looked into' }
  if (verdict.ok === 'poor') return { reason: 'below-quality', ssim: verdict.ssim, wanted: verdict.wanted, worst: verdict.worst }
  const full = complaints.find(isDiskFull)
  if (full !== undefined) return { reason: 'disk-full', detail: full }
  const mine: StepFailure = { reason: 'output-mismatch', expected: verdict.expected, found: verdict.found }
  const damaged = verdict.short || complaints.some(speaksOfDamage)
  return (await source.vanished()) ?? (damaged ? await source.damaged(work.program, containerOf(work), { limitMs: limitOfAll(work, tools, context), signal: context.signal, sandbox: tools.sandbox }) : undefined) ?? mine
}

/** A command that failed: the source may be gone, or broken where only decoding finds it. */
async function explain(failure: StepFailure, source: SourceWatch, work: CommandWork, context: ExecutionContext, tools: CommandTools): Promise<StepFailure> {
  if (failure.reason !== 'exit-non-zero') return failure
  const vanished = await source.vanished()
  if (vanished !== undefined) return vanished
  if (!failure.lastLines.some(speaksOfDamage)) return failure
  return (await source.damaged(work.program, containerOf(work), { limitMs: limitOfAll(work, tools, context), signal: context.signal, sandbox: tools.sandbox })) ?? failure
}

function containerOf(work: CommandWork): string {
  return /\.m3u8?$/i.test(work.source) ? 'hls' : ''
}

function limitOfAll(work: CommandWork, tools: CommandTools, { expected }: ExecutionContext): number {
  return Math.max(tools.limits.baseMs, ...work.commands.map((command) => limitOf(command, tools.limits, expected)))
}
