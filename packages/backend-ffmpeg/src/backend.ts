import { totalmem } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { fail, ok, withEarlier, type Result, type SourceFacts } from '@vodflow/core'
import { failureOfError, type Backend, type ExecutionContext, type PlanStep, type Source, type StepFailure, type StepOutcome } from '@vodflow/engine'
import { defaultLimits, runCommandStep, runMasterPlaylist, runReviewStep, type CommandTools, type Limits } from './execute/index.ts'
import type { Capabilities, FfmpegInspection } from './inspection.ts'
import { assumeInspection, inspectSource } from './inspect/index.ts'
import { cacheFolder, capabilitiesOf, locateFfmpeg, locateFfprobe, modernCapabilities, sandboxFor, toolDiagnostics, type LocateOptions, type SandboxMode } from './locate/index.ts'
import { describeStep, planFfmpeg, recipesOf, splitStep } from './plan/index.ts'
import { findReviewer, type ReviewPlace } from './review/index.ts'
import type { FfmpegWork } from './work.ts'

export interface FfmpegBackendOptions extends LocateOptions {
  /** When a command counts as hanging. */
  readonly limits?: Partial<Limits>
  /** Whether what opens a user's media is shut in; `off` if absent. */
  readonly sandbox?: SandboxMode
  /** Where a reviewer of pictures is looked for; absent: nowhere. */
  readonly review?: ReviewPlace
  /** Decode the end of every output before it counts, not only of what was copied. */
  readonly verifyDeep?: boolean
}

/** The back end that runs ffmpeg on this machine. Finding it and asking what it can do waits until it is needed. */
export function createFfmpegBackend(options: FfmpegBackendOptions): Backend<FfmpegWork, FfmpegInspection> {
  return {
    name: 'ffmpeg',
    inspect: async (source, signal) => withReviewer(await inspect(source, options, signal), options),
    assume: async (facts, signal) => withReviewer(await assume(facts, options, signal), options),
    plan: planFfmpeg,
    recipes: recipesOf,
    execute: (step, context) => execute(step, context, options),
    split: splitStep,
    describe: describeStep,
  }
}

async function withReviewer(inspected: Result<FfmpegInspection>, { review, env }: FfmpegBackendOptions): Promise<Result<FfmpegInspection>> {
  if (!inspected.ok || review === undefined) return inspected
  return ok({ ...inspected.value, review: await findReviewer(review, env) }, inspected.diagnostics)
}

async function inspect(source: Source, options: FfmpegBackendOptions, signal: AbortSignal): Promise<Result<FfmpegInspection>> {
  const capabilities = await atHand(options, signal)
  if (!capabilities.ok) return capabilities
  const { probeProgram } = capabilities.value
  if (probeProgram === undefined) return fail(toolDiagnostics.create('probe-not-found', undefined, { tried: ['nothing'] }))
  const sandbox = await sandboxFor(options.sandbox ?? 'off', probeProgram, options.env, signal)
  if (!sandbox.ok) return sandbox
  return inspectSource(source, capabilities.value, { program: probeProgram, sandbox: sandbox.value, keepIn: inspectionFolder(options.env) }, signal)
}

/** `VODFLOW_INSPECTIONS=off` looks at each source anew. */
function inspectionFolder(env: LocateOptions['env']): string | undefined {
  return env['VODFLOW_INSPECTIONS'] === 'off' ? undefined : join(cacheFolder(env), 'inspections')
}

async function atHand(options: FfmpegBackendOptions, signal: AbortSignal): Promise<Result<Capabilities>> {
  const ffmpeg = await locateFfmpeg(options, signal)
  if (!ffmpeg.ok) return ffmpeg
  const ffprobe = await locateFfprobe(options, ffmpeg.value.path, signal)
  if (!ffprobe.ok) return ffprobe
  return capabilitiesOf(ffmpeg.value, ffprobe.value, options.env, signal)
}

