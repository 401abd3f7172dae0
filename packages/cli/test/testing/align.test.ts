import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { align, alignedLines } from '../../src/testing/align.ts'
import { fitsPattern } from '../../src/testing/compare.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })

test('both sides are there, in their order, and only equal lines are paired', () => {
  fc.assert(fc.property(lines, lines, (expected, found) => {
    const all = alignedLines(expected, found)
    expect(all.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(expected)
    expect(all.filter(({ sign }) => sign !== '-').map(({ text }) => text)).toEqual(found)
  }))
})

test('as many are paired as can be', () => {
  const longest = (a: readonly string[], b: readonly string[]): number => {
    const [x, ...as] = a
    const [y, ...bs] = b
    if (x === undefined || y === undefined) return 0
    return x === y ? 1 + longest(as, bs) : Math.max(longest(as, b), longest(a, bs))
  }
  const short = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 })
  fc.assert(fc.property(short, short, (expected, found) => {
    expect(alignedLines(expected, found).filter(({ sign }) => sign === ' ')).toHaveLength(longest(expected, found))
  }))
})

test('two lists of ten thousand lines do not make it slow', () => {
  const [a, b] = ['a', 'b'].map((letter) => Array.from({ length: 10_000 }, (_, index) => `${letter}${index}`))
  const startedAt = performance.now()
  expect(align(a ?? [], b ?? [], (x, y) => x === y)).toHaveLength(20_000)
  expect(performance.now() - startedAt).toBeLessThan(1000)
})

test.each([
  ['a', 'a', true], ['a', 'b', false], ['a…', 'abc', true], ['…c', 'abc', true], ['a…c', 'ac', true], ['a…b…c', 'axxbyyc', true], ['a…b…c', 'acb', false],
  ['a…a', 'a', false], ['…', '', true], ['……', 'x', true], ['ab…bc', 'abc', false],
])('%s against %s', (pattern, text, fits) => expect(fitsPattern(pattern, text)).toBe(fits))

test('many gaps do not make it slow', () => {
  const startedAt = performance.now()
  fitsPattern(`${'a…'.repeat(5_000)}b`, 'a'.repeat(100_000))
  expect(performance.now() - startedAt).toBeLessThan(1000)
})
