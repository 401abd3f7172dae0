import { expect, test } from 'vitest'
import { clockText, durationText, sizeText } from '../../src/reporters/units.ts'
import { fitInto, textWidth } from '../../src/reporters/text-width.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_499, '999 kB'],
  [999_600, '1.0 MB'],
  [4_139_823, '4.1 MB'],
  [123_456_789_012, '123 GB'],
])('%s bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))

test.each([
  [0.04, '0.0 s'],
  [59.94, '59.9 s'],
  [59.96, '1:00'],
  [3605, '1:00:05'],
])('%s seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text))

test('time left never shows sixty seconds', () => expect(clockText(59.7)).toBe('1:00'))

test('a text is cut to columns, not to characters', () => {
  expect(fitInto('课程视频', 5)).toBe('课程…')
  expect(textWidth(fitInto('课程视频', 4))).toBeLessThanOrEqual(4)
  expect(fitInto('short', 5)).toBe('short')
  expect(fitInto('x', 0)).toBe('')
})
