import { expect, test } from 'vitest'
import { codes, snapshots } from '../support/compiling.ts'

test.each([[-1], [0.5], [604_800_001], [Number.NaN]])('the offset %d is refused', (offset) => {
  expect(codes([snapshots(0, offset)])).toEqual(['check/bad-time-offset'])
})

test('no offset at all is refused', () => {
  expect(codes([snapshots()])).toEqual(['check/no-time-offset'])
})

test('near miss: the first millisecond and the last', () => {
  expect(codes([snapshots(0, 604_800_000)])).toEqual([])
})
