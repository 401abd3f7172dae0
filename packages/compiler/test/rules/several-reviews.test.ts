import { expect, test } from 'vitest'
import { codes, compiled, idsOf, review, samples } from '../support/compiling.ts'

test('two different reviews give two verdicts to wait for', () => {
  expect(codes([review(10), review(20), samples(10)])).toEqual(['check/several-reviews'])
})

test('near miss: the same review twice is one', () => {
  expect(codes([review(10), review(10), samples(10)])).toEqual(['check/duplicate-action'])
  expect(idsOf(compiled([review(10), review(10)]))).toEqual(['source', 'probe', 'review.10'])
})
