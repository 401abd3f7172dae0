import { expect, test } from 'vitest'
import { budgetOf, overBudget, type Spent } from '../../src/plan/budget.ts'

const spent: readonly Spent[] = [
  { name: 'transcode.10', cpu: 10, bytes: 1000, cost: 0.1 }, { name: 'transcode.40', cpu: 60, bytes: 9000, cost: 0.6 },
  { name: 'transcode.20', cpu: 20, bytes: 2000, cost: 0.2 }, { name: 'coverBySnapshot.10', cpu: 1, bytes: 5, cost: 0 },
]

test.each([
  [{ maxCpu: '90.5' }, { cpu: 90.5 }], [{ maxBytes: '500k' }, { bytes: 500_000 }], [{ maxBytes: '1.5G' }, { bytes: 1.5e9 }], [{ maxBytes: '7' }, { bytes: 7 }],
  [{ maxBytes: '20M', maxCost: '2.50' }, { bytes: 20e6, cost: 2.5 }], [{}, {}], [{ maxCpu: '0' }, { cpu: 0 }],
])('%j is understood', (options, budget) => {
  expect(budgetOf(options)).toEqual(budget)
})

test.each([{ maxCpu: '-1' }, { maxCpu: '1e9' }, { maxCpu: '' }, { maxCpu: '9999999999999' }, { maxBytes: '20MB' }, { maxBytes: 'k' }, { maxBytes: '1..5M' }, { maxCost: 'NaN' }, { maxCost: '2,50' }])('%j is one sentence', (options) => {
  expect(budgetOf(options)).toMatch(/^--max-(cpu|bytes|cost) is '.*'; it must be /)
})

test('a broken limit is named with what was allowed, what is expected, and its biggest tasks', () => {
  expect(overBudget({ cpu: 90 }, spent, '')).toEqual([
    'over budget: --max-cpu allows 90.0 CPU s, and about 91.0 CPU s are expected, most of it of transcode.40 (60.0 CPU s), transcode.20 (20.0 CPU s), transcode.10 (10.0 CPU s)',
  ])
  expect(overBudget({ bytes: 12_000, cost: 0.5 }, spent, 'EUR').map((sentence) => sentence.split(',')[0])).toEqual(['over budget: --max-bytes allows 12.0 kB', 'over budget: --max-cost allows 0.50 EUR'])
})

test('a limit that is just met is not broken', () => {
  expect(overBudget({ cpu: 91, bytes: 12_005 }, spent, '')).toEqual([])
})
