import { isProcessTask } from '@vodflow/core'
import { sentenceOf, type Artifact, type RunReport, type TaskReport } from '@vodflow/engine'
import { coloursFor, type Colours } from './colours.ts'
import { secondsTaken, type ProgressModel } from './progress-model.ts'
import { printable, textWidth } from './text-width.ts'
import { countText, durationText, sizeText } from './units.ts'

export interface SummaryOptions {
  /** As the user wrote it. */
  readonly folder: string
  /** As the user can open it; absent where it could not be written. */
  readonly resultPath?: string
  readonly colours: boolean
  /** Of the terminal; absent where there is none. */
  readonly columns?: number
  /** Said above all else, where the results are none of the film. */
  readonly stub?: string
}

/** How a run ended, for people: each task with its file, size and time, and where the result is. Pure; ends with a line feed. */
export function summaryText(report: RunReport, progress: ProgressModel, options: SummaryOptions): string {
  const colours = coloursFor(options.colours)
  const entries = report.tasks.filter(({ task }) => isProcessTask(task) || task.kind === 'review' || (task.kind === 'source' && task.keep === true))
  // A source at fault fails every task for the one reason that the headline gives.
  const rows = report.problems.length > 0 ? [] : entries.map((entry) => rowOf(entry, progress))
  const stub = options.stub === undefined ? [] : [colours.yellow(options.stub)]
  return `${[...stub, headline(report, entries.filter(({ task }) => isProcessTask(task)), options, colours), ...table(rows, colours, options.columns), ...tail(report, options)].join('\n')}\n`
}

interface Row {
  readonly cells: readonly [string, string, string, string]
  readonly failed: boolean
}

function headline(report: RunReport, entries: readonly TaskReport[], { folder }: SummaryOptions, colours: Colours): string {
  const taken = durationText(Math.max(0, (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1000))
  const done = entries.filter(({ state }) => state.status === 'done').length
  const problem = report.problems[0]
  if (problem) return colours.red(`failed: ${printable(problem.message)}`)
  if (report.waiting) return colours.yellow(`waits for a person after ${taken}: ${done} of ${countText(entries.length, 'task')} done`)
  if (report.cancelled && entries.length === 0 && report.request.source.form === 'pullFile') return `stopped after ${taken}, while the source was pulled; the same command goes on from here`
  if (report.cancelled && entries.length === 0) return `stopped after ${taken}, before any work`
  if (report.cancelled) return `stopped after ${taken}: ${done} of ${countText(entries.length, 'task')} done; the same command goes on from here`
  if (!report.ok) return colours.red(`failed after ${taken}: ${done} of ${countText(entries.length, 'task')} done`)
  return colours.green(`done in ${taken}: ${countText(entries.length, 'task')} into ${printable(folder)}`)
}

function rowOf({ task, state }: TaskReport, progress: ProgressModel): Row {
  const seconds = progress.tasks.filter(({ id }) => id === task.id).map(secondsTaken)[0]
  const time = state.status === 'done' && state.reused ? 'from the cache' : seconds === undefined ? '' : durationText(seconds)
  if (state.status === 'failed') return { cells: [task.id, printable(sentenceOf(state.failure)), '', ''], failed: true }
  if (state.status !== 'done') return { cells: [task.id, state.status, '', ''], failed: false }
  if (state.suggestion !== undefined) return { cells: [task.id, verdictText(state), '', time], failed: false }
  const size = state.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return { cells: [task.id, filesText(state.artifacts), sizeText(size), time], failed: false }
}

/** `block (confidence 97.3, by nsfwjs); review.f10_3000.jpg shows why`. */
function verdictText({ suggestion, findings }: Extract<TaskReport['state'], { readonly status: 'done' }>): string {
  const [worst] = (findings?.segments ?? []).toSorted((a, b) => b.confidence - a.confidence)
  const confidence = findings === undefined ? '' : ` (confidence ${Number(findings.confidence.toFixed(1))}, by ${printable(findings.reviewer.model ?? findings.reviewer.name)})`
  return `${suggestion ?? ''}${confidence}${worst === undefined ? '' : `; ${printable(worst.path)} shows why`}`
}

/** `v.f10.mp4`, `v.f230.m3u8 + 3 segments`, `sample.f10_0000.jpg … sample.f10_0009.jpg (10 files)`. */
function filesText(artifacts: readonly Artifact[]): string {
  const segments = artifacts.filter(({ role }) => role === 'segment').length
  const files = artifacts.filter(({ role }) => role !== 'segment').map(({ path }) => path)
  const named = files.length > 2 ? `${files[0] ?? ''} … ${files.at(-1) ?? ''} (${files.length} files)` : files.join(', ')
  return segments === 0 ? named : `${named} + ${countText(segments, 'segment')}`
}

function table(rows: readonly Row[], colours: Colours, columns = Infinity): readonly string[] {
  const widthOf = (column: 0 | 1 | 2 | 3) => Math.max(0, ...rows.filter(({ failed }) => !failed || column === 0).map(({ cells }) => textWidth(cells[column])))
  const [names, files, sizes, times] = [widthOf(0), widthOf(1), widthOf(2), widthOf(3)]
  if (2 + names + 2 + files + 2 + sizes + 2 + times > columns) return rows.flatMap((row) => stacked(row, colours))
  return rows.map(({ cells: [name, file, size, time], failed }) => {
    if (failed) return colours.red(`  ${pad(name, names)}  ${file}`)
    return `  ${pad(name, names)}  ${pad(file, files)}  ${size.padStart(sizes)}  ${time.padStart(times)}`.trimEnd()
  })
}

/** Where a terminal is too narrow for the table, so that no size is torn from its unit. */
function stacked({ cells: [name, ...rest], failed }: Row, colours: Colours): readonly string[] {
  const paint = failed ? colours.red : (text: string): string => text
  return [paint(`  ${name}`), paint(`    ${rest.filter((cell) => cell !== '').join('  ')}`)]
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}

function publishedLine({ published }: RunReport): readonly string[] {
  if (published === undefined) return []
  return [published.ok ? 'published' : `publishing failed: ${printable(sentenceOf(published.failure))}; the same command tries again`]
}

function tail(report: RunReport, { resultPath, folder }: SummaryOptions): readonly string[] {
  return [
    ...(report.waiting ? [`look at the pictures, then say 'vodflow review ${printable(folder)} pass' or 'vodflow review ${printable(folder)} reject'`] : []),
    ...publishedLine(report),
    ...(resultPath === undefined ? [] : [`result: ${printable(resultPath)}`]),
    ...(report.unrecorded ? [`not all of the run could be recorded: ${printable(report.unrecorded.message)}`] : []),
  ]
}
