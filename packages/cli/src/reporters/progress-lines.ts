import type { Colours } from './colours.ts'
import { secondsLeft, secondsTaken, type ProgressModel, type TaskProgress } from './progress-model.ts'
import { fitInto, textWidth } from './text-width.ts'
import { clockText, durationText, sizeText, speedText } from './units.ts'

/** What a terminal can show. */
export interface Screen {
  readonly columns: number
  readonly rows: number
  readonly colours: Colours
}

const barColumns = 24
/** `100%  123.4x  1:00:00 left` and the space before it. */
const longestNumbers = 28

/** One line for each task, none wider than the screen and no more than it has rows. Pure. */
export function progressLines(model: ProgressModel, screen: Screen): readonly string[] {
  const nameColumns = Math.max(0, ...model.tasks.map(({ id }) => textWidth(id)))
  const lines = model.tasks.map((task) => ({ task, line: taskLine(task, nameColumns, screen) }))
  const room = Math.max(1, screen.rows - 1)
  if (lines.length <= room) return lines.map(({ line }) => line)
  // Too many for the screen: those at work first, then a word on the rest.
  const shown = lines.toSorted((a, b) => urgency(a.task) - urgency(b.task)).slice(0, room - 1)
  return [...shown.map(({ line }) => line), fitInto(`  … and ${lines.length - shown.length} more`, screen.columns - 1)]
}

function urgency({ status }: TaskProgress): number {
  return status === 'running' ? 0 : status === 'failed' ? 1 : status === 'pending' ? 2 : 3
}

function taskLine(task: TaskProgress, nameColumns: number, { columns, colours }: Screen): string {
  const name = task.id + ' '.repeat(Math.max(0, nameColumns - textWidth(task.id)))
  const text = `${mark(task)} ${name}  `
  const room = columns - 1 - textWidth(text)
  const detail = detailOf(task, room)
  return paint(fitInto(`${text}${detail}`.trimEnd(), columns - 1), task, colours)
}

function mark({ status }: TaskProgress): string {
  const marks = { pending: ' ', running: '>', done: '✓', failed: '✗', skipped: '-', cancelled: '-' } as const
  return marks[status]
}

function detailOf(task: TaskProgress, room: number): string {
  switch (task.status) {
    case 'running':
      return runningDetail(task, room)
    case 'done':
      return `100%  ${durationText(secondsTaken(task) ?? 0)}`
    case 'failed':
      return task.failure ?? 'failed'
    case 'pending':
      return 'waiting'
    default:
      return task.status
  }
}

/** As much as there is room for, the percent first of all. */
function runningDetail(task: TaskProgress, room: number): string {
  const left = secondsLeft(task)
  const percent = `${String(Math.floor(task.fraction * 100)).padStart(3)}%`
  const speed = task.speed === undefined ? (task.receivedBytes === undefined ? [] : [sizeText(task.receivedBytes).padStart(7)]) : [speedText(task.speed).padStart(6)]
  const time = left === undefined ? [] : [`${clockText(left)} left`]
  const offers = [[bar(task.fraction), percent, ...speed, ...time], [percent, ...speed, ...time], [percent, ...time], [percent]].map((parts) => parts.join('  '))
  // With room for the longest numbers, or the bar would come and go.
  return offers.find((offer, index) => textWidth(offer) <= room && (index > 0 || room >= barColumns + longestNumbers)) ?? percent
}

function bar(fraction: number): string {
  const full = Math.floor(fraction * barColumns)
  return '█'.repeat(full) + '░'.repeat(barColumns - full)
}

function paint(line: string, { status }: TaskProgress, colours: Colours): string {
  if (status === 'done') return colours.green(line)
  if (status === 'failed') return colours.red(line)
  return status === 'running' ? line : colours.dim(line)
}
