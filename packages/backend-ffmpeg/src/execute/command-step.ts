import { rm, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { TaskId } from '@vodflow/core'
import { failureOfError, type ExecutionContext, type StepFailure, type StepOutcome, type TaskOutcome } from '@vodflow/engine'
import type { Produced, Verdict, VerifyTools } from '../verify/index.ts'
import type { Arrangement, CommandWork, ExpectedOutput } from '../work.ts'
import { arrange, limitOf, runCommands, type CommandTools } from './run-commands.ts'
import { failureOf, isDiskFull, speaksOfDamage } from './failure.ts'
import { writeKeyFiles } from './key-files.ts'
import { makeReady } from './prepare.ts'
import { isPlainName, publish } from './publish.ts'
import { stageFiles } from './stage-files.ts'
import { SourceWatch } from './source-watch.ts'

/** Runs the commands in the work folder, looks into each output, and moves what is right; each task has its own end. */
export async function runCommandStep(covers: readonly TaskId[], work: CommandWork, context: ExecutionContext, tools: CommandTools): Promise<StepOutcome> {
  const failAll = (failure: StepFailure): StepOutcome => ({ tasks: covers.map((task) => ({ task, ok: false, failure })) })
  let source: SourceWatch | undefined
  try {
    const refused = refuse(work)
    if (refused !== undefined) return failAll(refused)
    const watch = await SourceWatch.begin([work.source, ...(work.moreSources ?? [])])
    if (!(watch instanceof SourceWatch)) return failAll(watch)
    source = watch
    await makeReady(work, context.workFolder)
    const complaints: string[] = []
    const files = await writeKeyFiles(work, context)
    if ('reason' in files) return failAll(files)
    const failure = await stageAndRun(work, context, tools, complaints).finally(files.remove)
    if (failure !== undefined) return failAll(await explain(failure, watch, work, context, tools))
    await putTogether(work, context.workFolder)
    const look = { ffmpeg: work.program, ffprobe: tools.ffprobe, sandbox: tools.sandbox, deep: tools.deep === true, folder: context.workFolder, signal: context.signal, keys: files.keys }
    return { tasks: await settleAll(covers, look, { source: watch, work, context, tools, complaints }) }
  } catch (error) {
    if (context.signal.aborted) return failAll({ reason: 'cancelled' })
    return failAll((await source?.vanished()) ?? failureOfError(error))
  }
}

async function settleAll(covers: readonly TaskId[], look: VerifyTools, ended: Ended): Promise<readonly TaskOutcome[]> {
  const { outputs } = ended.work
  const verdicts = new Map<ExpectedOutput, Verdict>()
  // A run that reuses everything has nothing to look into.
  const { decodeTogether, verifyOutput } = await import('../verify/index.ts')
  const seen = await decodeTogether(outputs, look)
  for (const output of outputs) verdicts.set(output, await verifyOutput(output, { ...look, ...seen }))
  const tasks: TaskOutcome[] = []
  for (const task of covers) {
    const mine = [...verdicts].filter(([output]) => output.task === task).map(([, verdict]) => verdict)
    tasks.push(await settleTask(task, mine, ended))
  }
  return tasks
}

function refuse(work: CommandWork): StepFailure | undefined {
  if (!isAbsolute(work.program)) return { reason: 'tool-incapable', detail: 'the plan was made without an ffmpeg at hand; make it again' }
  if (![work.source, ...(work.moreSources ?? [])].every((path) => isAbsolute(path))) return { reason: 'source-vanished', detail: 'the plan was made for an assumed source' }
  const outputs = work.outputs.flatMap((output) => (output.kind === 'media' ? [output.path] : output.kind === 'sprite' ? [...output.sheets, output.vtt] : output.files.map((file) => file.path)))
  const copies = [...work.arrange, ...(work.prepare?.links ?? []).map(({ to }) => ({ from: to, to })), ...work.commands.flatMap(({ arrange: pictures = [], unlock }) => [...pictures, ...(unlock ? [unlock] : [])])]
  const names = [...(work.stage ?? []).map(({ to }) => to), ...outputs, ...copies.flatMap((copy) => [copy.from, copy.to]), ...[...work.write, ...(work.prepare?.write ?? [])].map((file) => file.path)]
  const bad = names.find((name) => !isPlainName(name))
  return bad === undefined ? undefined : { reason: 'crashed', error: `'${bad}' is no plain name for an output` }
}

async function stageAndRun(work: CommandWork, context: ExecutionContext, tools: CommandTools, complaints: string[]): Promise<StepFailure | undefined> {
  return (await stageFiles(work.stage ?? [], context.workFolder)) ?? (await runCommands(work, context, tools, complaints))
}

/** Where one command numbers its pictures as they come and one did not, nobody knows which: each may show another's frame. */
function slipped(missing: Arrangement, { commands, arrange: copies }: CommandWork): readonly Arrangement[] {
  const series = missing.from.replace(/\d+(?=\.\w+$)/, '%05d')
  const numbered = commands.some(({ args }) => args.includes(series) && !args.includes('-frame_pts'))
  return numbered ? copies.filter(({ from }) => from.replace(/\d+(?=\.\w+$)/, '%05d') === series) : []
}

async function putTogether(work: CommandWork, folder: string): Promise<void> {
  // A picture that was never made is found missing when it is looked for, under its own name.
  const missing = await arrange(work.arrange, folder)
  if (missing !== undefined) await Promise.all(slipped(missing, work).map(({ to }) => rm(join(folder, to), { force: true })))
  for (const { path, text } of work.write) await writeFile(join(folder, path), text)
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
  const changed = await ended.source.changed()
  if (changed !== undefined) return { task, ok: false, failure: changed }
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
