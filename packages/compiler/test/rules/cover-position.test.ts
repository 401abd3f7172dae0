import { expect, test } from 'vitest'
import { codes, cover } from '../support/compiling.ts'

test.each([
  ['Percent', 101], ['Percent', -1], ['Time', -0.1], ['Time', 604_801], ['Time', Number.NaN],
] as const)('%s %d is refused', (type, position) => {
  expect(codes([cover(type, position)])).toEqual(['check/bad-cover-position'])
})

test.each([
  ['Percent', 0], ['Percent', 100], ['Percent', 33.3], ['Time', 0], ['Time', 101],
] as const)('near miss: %s %d', (type, position) => {
  expect(codes([cover(type, position)])).toEqual([])
})
