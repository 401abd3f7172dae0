import { resolve } from 'node:path'
import { isProcessTask } from '@vodflow/core'
import { plainFile, type ArtifactCache } from '@vodflow/engine'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { printable } from '../reporters/text-width.ts'
import { hasColours } from '../io.ts'
import { localBackend, type LocalBackend } from '../local-backend.ts'
import { budgetOf, overBudget, type Budget, type BudgetOptions, type Spent } from '../plan/budget.ts'
import { jsonInput } from '../plan/json-input.ts'
import { planBasis, problemOfIdentity } from '../plan/plan-basis.ts'
import { originsOf, planFile, problemOfSecrets, type PlanContent } from '../plan/plan-file.ts'
import { planOne, type Planned, type PlanSource } from '../plan/plan-one.ts'
import { plannedSource } from '../plan/planned-source.ts'
import { sourcesGiven, type ManySourceOptions, type NamedSource, type SourcesGiven } from '../plan/plan-sources.ts'
import { withAccuracy, withMemory, withoutPasses } from '../plan/plan-options.ts'
import { planTable, planTableText, type TableRow } from '../plan/plan-table.ts'
import { planText } from '../plan/plan-text.ts'
import { costOf, readPrices, type Prices } from '../plan/prices.ts'
import { coloursFor } from '../reporters/colours.ts'
import { planKind, problemOfOutputFile } from '../result/replaceable-file.ts'
import { writeWhole } from '../result/write-result.ts'
import { openCacheGiven, problemOfCache, type CacheGiven } from '../run/cache-given.ts'
import { keysOf, planningWith } from '../run/data-keys.ts'
import { statusOfProblems } from '../run/source-facts.ts'
import { problemOfUrlOptions, shownInput, type UrlOptions } from '../run/url-source.ts'
import { withOptions, type Session } from '../session.ts'
import { withSession } from '../with-session.ts'

export interface PlanOptions extends UrlOptions, ManySourceOptions, BudgetOptions, CacheGiven {
  readonly output?: string
  readonly identity?: string
  readonly prices?: string
  readonly without?: string
  readonly memory?: string
  readonly imageAccuracy?: 'key' | 'exact'
  readonly fetch?: true
}

/** All that planning one source or many needs, once the options are understood. */
interface Desk {
  readonly invocation: Invocation
  readonly options: PlanOptions
  readonly budget: Budget
  readonly prices?: Prices
  readonly backend: LocalBackend
  readonly session: Session
  readonly call: string
  readonly cache?: ArtifactCache
}

/** Says what `run` would do; starts nothing but the look at the source. */
export async function plan(invocation: Invocation, procedure: string, options: PlanOptions): Promise<number> {
  const budget = budgetOf(options)
  if (typeof budget === 'string') return refuse(invocation, budget)
  const wrong = problemOfOptions(options)
  if (wrong !== undefined) return refuse(invocation, wrong)
  const inputs = options.fetch ? await fetched(invocation, options) : options.input
  if (typeof inputs === 'number') return inputs
  const given = namedAs(options.input, await sourcesGiven(invocation, { ...options, input: inputs }))
  if (typeof given === 'number') return given
  if (given.is === 'many' && options.output !== undefined) return refuse(invocation, '-o keeps the plan of one source; give one -i or one --assume, or leave -o out')
  const problem = options.output === undefined ? undefined : await problemOfOutputFile(options.output, invocation.io.cwd, planKind)
  if (problem !== undefined) return refuse(invocation, problem)
  const prices = await pricesGiven(invocation, options)
  if (typeof prices === 'number') return prices
  return withSession(invocation, procedure, async (call, session) => {
    const asked = withMemory(withoutPasses(session.options, options.without), options.memory)
    if (typeof asked === 'string') return refuse(invocation, asked)
    const cache = await openCacheGiven(options, session, invocation.io.cwd, true)
    await reportDiagnostics(invocation, cache.diagnostics)
    if (!cache.ok) return exitStatus.refused
    const keys = await keysOf(invocation, session)
    if (keys === undefined) return exitStatus.refused
    const desk = { invocation, options, budget, backend: planningWith(localBackend(invocation, session), keys), session: withOptions(session, withAccuracy(asked, options.imageAccuracy)), call, ...(prices && { prices }), ...(cache.value && { cache: cache.value }) }
    return given.is === 'one' ? planSingle(given.source, desk) : planMany(given.sources, desk)
  })
}

async function fetched(invocation: Invocation, options: PlanOptions): Promise<readonly string[] | number> {
  return (await import('../run/fetch-inputs.ts')).fetchInputs(invocation, options.input, options)
}

/** In a table a source is called what the user called it. */
function namedAs(inputs: readonly string[], given: SourcesGiven | number): SourcesGiven | number {
  if (typeof given === 'number' || given.is === 'one' || inputs.length === 0) return given
  return { is: 'many', sources: given.sources.map((source, index) => ({ ...source, name: shownInput(inputs[index] ?? source.name) })) }
}

function problemOfOptions(options: PlanOptions): string | undefined {
  const { identity, maxCost, prices } = options
  if (maxCost !== undefined && prices === undefined) return "--max-cost needs a price sheet; name one with '--prices prices.json'"
  return problemOfUrlOptions(options, options.input) ?? problemOfCache(options) ?? problemOfIdentity(identity)
}

async function pricesGiven(invocation: Invocation, { prices }: PlanOptions): Promise<Prices | undefined | number> {
  if (prices === undefined) return undefined
  const file = await jsonInput('--prices', prices, invocation.io.cwd)
  if (typeof file === 'string') return refuse(invocation, file)
  const read = await readPrices(file)
  await reportDiagnostics(invocation, read.diagnostics)
  return read.ok ? read.value : exitStatus.refused
}

