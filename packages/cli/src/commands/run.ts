import { join, resolve } from 'node:path'
import { createStubBackend } from '@vodflow/backend-ffmpeg'
import { fail, ok, type ProjectConfig, type Result, type SourceFacts } from '@vodflow/core'
import { callText } from '../call-text.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { localBackend } from '../local-backend.ts'
import { withAccuracy, withMemory, withoutPasses } from '../plan/plan-options.ts'
import { openCacheGiven, problemOfCache, type CacheGiven } from '../run/cache-given.ts'
import { problemOfPaths } from '../run/check-paths.ts'
import { clipOfMany, clippedInput, pathOf, problemOfClips } from '../run/file-input.ts'
import { statusWithoutTools } from '../run/check-tools.ts'
import { keysOf, planningWith } from '../run/data-keys.ts'
import { eachNames } from '../run/each-names.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import { isJoined, joinedSource, problemOfJoin, type JoinOptions } from '../run/joined-source.ts'
import { problemOfPublish } from '../run/publish-hook.ts'
import { problemOfJobs, runEach, type EachRun } from '../run/run-each.ts'
import type { OneRun, RunTools } from '../run/run-one.ts'
import { runAndShow } from '../run/show-run.ts'
import { problemOfSample, sampled } from '../run/sample.ts'
import { keptSource, sourceGiven } from '../run/source-facts.ts'
import { assumedSource } from '../run/stub.ts'
import { isUrlInput, nameIn, problemOfUrlOptions, urlRequest, type UrlOptions } from '../run/url-source.ts'
import { openSession, withOptions } from '../session.ts'

export interface RunOptions extends CacheGiven, UrlOptions, JoinOptions {
  readonly input: readonly string[]
  readonly clip?: string
  readonly output?: string
  readonly each?: true
  readonly jobs?: string
  readonly keepSource?: true
  readonly force?: true
  readonly md5?: true
  readonly fileId?: string
  readonly without?: string
  readonly memory?: string
  readonly stub?: true
  readonly assume?: string
  readonly sample?: string
  readonly imageAccuracy?: 'key' | 'exact'
}

/** Runs a procedure on each input. Standard output holds the summary or, under `--json`, the result. */
export async function run(invocation: Invocation, procedure: string, given: RunOptions): Promise<number> {
  const { io } = invocation
  const wrong = problemOfSample(given)
  if (wrong !== undefined) return refuse(invocation, wrong)
  const options = sampled(given)
  const problem = problemOfOptions(options) ?? (await problemOfPaths(pathsGiven(options), options.output ?? '', io.cwd, options.keepSource === true))
  if (problem !== undefined) return refuse(invocation, problem)
  const call = await callText(procedure, io)
  if (!call.ok) return refuse(invocation, call.problem)
  const opened = await openSession(invocation)
  await reportDiagnostics(invocation, opened.diagnostics)
  if (!opened.ok) return exitStatus.refused
  const asked = withMemory(withoutPasses(opened.value.options, options.without), options.memory)
  if (typeof asked === 'string') return refuse(invocation, asked)
  const interruption = listenForInterrupts(io)
  try {
    const without = await statusWithoutTools(invocation, interruption.signal)
    if (without !== undefined) return without
    const unpublished = await problemOfPublish(opened.value, io)
    if (unpublished !== undefined) return refuse(invocation, unpublished)
    const cache = await openCacheGiven(options, opened.value, io.cwd)
    await reportDiagnostics(invocation, cache.diagnostics)
    if (!cache.ok) return exitStatus.refused
    const keys = await keysOf(invocation, opened.value)
    if (keys === undefined) return exitStatus.refused
    const assumed = await assumedOf(invocation, options)
    if (typeof assumed === 'number') return assumed
    const local = planningWith(localBackend(invocation, opened.value), keys)
    const backend = options.stub ? createStubBackend(local, assumed) : local
    const tools = { invocation, session: withOptions(opened.value, withAccuracy(asked, options.imageAccuracy)), backend, interruption, ...(cache.value && { cache: cache.value }) }
    if (assumed !== undefined) return await runAndShow({ ...oneOf(call.text, options), folder: resolve(io.cwd, options.output ?? '.'), source: assumedSource(assumed) }, tools)
    const runs = await runsOf(call.text, options, io.cwd, opened.value.config)
    if (typeof runs === 'string') return refuse(invocation, runs)
    await reportDiagnostics(invocation, runs.diagnostics)
    if (!runs.ok) return exitStatus.refused
    return await (options.each ? runEach(runs.value, options.jobs, tools) : runSingle(runs.value, tools))
  } finally {
    interruption.forget()
    await opened.value.close()
  }
}

