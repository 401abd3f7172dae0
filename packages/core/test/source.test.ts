import { expect, test } from 'vitest'
import { lineSpan, placeOf, positionAt, spanOf, textOf } from '../src/index.ts'

const file = { path: 'a.lua', text: 'one\r\n  两 two  \n\nend' }

test('lines and columns count from 1, columns in UTF-16 units', () => {
  expect(positionAt(file, 0)).toEqual({ line: 1, column: 1 })
  expect(positionAt(file, file.text.indexOf('two'))).toEqual({ line: 2, column: 5 })
  expect(positionAt(file, file.text.length)).toEqual({ line: 4, column: 4 })
  expect([placeOf(spanOf(file, 7, 8)), placeOf(undefined)]).toEqual(['a.lua:2:3', undefined])
})

test('a line is its text without indentation and end', () => {
  expect([1, 2, 3, 4].map((line) => textOf(lineSpan(file, line)))).toEqual(['one', '两 two', '', 'end'])
})

test('a line that is not there is an empty place at the end', () => {
  expect(lineSpan(file, 99)).toEqual(spanOf(file, file.text.length, file.text.length))
})
