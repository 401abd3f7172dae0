import { sourceText } from '@vodflow/engine'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import type { Invocation } from '../invocation.ts'
import type { Io } from '../io.ts'
import { printable } from '../reporters/text-width.ts'
import { resultText } from '../result/write-result.ts'
import { runOne, type OneResult, type OneRun, type RunTools } from './run-one.ts'
import { relativeTo, showSummary } from './show-run.ts'
import { shownInput } from './url-source.ts'

/** A run of its own for an input. */
export interface EachRun {
  /** As it was given. */
  readonly input: string
  /** Of its folder. */
  readonly name: string
  readonly one: OneRun
}

/** Each ffmpeg uses all processors that it finds; a second run fills the moments in which the first one only reads, or is checked. */
const usualJobs = 2
const mostJobs = 64

/** What is wrong with `--jobs`, as one sentence. */
export function problemOfJobs(jobs: string | undefined, each: boolean): string | undefined {
  if (jobs === undefined) return undefined
  if (!each) return '--jobs says how many runs of --each go on at once; there is one run here'
  return /^\d{1,3}$/.test(jobs) && Number(jobs) >= 1 && Number(jobs) <= mostJobs ? undefined : `--jobs is '${printable(jobs).slice(0, 40)}'; it must be a number from 1 to ${mostJobs}`
}

/** Some at a time; one that fails does not stop the others, an interrupted one does. */
export async function runEach(runs: readonly EachRun[], jobs: string | undefined, tools: RunTools): Promise<ExitStatus> {
  const { invocation } = tools
  const atOnce = Math.min(runs.length, jobs === undefined ? usualJobs : Number(jobs))
  const results = new Map<EachRun, OneResult>()
  const waiting = runs.values()
  const work = async (): Promise<void> => {
    for (const each of waiting) {
      if (interrupted(results) || (results.size > 0 && tools.interruption.signal.aborted)) return
      if (!invocation.json && atOnce === 1) invocation.io.stdout.write(titleOf(each, invocation))
      const result = await runOne(each.one, atOnce === 1 ? tools : { ...tools, invocation: named(invocation, each.name) })
      results.set(each, result)
      if (invocation.json) continue
      if (atOnce > 1 && result.made) invocation.io.stdout.write(titleOf(each, invocation))
      showSummary(each.one, result, invocation)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const ended = runs.map((each) => ({ each, result: results.get(each) ?? notBegun }))
  if (invocation.json) invocation.io.stdout.write(resultText(ended.map(({ each, result }) => eachEntry(each, result))))
  else for (const { each } of ended.filter(({ result }) => result === notBegun)) invocation.io.stdout.write(`${titleOf(each, invocation)}not begun\n`)
  return worstOf(ended.map(({ result }) => result.status))
}

/** Of a source that was still waiting for its turn when all was stopped. */
const notBegun: OneResult = { status: exitStatus.interrupted }

function interrupted(results: ReadonlyMap<EachRun, OneResult>): boolean {
  return [...results.values()].some(({ status }) => status === exitStatus.interrupted)
}

function titleOf({ one: { source } }: EachRun, { io }: Invocation): string {
  const text = sourceText(source)
  return `${source.form === 'file' ? relativeTo(io.cwd, text) : text}\n`
}

/** Of several runs at once each line of progress begins with whose it is; nothing is drawn over, since others write there too. */
function named(invocation: Invocation, name: string): Invocation {
  if (invocation.json) return invocation
  const { stderr } = invocation.io
  const prefix = `[${printable(name)}] `
  const write = (text: string): void => stderr.write(text.replaceAll(/^(?=.)/gmu, prefix))
  const io: Io = { ...invocation.io, stderr: { write, isTTY: false, columns: stderr.columns, rows: stderr.rows } }
  return { ...invocation, io }
}

function eachEntry({ input, one }: EachRun, { status, made }: OneResult): unknown {
  return { input: shownInput(input), folder: one.folder, exitStatus: status, result: made?.info ?? null }
}

/** Refused as a whole only where every one was: then nothing was done at all. */
function worstOf(statuses: readonly ExitStatus[]): ExitStatus {
  if (statuses.includes(exitStatus.interrupted)) return exitStatus.interrupted
  if (statuses.every((status) => status === exitStatus.done)) return exitStatus.done
  if (statuses.every((status) => status === exitStatus.done || status === exitStatus.waiting)) return exitStatus.waiting
  return statuses.every((status) => status === exitStatus.refused) ? exitStatus.refused : exitStatus.failed
}
