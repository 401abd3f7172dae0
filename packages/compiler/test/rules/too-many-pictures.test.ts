import { expect, test } from 'vitest'
import { codes, compile, only, samples, sprite } from '../support/compiling.ts'
import { projectTemplate } from '../support/project-templates.ts'

const templates = [
  projectTemplate({ kind: 'sampleSnapshot', definition: 901, extends: 10 }, { sampleType: 'Time', interval: 2 }),
  projectTemplate({ kind: 'sampleSnapshot', definition: 902, extends: 10 }, { interval: 0.1 }),
]

test('more than a thousand samples of a known source', () => {
  const diagnostic = only(compile([samples(901)], { templates, facts: 'duration=2001' }))
  expect(diagnostic).toMatchObject({ code: 'check/too-many-pictures', severity: 'warning', params: { count: 1001, interval: 2, durationSeconds: 2001 } })
})

test('tiles of a sprite count as well', () => {
  expect(codes([sprite(10)], { facts: 'duration=10001' })).toEqual(['check/too-many-pictures'])
})

test('near miss: a thousand, a length that is not known, and percent, which are never more', () => {
  expect(codes([samples(901)], { templates, facts: 'duration=2000' })).toEqual([])
  expect(codes([sprite(10)], { facts: 'duration=10000' })).toEqual([])
  expect(codes([samples(901), sprite(10)], { templates })).toEqual([])
  expect(codes([samples(902)], { templates, facts: 'duration=100000' })).toEqual([])
})
