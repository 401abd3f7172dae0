import { textWidth, printable } from '../reporters/text-width.ts'
import { countText, durationText, sizeText } from '../reporters/units.ts'
import type { Colours } from '../reporters/colours.ts'
import { costText } from './budget.ts'
import { cpuText } from './plan-text-about.ts'

/** What a plan would come to for one of several sources. */
export interface SourceRow {
  readonly name: string
  readonly durationSeconds: number
  readonly tasks: number
  /** Of these, that this source cannot give. */
  readonly failing: number
  readonly steps: number
  readonly bytes: number
  readonly cpuSeconds: number
  /** Absent without prices. */
  readonly cost?: number
}

/** A source that could not be planned, and the sentence that says why. */
export interface BadRow {
  readonly name: string
  readonly problem: string
}

export type TableRow = SourceRow | BadRow

export function isBad(row: TableRow): row is BadRow {
  return 'problem' in row
}

export interface PlanTable {
  readonly format: 'vodflow/plan-table@1'
  readonly call: string
  readonly currency?: string
  readonly sources: readonly TableRow[]
  /** Of the sources that could be planned. */
  readonly totals: Omit<SourceRow, 'name'>
}

export function planTable(call: string, sources: readonly TableRow[], currency: string | undefined): PlanTable {
  const good = sources.flatMap((row) => (isBad(row) ? [] : [row]))
  const sum = (of: (row: SourceRow) => number): number => good.reduce((total, row) => total + of(row), 0)
  return {
    format: 'vodflow/plan-table@1', call, ...(currency !== undefined && { currency }), sources,
    totals: {
      durationSeconds: sum((row) => row.durationSeconds), tasks: sum((row) => row.tasks), failing: sum((row) => row.failing), steps: sum((row) => row.steps),
      bytes: sum((row) => row.bytes), cpuSeconds: Math.round(sum((row) => row.cpuSeconds) * 1000) / 1000, ...(currency !== undefined && { cost: sum((row) => row.cost ?? 0) }),
    },
  }
}

/** A row for each source, and one of their sums. Pure; ends with a line feed. */
export function planTableText(table: PlanTable, colours: Colours): string {
  const { call, sources, totals, currency } = table
  const heads = ['source', 'duration', 'tasks', 'steps', 'bytes', 'CPU', ...(currency === undefined ? [] : ['cost'])]
  const good = sources.flatMap((row) => (isBad(row) ? [] : [row]))
  const cells = new Map<TableRow, readonly string[]>(good.map((row) => [row, cellsOf(row, currency)]))
  const sums = cellsOf({ name: `${countText(good.length, 'source')} in all`, ...totals }, currency)
  const all = [heads, ...cells.values(), sums]
  const names = Math.max(...[...all.map(([name = '']) => name), ...sources.map(({ name }) => printable(name))].map(textWidth))
  const widths = heads.map((_, at) => (at === 0 ? names : Math.max(...all.map((row) => textWidth(row[at] ?? '')))))
  const line = (row: readonly string[]): string => row.map((cell, at) => padded(cell, widths[at] ?? 0, at > 0)).join('  ').trimEnd()
  return `${[
    `${printable(call)} on ${countText(sources.length, 'source')}; estimates, with CPU seconds of the machine in docs/plan.md`,
    '',
    colours.bold(line(heads)),
    ...sources.map((row) => (isBad(row) ? colours.red(`${padded(printable(row.name), names, false)}  ${printable(row.problem)}`) : line(cells.get(row) ?? []))),
    colours.bold(line(sums)),
  ].join('\n')}\n`
}

function cellsOf(row: SourceRow, currency: string | undefined): readonly string[] {
  const tasks = `${row.tasks}${row.failing > 0 ? ` (${row.failing} will fail)` : ''}`
  return [printable(row.name), durationText(row.durationSeconds), tasks, String(row.steps), sizeText(row.bytes), cpuText(row.cpuSeconds), ...(currency === undefined ? [] : [costText(row.cost ?? 0, currency)])]
}

function padded(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(cell)))
  return right ? space + cell : cell + space
}
