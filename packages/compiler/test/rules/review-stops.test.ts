import { expect, test } from 'vitest'
import { codes, compile, only, review, samples, somewhere, transcode } from '../support/compiling.ts'
import { projectTemplate } from '../support/project-templates.ts'

const custom = (definition: number, blockConfidence: number, stops: boolean) =>
  projectTemplate({ kind: 'review', definition }, { reviewConfidence: 0, blockConfidence, stops })

test('a review that goes on whatever it finds', () => {
  const diagnostic = only(compile([review(20), samples(10)]))
  expect([diagnostic.code, diagnostic.severity, diagnostic.span]).toEqual(['check/review-never-stops', 'warning', somewhere])
  expect(diagnostic.message).toContain('review template 10 stops at a block')
  expect(only(compile([review(900), samples(10)], { templates: [custom(900, 90, false)] })).message).not.toContain('template 10')
})

test('near miss: a review that stops, and one that is all there is', () => {
  expect(codes([review(10), samples(10)])).toEqual([])
  expect(codes([review(20)])).toEqual([])
})

test('a review that stops nothing, since nothing is there', () => {
  expect(codes([review(10)])).toEqual(['check/review-gates-nothing'])
})

test('near miss: what cannot be resolved is there all the same', () => {
  expect(codes([review(10), transcode([999_999])])).not.toContain('check/review-gates-nothing')
  expect(codes([review(10), samples(777)])).toEqual(['template/unknown'])
})

test('a verdict that no video can escape', () => {
  const templates = [custom(900, 0, true), custom(901, 1, true)]
  expect(codes([review(900), samples(10)], { templates })).toEqual(['check/review-always-blocks'])
  expect(codes([review(901), samples(10)], { templates })).toEqual([])
})
