import { expect, test } from 'vitest'
import { codes } from '../support/compiling.ts'

test.each([[-11], [11], [0.5], [Number.NaN]])('the priority %d is refused', (priority) => {
  expect(codes([], { priority })).toEqual(['check/bad-priority'])
})

test.each([[-10], [0], [10]])('near miss: the priority %d', (priority) => {
  expect(codes([], { priority })).toEqual([])
})
