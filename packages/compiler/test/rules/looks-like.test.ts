import { expect, test } from 'vitest'
import { animated, codes, compile, cover, file, located, only, samples, snapshots, somewhere, Text } from '../support/compiling.ts'
import { projectTemplate } from '../support/project-templates.ts'

test.each([
  ['seconds as time offsets', snapshots(1, 2, 3), undefined],
  ['one second', snapshots(10), undefined],
  ['seconds of a source that has them', snapshots(0, 15, 30), 'duration=60'],
])('looks like seconds: %s', (_, action, facts) => {
  expect(codes([action], { ...(facts !== undefined && { facts }) })).toEqual(['check/looks-like-seconds'])
})

test.each([
  ['the first picture', snapshots(0), undefined],
  ['parts of the first second', snapshots(0, 250, 500, 750), undefined],
  ['one beyond the first second', snapshots(1, 2, 3000), undefined],
  ['seconds that the source does not have', snapshots(1, 40), 'duration=10'],
  ['a unit that the text names', { ...snapshots(20), unitIsSaid: true } as ReturnType<typeof snapshots>, undefined],
])('near miss: %s', (_, action, facts) => {
  expect(codes([action], { ...(facts !== undefined && { facts }) })).toEqual([])
})

test('the place goes from the first number to the last', () => {
  const text = new Text('"timeOffset": [1, 2, 3]')
  const timeOffset = ['1', '2', '3'].map((word) => located(Number(word), text.at(word)))
  const diagnostic = only(compile([{ kind: 'snapshotByTimeOffset', span: somewhere, definition: located(10), timeOffset }]))
  expect(diagnostic.span).toEqual({ file: text.file, start: 15, end: 22 })
  expect(diagnostic.message).toBe('time offsets count milliseconds, so 1, 2, 3 would be in the first second; for seconds write 1000, 2000, 3000')
  expect(file.path).toBe(text.file.path)
})

test.each([
  ['an end', animated(1, 3000), 'duration=60'],
  ['a cover', cover('Time', 5000), 'duration=60'],
  ['an end without a source', animated(undefined, 3000), undefined],
])('looks like milliseconds: %s', (_, action, facts) => {
  expect(codes([action], { ...(facts !== undefined && { facts }) })).toEqual(['check/looks-like-milliseconds'])
})

test('start and end are said each at its place', () => {
  expect(codes([animated(1000, 3000)], { facts: 'duration=60' })).toEqual(['check/looks-like-milliseconds', 'check/looks-like-milliseconds'])
})

test("a sample template's interval", () => {
  const templates = [projectTemplate({ kind: 'sampleSnapshot', definition: 900, extends: 10 }, { sampleType: 'Time', interval: 10_000 })]
  expect(codes([samples(900)], { facts: 'duration=60', templates })).toContain('check/looks-like-milliseconds')
  expect(codes([samples(900)], { templates })).not.toContain('check/looks-like-milliseconds')
})

test('near misses: a long film has the second, a thousandth is outside too, a cover without a source', () => {
  expect(codes([animated(3000, 3003), cover('Time', 1200)], { facts: 'duration=7200' })).toEqual([])
  expect(codes([cover('Time', 90)], { facts: 'duration=60' })).toEqual(['check/beyond-end'])
  expect(codes([cover('Time', 70_000)], { facts: 'duration=60' })).toEqual(['check/beyond-end'])
  expect(codes([animated(3000, 3010), cover('Time', 5000)])).toEqual([])
})

test('looks like a fraction, and near misses', () => {
  expect(only(compile([cover('Percent', 0.5)])).message).toContain('for 50 percent write 50')
  expect(codes([cover('Percent', 0), cover('Percent', 1, 20)])).not.toContain('check/looks-like-fraction')
  expect(codes([cover('Time', 0.5)])).toEqual([])
})

test('a percentage above 100 says how seconds are written', () => {
  expect(only(compile([cover('Percent', 150)])).message).toContain("for seconds write 'Time'")
})
