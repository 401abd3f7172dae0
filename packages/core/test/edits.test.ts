import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdits, applyFixes, slipOf, spanOf, type Diagnostic, type Edit } from '../src/index.ts'

const file = { path: 'a.json', text: '0123456789' }
const edit = (start: number, end: number, text: string): Edit => ({ span: spanOf(file, start, end), text })
const diagnostic = (...edits: readonly Edit[]): Diagnostic => ({ code: 'a/b', severity: 'error', message: 'x', fixes: [{ title: 'x', edits }] })

test('edits are made in the order of the text; what overlaps or is asked for twice is made once', () => {
  expect(applyEdits(file.text, [edit(8, 9, 'x'), edit(0, 1, ''), edit(3, 3, '+'), edit(3, 5, 'zz'), edit(4, 6, '?'), edit(8, 9, 'x')])).toBe('12+3?67x9')
})

test('a fix is made whole or not at all, and only in the very text', () => {
  const other = { path: 'a.json', text: '01234567890' }
  const elsewhere = diagnostic({ span: spanOf(other, 0, 1), text: 'x' })
  const mended = applyFixes('a.json', file.text, [diagnostic(edit(0, 2, 'A')), diagnostic(edit(1, 3, 'B'), edit(8, 9, 'B')), diagnostic(edit(5, 6, '')), elsewhere])
  expect([mended.text, mended.mended.length]).toEqual(['A2346789', 2])
})

test('whatever the edits are, what lies outside of them stays in its order', () => {
  const edits = fc.array(fc.tuple(fc.nat(10), fc.nat(4)).map(([start, length]) => edit(start, Math.min(10, start + length), '')))
  fc.assert(fc.property(edits, (given) => {
    const untouched = [...file.text].filter((_, at) => !given.some(({ span }) => span.start <= at && at < span.end)).join('')
    const made = applyEdits(file.text, given)
    expect([...made].filter((digit) => untouched.includes(digit)).join('')).toBe(untouched)
    expect([...made].toSorted().join('')).toBe(made)
  }))
})

test('a slip is one letter, or two that changed places, and only one name can be meant', () => {
  expect([slipOf('definiton', ['definition']), slipOf('defintiion', ['definition']), slipOf('defnitio', ['definition']), slipOf('abcd', ['abce', 'abcf'])])
    .toEqual(['definition', 'definition', undefined, undefined])
})
