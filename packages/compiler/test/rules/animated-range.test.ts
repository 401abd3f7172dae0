import { expect, test } from 'vitest'
import { animated, codes } from '../support/compiling.ts'

test.each([[3, 3], [3, 1], [-1, 2], [undefined, 0], [0, 604_801], [Number.NaN, 1]])('from %s to %s is refused', (start, end) => {
  expect(codes([animated(start, end)])).toEqual(['check/bad-animated-range'])
})

test.each([[3, 3.1], [0, 1], [undefined, 2], [5, undefined], [undefined, undefined]])('near miss: from %s to %s', (start, end) => {
  expect(codes([animated(start, end)])).toEqual([])
})