function pathsGiven({ input, recordings }: RunOptions): readonly string[] {
  return recordings === undefined ? input.map((each) => (isUrlInput(each) ? each : pathOf(each))) : [recordings]
}

function problemOfOptions(options: RunOptions): string | undefined {
  const { input, clip, output, each, concat, fileId } = options
  if (concat && each) return '--concat joins the sources for one run, and --each makes one run for each; give one of them'
  if (fileId !== undefined && !/^[A-Za-z0-9_.-]{1,64}$/u.test(fileId)) return `--file-id is '${fileId.slice(0, 64)}'; letters, digits and '_', '.', '-' are allowed, at most 64`
  if (fileId !== undefined && each) return '--file-id names one file, and --each makes a run for each of several'
  if (options.assume !== undefined && !options.stub) return '--assume is for --stub; a run of a film reads its facts from it'
  if (options.assume !== undefined && (input.length > 0 || options.recordings !== undefined)) return '-i and --assume exclude each other; the facts of a file are read from it'
  if (input.length === 0 && options.recordings === undefined && options.assume === undefined) return "-i is missing; name the source, as in '-i film.mp4'"
  if (output === undefined) return "-o is missing; name a folder for the results, as in '-o out/'"
  if (input.length > 1 && !each && !concat) return `-i is given ${input.length} times; say --each for one run for each, or --concat to join them`
  if (clip !== undefined && input.length > 1) return clipOfMany
  return problemOfJobs(options.jobs, each === true) ?? problemOfJoin(options, input) ?? problemOfUrlOptions(options, input) ?? problemOfCache(options)
}

async function runsOf(call: string, options: RunOptions, cwd: string, config: ProjectConfig): Promise<Result<readonly EachRun[]> | string> {
  const folder = resolve(cwd, options.output ?? '.')
  const given = oneOf(call, options)
  if (isJoined(options)) {
    const source = await joinedSource(options, options.input, cwd, config)
    return typeof source === 'string' || !source.ok ? source : ok([{ input: '', name: '', one: { ...given, source: keptSource(source.value, options), folder } }], source.diagnostics)
  }
  const names = eachNames(options.input.map((input) => (isUrlInput(input) ? nameIn(input) : pathOf(input))))
  const runs: EachRun[] = []
  for (const [index, input] of options.input.entries()) {
    const source = await sourceOf(input, options, cwd, config)
    if (!source.ok) return source
    const name = names[index] ?? ''
    runs.push({ input, name, one: { ...given, source: keptSource(source.value, options), folder: options.each ? join(folder, name) : folder } })
  }
  return ok(runs)
}

function oneOf(call: string, options: RunOptions): Omit<OneRun, 'source' | 'folder'> {
  return {
    call,
    force: options.force === true,
    md5: options.md5 === true,
    ...(options.stub && { stub: true }),
    ...(options.fileId !== undefined && { fileId: options.fileId }),
  }
}

/** The facts of `--assume`, once what is wrong with them, or filled in, is said. */
async function assumedOf(invocation: Invocation, { assume }: RunOptions): Promise<SourceFacts | ExitStatus | undefined> {
  if (assume === undefined) return undefined
  const given = await sourceGiven(invocation, { input: [], assume })
  return typeof given === 'number' ? given : given.is === 'assumed' ? given.facts : undefined
}

/** What is no URL to pull is wrong use, told before anything is done. */
async function sourceOf(input: string, options: UrlOptions & Pick<RunOptions, 'clip'>, cwd: string, config: ProjectConfig): Promise<Result<OneRun['source']>> {
  if (!isUrlInput(input)) return clippedInput(input, options.clip, cwd)
  const { readUrl } = await import('@vodflow/pull')
  const url = readUrl(input)
  if (!url.ok) return fail(...url.diagnostics)
  const twice = options.clip === undefined ? undefined : problemOfClips(input, options.clip)
  return twice ? fail(twice) : urlRequest(options.clip === undefined ? input : `${input}#${options.clip}`, options, config)
}

async function runSingle([run]: readonly EachRun[], tools: RunTools): Promise<ExitStatus> {
  return run === undefined ? exitStatus.refused : runAndShow(run.one, tools)
}
