import { hasErrors, type ProjectConfig } from '@vodflow/core'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { problemOfInput } from '../run/check-paths.ts'
import { clipOfMany, fileInput } from '../run/file-input.ts'
import { isJoined, joinedSource, problemOfJoin, type JoinOptions } from '../run/joined-source.ts'
import { keptSource, sourceGiven, type SourceOptions } from '../run/source-facts.ts'
import { openSession } from '../session.ts'
import { jsonInput } from './json-input.ts'
import type { PlanSource } from './plan-one.ts'

export interface ManySourceOptions extends SourceOptions, JoinOptions {
  readonly assumeFile?: string
}

/** A source as it was named; `source` is absent where it is only known to be wrong. */
export interface NamedSource {
  readonly name: string
  readonly source?: PlanSource
}

/** One source, or the rows of a table. */
export type SourcesGiven = { readonly is: 'one'; readonly source: PlanSource } | { readonly is: 'many'; readonly sources: readonly NamedSource[] }

/** What `plan` was told of its sources; the exit status where that cannot be used. */
export async function sourcesGiven(invocation: Invocation, options: ManySourceOptions): Promise<SourcesGiven | ExitStatus> {
  const given = await sourcesNamed(invocation, options)
  const kept = (source: PlanSource): PlanSource => (source.is === 'file' ? { ...source, request: keptSource(source.request, options) } : source)
  if (typeof given === 'number') return given
  return given.is === 'one' ? { is: 'one', source: kept(given.source) } : { is: 'many', sources: given.sources.map((each) => (each.source ? { ...each, source: kept(each.source) } : each)) }
}

async function sourcesNamed(invocation: Invocation, options: ManySourceOptions): Promise<SourcesGiven | ExitStatus> {
  const { input, clip, assume, assumeFile } = options
  if (assumeFile !== undefined) {
    if (input.length > 0 || assume !== undefined || clip !== undefined) return refuse(invocation, '--assume-file stands alone; give no -i and no --assume beside it')
    return listed(invocation, assumeFile)
  }
  const unfit = problemOfJoin(options, input)
  if (unfit !== undefined) return refuse(invocation, unfit)
  if (isJoined(options)) return joined(invocation, options)
  if (input.length < 2) return single(invocation, options)
  if (assume !== undefined) return refuse(invocation, '-i and --assume exclude each other; the facts of a file are read from it')
  const problem = input.map(problemOfInput).find((each) => each !== undefined)
  if (problem !== undefined) return refuse(invocation, problem)
  if (clip !== undefined) return refuse(invocation, clipOfMany)
  const files = input.map((name) => ({ name, file: fileInput(name, invocation.io.cwd) }))
  const wrong = files.flatMap(({ file }) => file.diagnostics)
  await reportDiagnostics(invocation, wrong)
  if (hasErrors(wrong)) return exitStatus.refused
  return { is: 'many', sources: files.flatMap(({ name, file }) => (file.ok ? [{ name, source: { is: 'file', request: file.value } }] : [])) }
}

async function joined(invocation: Invocation, options: ManySourceOptions): Promise<SourcesGiven | ExitStatus> {
  const { input, clip, assume } = options
  const { cwd } = invocation.io
  if (assume !== undefined) return refuse(invocation, '--assume stands for a source, and a join has several; give the files')
  if (clip !== undefined) return refuse(invocation, clipOfMany)
  const problem = input.map(problemOfInput).find((each) => each !== undefined)
  if (problem !== undefined) return refuse(invocation, problem)
  if (input.length === 0 && options.recordings === undefined) return refuse(invocation, "-i is missing; name the sources, as in '-i a.mp4 -i b.mp4 --concat'")
  const config = await configFor(invocation, options)
  if (config === undefined) return exitStatus.refused
  const source = await joinedSource(options, input, cwd, config)
  if (typeof source === 'string') return refuse(invocation, source)
  await reportDiagnostics(invocation, source.diagnostics)
  return source.ok ? { is: 'one', source: { is: 'file', request: source.value } } : exitStatus.refused
}

/** A recording is read as the config says; the project is opened for nothing else here. What is wrong with it is said. */
async function configFor(invocation: Invocation, { recordings, gaps }: JoinOptions): Promise<Pick<ProjectConfig, 'recordings'> | undefined> {
  if (recordings === undefined || gaps !== undefined) return {}
  const opened = await openSession(invocation)
  if (!opened.ok) {
    await reportDiagnostics(invocation, opened.diagnostics)
    return undefined
  }
  const { config } = opened.value
  await opened.value.close()
  return config
}

async function single(invocation: Invocation, options: SourceOptions): Promise<SourcesGiven | ExitStatus> {
  const given = await sourceGiven(invocation, options)
  if (typeof given === 'number') return given
  if (given.is === 'none') return refuse(invocation, "a plan needs a source; name one with -i, or say what to assume, as in '--assume duration=60,height=720'")
  return { is: 'one', source: given }
}

async function listed(invocation: Invocation, path: string): Promise<SourcesGiven | ExitStatus> {
  const file = await jsonInput('--assume-file', path, invocation.io.cwd)
  if (typeof file === 'string') return refuse(invocation, file)
  const { readSources } = await import('./source-list.ts')
  const read = await readSources(file)
  await reportDiagnostics(invocation, read.diagnostics)
  if (!read.ok) return exitStatus.refused
  // A list of which nothing can be assumed is wrong use, not a plan with bad sources.
  if (hasErrors(read.diagnostics) && read.value.every(({ source }) => source === undefined)) return exitStatus.refused
  return { is: 'many', sources: read.value }
}
