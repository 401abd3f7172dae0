import { textWidth } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrap } from '../src/wrap.ts'

test('breaks at spaces, and words that are too long anywhere', () => {
  expect(wrap('one two three', 8, 9)).toEqual(['one two', 'three'])
  expect(wrap('abcdefghij', 4, 9)).toEqual(['abcd', 'efgh', 'ij'])
  expect(wrap('转码转码', 4, 9)).toEqual(['转码', '转码'])
})

test('says that something is left out', () => {
  expect(wrap('one two three four', 5, 2)).toEqual(['one', 'two…'])
  expect(wrap('aaaaa bbbbb ccccc', 5, 2)).toEqual(['aaaaa', 'bbbb…'])
})

test('no line is too wide, none is too many, and with room nothing is lost', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 20 }), fc.integer({ min: 1, max: 5 }), (text, columns, most) => {
    const lines = wrap(text, columns, most)
    expect(lines.length).toBeLessThanOrEqual(most)
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns)
    expect(wrap(text, columns, 1000).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  }))
})
