import { expect, test } from 'vitest'
import { animated, codes, compile, cover, only, snapshots } from '../support/compiling.ts'

const facts = 'duration=10'

test.each([
  ['a time offset', snapshots(10_001)],
  ['a cover', cover('Time', 11)],
  ['a start', animated(12, 13)],
])('%s behind the end is a warning', (_, action) => {
  const { diagnostics, ok } = compile([action], { facts })
  expect(ok).toBe(true)
  expect(diagnostics.length).toBeGreaterThan(0)
  for (const { code, severity } of diagnostics) expect([code, severity]).toEqual(['check/beyond-end', 'warning'])
})

test('the message has both times', () => {
  expect(only(compile([snapshots(12_500)], { facts })).message).toMatch(/12\.5 s .* 10 s/)
})

test('near miss: the very end, a percentage, and a source that is not known', () => {
  expect(codes([snapshots(10_000), cover('Time', 10), cover('Percent', 99), animated(9, 10)], { facts })).toEqual([])
  expect(codes([snapshots(99_999), cover('Time', 99)])).toEqual([])
})