/** A plan for an assumed source needs no ffprobe, and without an ffmpeg what a complete one can do. */
async function assume(facts: SourceFacts, options: FfmpegBackendOptions, signal: AbortSignal): Promise<Result<FfmpegInspection>> {
  const ffmpeg = await locateFfmpeg(options, signal)
  if (ffmpeg.ok) {
    const capabilities = await capabilitiesOf(ffmpeg.value, undefined, options.env, signal)
    return capabilities.ok ? ok(assumeInspection(facts, capabilities.value), capabilities.diagnostics) : capabilities
  }
  // A variable that names nothing that works is a mistake to mend, not an absence to make up for.
  if (ffmpeg.diagnostics.some((diagnostic) => diagnostic.code !== 'ffmpeg/not-found')) return ffmpeg
  const warning = toolDiagnostics.create('assumed-capabilities', undefined, { version: modernCapabilities.version })
  return withEarlier([warning], ok(assumeInspection(facts, modernCapabilities)))
}

async function execute(step: PlanStep<FfmpegWork>, context: ExecutionContext, options: FfmpegBackendOptions): Promise<StepOutcome> {
  const { work } = step
  const failAll = (failure: StepFailure): StepOutcome => ({ tasks: step.covers.map((task) => ({ task, ok: false, failure })) })
  if (context.signal.aborted) return failAll({ reason: 'cancelled' })
  if (step.unavailable !== undefined) return failAll({ reason: 'tool-incapable', detail: step.unavailable })
  switch (work.type) {
    case 'ffmpeg':
      return executeCommands(work.program, context, options, failAll, (tools) => runCommandStep(step.covers, work, context, tools))
    case 'hls-master-playlist':
      return runMasterPlaylist(work, context)
    case 'review':
      return executeCommands(work.pictures.program, context, options, failAll, (tools) => runReviewStep(work, context, tools))
  }
}

async function executeCommands(planned: string, context: ExecutionContext, options: FfmpegBackendOptions, failAll: (failure: StepFailure) => StepOutcome, run: (tools: CommandTools) => Promise<StepOutcome>): Promise<StepOutcome> {
  try {
    const program = isAbsolute(planned) ? planned : undefined
    const ffprobe = await locateFfprobe(options, program, context.signal)
    if (!ffprobe.ok) return failAll(toolFailure(ffprobe, context))
    const statsPeriod = program !== undefined && (await knowsStatsPeriod(program, options, context.signal))
    const limits = { memoryBytes: memoryOfMachine(), ...defaultLimits, ...options.limits }
    const sandbox = await sandboxFor(options.sandbox ?? 'off', program ?? ffprobe.value.path, options.env, context.signal)
    if (!sandbox.ok) return failAll(toolFailure(sandbox, context))
    return await run({ ffprobe: ffprobe.value.path, statsPeriod, limits, sandbox: sandbox.value, deep: options.verifyDeep === true })
  } catch (error) {
    return failAll(failureOfError(error))
  }
}

/** What one command may take: most of the machine, since what takes more only makes it swap. */
function memoryOfMachine(): number {
  return Math.max(2 * 2 ** 30, 0.8 * totalmem())
}

function toolFailure(result: Result<unknown>, context: ExecutionContext): StepFailure {
  if (context.signal.aborted) return { reason: 'cancelled' }
  return { reason: 'tool-incapable', detail: result.diagnostics[0]?.message ?? 'no working ffprobe' }
}

/** The plan names the program, not what it can do; what was asked for the plan is in the cache. */
async function knowsStatsPeriod(program: string, options: FfmpegBackendOptions, signal: AbortSignal): Promise<boolean> {
  try {
    const capabilities = await capabilitiesOf({ place: 'plan', path: program, version: '' }, undefined, options.env, signal)
    return capabilities.ok && capabilities.value.options.statsPeriod
  } catch {
    // The program of the plan is not there: running it says so.
    return false
  }
}