async function planSingle(source: PlanSource, desk: Desk): Promise<number> {
  const { invocation, call, backend, session } = desk
  const planned = await planOne(invocation.io, call, source, backend, session, desk.cache)
  await reportDiagnostics(invocation, planned.diagnostics)
  if (!planned.ok) return statusOfProblems(planned.diagnostics)
  const content = contentOf(source, planned.value, desk)
  const status = invocation.json || desk.options.output !== undefined ? await keep(content, planned.value, desk) : print(content, desk)
  return status === exitStatus.done ? held(spentOf(planned.value, '', desk), desk) : status
}

function contentOf(source: PlanSource, { compiled, plan: made }: Planned, { call }: Desk): PlanContent {
  return { call, source: source.is === 'file' ? plannedSource(source.request) : null, graph: compiled.graph, origins: originsOf(compiled), plan: made }
}

function print(content: PlanContent, { invocation: { io }, backend, session }: Desk, savedAs?: string): number {
  const saved = savedAs === undefined ? {} : { savedAs }
  io.stdout.write(planText(content, { colours: hasColours(io.stdout, io.env), describe: (step) => backend.describe(step, savedAs), ...saved }))
  const publish = session.config.publish?.command
  if (publish !== undefined) io.stdout.write(`\npublish: ${printable(publish.join(' '))} is given the result once every task is done\n`)
  return exitStatus.done
}

/** As a file, or as JSON, with all that `apply` holds against the world. */
async function keep(content: PlanContent, { inspection, compiled }: Planned, desk: Desk): Promise<number> {
  const { invocation, options, session, call } = desk
  const { io, json } = invocation
  const request = await session.request(call, plainFile(''))
  if (!request.ok) {
    await reportDiagnostics(invocation, request.diagnostics)
    return exitStatus.refused
  }
  const basis = await planBasis({ folder: session.folder, cwd: io.cwd, request: request.value, inspection, compiled, full: options.identity === 'full' })
  const savedAs = options.output === undefined ? undefined : resolve(io.cwd, options.output)
  const file = planFile({ ...content, lines: linesOf(content, desk, savedAs), basis })
  const secret = problemOfSecrets(file)
  if (secret !== undefined) return refuse(invocation, secret)
  const text = `${JSON.stringify(file, undefined, 2)}\n`
  if (savedAs !== undefined) {
    const problem = await writeWhole(savedAs, text)
    if (problem !== undefined) return refuse(invocation, problem)
    say(invocation, `the plan is in '${options.output}'; 'vodflow apply ${options.output} -o FOLDER' does it, and 'vodflow step ${options.output} ID' a part of it`)
  }
  if (!json) return print(file, desk, savedAs)
  io.stdout.write(text)
  return exitStatus.done
}

/** The lines as they are printed; a step that cannot be done has none. */
function linesOf({ plan: { steps } }: PlanContent, { backend }: Desk, savedAs: string | undefined): NonNullable<PlanContent['lines']> {
  return Object.fromEntries(steps.filter(({ unavailable }) => unavailable === undefined).map((step) => [step.id, backend.describe(step, savedAs)]))
}

/** A row for each; a source that cannot be planned does not hide the others. */
async function planMany(sources: readonly NamedSource[], desk: Desk): Promise<number> {
  const { invocation, call, prices } = desk
  const rows: TableRow[] = []
  const spent: Spent[] = []
  for (const each of sources) {
    const planned = each.source && (await planOne(invocation.io, call, each.source, desk.backend, desk.session, desk.cache))
    await reportDiagnostics(invocation, planned?.diagnostics ?? [])
    if (planned?.ok) {
      rows.push(rowOf(each.name, planned.value, desk))
      spent.push(...spentOf(planned.value, ` of ${each.name}`, desk))
    } else rows.push({ name: each.name, problem: planned?.diagnostics.find((one) => one.severity === 'error')?.message ?? 'its facts cannot be assumed' })
  }
  const table = planTable(call, rows, prices?.currency)
  const { io, json } = invocation
  io.stdout.write(json ? `${JSON.stringify(table, undefined, 2)}\n` : planTableText(table, coloursFor(hasColours(io.stdout, io.env))))
  const status = held(spent, desk)
  return rows.some((row) => 'problem' in row) ? exitStatus.failed : status
}

function rowOf(name: string, { compiled, plan: made, inspection }: Planned, desk: Desk): TableRow {
  const totals = made.estimate?.totals ?? { bytes: 0, cpuSeconds: 0 }
  const tasks = compiled.graph.tasks.filter(isProcessTask).length
  const cost = desk.prices && { cost: spentOf({ compiled, plan: made, inspection }, '', desk).reduce((sum, each) => sum + each.cost, 0) }
  return { name, durationSeconds: inspection.facts.durationSeconds, tasks, failing: made.doomed.length, steps: made.steps.length, bytes: totals.bytes, cpuSeconds: totals.cpuSeconds, ...cost }
}

function spentOf({ compiled, plan: made }: Planned, of: string, { prices }: Desk): readonly Spent[] {
  const tasks = new Map(compiled.graph.tasks.map((task) => [task.id, task]))
  return (made.estimate?.tasks ?? []).map((each) => {
    const task = tasks.get(each.task)
    return { name: `${each.task}${of}`, cpu: each.cpuSeconds, bytes: each.bytes, cost: task && prices ? costOf(task, each, prices) : 0 }
  })
}

/** Says which limits are broken. */
function held(spent: readonly Spent[], { invocation, budget, prices }: Desk): number {
  const broken = overBudget(budget, spent, prices?.currency ?? '')
  for (const sentence of broken) say(invocation, sentence)
  return broken.length > 0 ? exitStatus.failed : exitStatus.done
}
