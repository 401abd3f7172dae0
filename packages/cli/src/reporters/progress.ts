import { isProcessTask } from '@vodflow/core'
import type { Event } from '@vodflow/engine'
import { hasColours } from '../io.ts'
import type { Invocation } from '../invocation.ts'
import { coloursFor } from './colours.ts'
import { progressLines } from './progress-lines.ts'
import { isOver, noProgress, progressed, secondsTaken, type ProgressModel, type TaskProgress } from './progress-model.ts'
import { printable } from './text-width.ts'
import { countText, durationText, sizeText, speedText } from './units.ts'

/** Follows a run on standard error. `model` is what it knows at the end, for the summary. */
export interface ProgressReporter {
  readonly show: (event: Event) => void
  readonly model: () => ProgressModel
}

/** JSON lines under `--json`, redrawn lines on a terminal, else a plain line for each thing that happens. */
export function createProgressReporter(invocation: Invocation): ProgressReporter {
  let model = noProgress
  const print = printerFor(invocation)
  return {
    show: (event) => {
      const before = model
      model = progressed(model, event)
      print(event, before, model)
    },
    model: () => model,
  }
}

type Printer = (event: Event, before: ProgressModel, after: ProgressModel) => void

function printerFor({ io, json }: Invocation): Printer {
  if (json) return (event) => io.stderr.write(`${JSON.stringify(event)}\n`)
  return io.stderr.isTTY && io.env['TERM'] !== 'dumb' ? livePrinter(io) : plainPrinter(io)
}

/** At most this often, but for changes of state. */
const redrawEveryMs = 100

function livePrinter({ stderr, env }: Invocation['io']): Printer {
  const colours = coloursFor(hasColours(stderr, env))
  let drawn = 0
  let drawnAt = 0
  return (event, before, model) => {
    const notice = event.type === 'run-cancelled' || event.type === 'source-retrying' ? plainLines(event, before, model) : []
    const now = Date.parse(event.time)
    if (event.type === 'step-progress' && now - drawnAt < redrawEveryMs) return
    const lines = progressLines(model, { columns: stderr.columns, rows: stderr.rows, colours })
    stderr.write(redrawn(drawn, [...notice, ...lines]))
    drawn = lines.length
    drawnAt = now
  }
}

/**
 * Up by so many lines, then each written over its old self and all below cleared: also right after the terminal has become
 * narrower and wrapped some. Not cleared first, since a terminal that clears from its top line (tmux) keeps what was there.
 */
function redrawn(before: number, lines: readonly string[]): string {
  const up = before === 0 ? '' : `\u001b[${before}A\r`
  return `${up}${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`
}

function plainPrinter({ stderr }: Invocation['io']): Printer {
  return (event, before, after) => {
    for (const line of plainLines(event, before, after)) stderr.write(`${line}\n`)
  }
}

/** What is worth a line of a log: each change, and every quarter of a long step. */
export function plainLines(event: Event, before: ProgressModel, after: ProgressModel): readonly string[] {
  switch (event.type) {
    case 'run-started':
      return [`${event.continued ? 'going on with' : 'running'} ${printable(event.call).slice(0, 200)} on ${printable(event.source)}`]
    case 'source-pulling':
      return [`pulling ${printable(event.url)}`]
    case 'source-progress': {
      const quarter = (model: ProgressModel) => Math.floor(fractionOf(model, [event.task]) * 4)
      if (quarter(after) === quarter(before) || event.receivedBytes === event.totalBytes) return []
      return [`${event.task}: ${Math.floor(fractionOf(after, [event.task]) * 100)}%, ${sizeText(event.receivedBytes)}`]
    }
    case 'source-retrying':
      return [`${event.task}: ${printable(event.why)}; trying again in ${durationText(event.afterMs / 1000)}`]
    case 'source-pulled':
      return before.tasks.some(({ id, status }) => id === event.task && status === 'running') ? after.tasks.filter(({ id }) => id === event.task).map((task) => `${endLine(task)}, ${sizeText(event.sizeBytes)}`) : []
    case 'run-planned':
      return [`${countText(event.graph.tasks.filter(isProcessTask).length, 'task')} in ${countText(event.plan.steps.length, 'step')}`]
    case 'step-progress': {
      const quarter = (model: ProgressModel) => Math.floor(fractionOf(model, event.covers) * 4)
      if (quarter(after) === quarter(before) || event.fraction >= 1) return []
      const speed = event.speed === undefined ? '' : `, ${speedText(event.speed)}`
      return [`${event.step}: ${Math.floor(event.fraction * 100)}%${speed}`]
    }
    case 'task-changed':
      // A source that was pulled has been told of before it is told as a task of the graph.
      return after.tasks.filter((task) => task.id === event.task && isOver(task) && !before.tasks.some(({ id, status }) => id === task.id && status === task.status)).map(endLine)
    case 'run-cancelled':
      return ['stopping …']
    case 'run-reviewed':
      return [`${event.review}: a person says ${event.ruling}`]
    case 'run-published':
      return [event.outcome.ok ? 'published' : 'publishing failed']
    case 'run-waiting':
      return [`waiting for a person's word on ${event.reviews.join(', ')}`]
    default:
      return []
  }
}

function fractionOf(model: ProgressModel, covers: readonly string[]): number {
  return model.tasks.find(({ id }) => covers.includes(id))?.fraction ?? 0
}

function endLine(task: TaskProgress): string {
  if (task.status === 'failed') return `${task.id}: failed: ${printable(task.failure ?? '')}`
  const seconds = secondsTaken(task)
  return seconds === undefined ? `${task.id}: ${task.status}` : `${task.id}: ${task.status} in ${durationText(seconds)}`
}
