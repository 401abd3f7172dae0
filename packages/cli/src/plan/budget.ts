import { sizeText } from '../reporters/units.ts'
import { printable } from '../reporters/text-width.ts'
import { cpuText } from './plan-text-about.ts'

/** What all sources of a command together may take; absent: any amount. */
export interface Budget {
  readonly cpu?: number
  readonly bytes?: number
  readonly cost?: number
}

export interface BudgetOptions {
  readonly maxCpu?: string
  readonly maxBytes?: string
  readonly maxCost?: string
}

/** A task of one source, as the budget sees it. */
export interface Spent {
  /** `transcode.40`, or `transcode.40 of film.mp4` beside other sources. */
  readonly name: string
  readonly cpu: number
  readonly bytes: number
  readonly cost: number
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }

/** The budget, or one sentence that says which option is wrong. */
export function budgetOf({ maxCpu, maxBytes, maxCost }: BudgetOptions): Budget | string {
  const cpu = maxCpu === undefined ? undefined : numberIn(maxCpu)
  if (maxCpu !== undefined && cpu === undefined) return `--max-cpu is '${printable(maxCpu)}'; it must be CPU seconds, such as 90 or 0.5`
  const [, digits = '', unit = ''] = /^([\d.]+)([kMG]?)$/.exec(maxBytes ?? '') ?? []
  const bytes = maxBytes === undefined ? undefined : numberIn(digits)
  if (maxBytes !== undefined && bytes === undefined) return `--max-bytes is '${printable(maxBytes)}'; it must be a number of bytes, such as 500k, 20M or 1.5G`
  const cost = maxCost === undefined ? undefined : numberIn(maxCost)
  if (maxCost !== undefined && cost === undefined) return `--max-cost is '${printable(maxCost)}'; it must be an amount in the currency of --prices, such as 2.50`
  return { ...(cpu !== undefined && { cpu }), ...(bytes !== undefined && { bytes: bytes * (units[unit] ?? 1) }), ...(cost !== undefined && { cost }) }
}

function numberIn(text: string): number | undefined {
  return /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined
}

/** One sentence for each limit that is broken, with the tasks that break it. */
export function overBudget(budget: Budget, spent: readonly Spent[], currency: string): readonly string[] {
  const say = (what: keyof Budget, option: string, text: (value: number) => string): readonly string[] => {
    const limit = budget[what]
    const total = spent.reduce((sum, each) => sum + each[what], 0)
    if (limit === undefined || total <= limit) return []
    const biggest = spent.toSorted((a, b) => b[what] - a[what]).slice(0, 3).filter((each) => each[what] > 0)
    return [`over budget: ${option} allows ${text(limit)}, and about ${text(total)} are expected, most of it of ${biggest.map((each) => `${each.name} (${text(each[what])})`).join(', ')}`]
  }
  return [...say('cpu', '--max-cpu', cpuText), ...say('bytes', '--max-bytes', sizeText), ...say('cost', '--max-cost', (value) => costText(value, currency))]
}

/** `0.043 USD`, `12.50 USD`. */
export function costText(cost: number, currency: string): string {
  return `${cost === 0 ? '0' : cost < 0.995 ? cost.toPrecision(2) : cost.toFixed(2)} ${currency}`
}
