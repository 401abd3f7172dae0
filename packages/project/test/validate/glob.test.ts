import { expect, test } from 'vitest'
import { globMatcher, isGlob, splitGlob } from '../../src/validate/glob.ts'

test.each([
  ['*.lua', 'a.lua', true], ['*.lua', 'a/b.lua', false], ['**/*.lua', 'a.lua', true], ['**/*.lua', 'a/b/c.lua', true],
  ['a/**/z.json', 'a/z.json', true], ['a/**/z.json', 'a/b/c/z.json', true], ['a/**', 'a/b/c', true], ['a/**/z.json', 'b/z.json', false],
  ['?.call', '课.call', true], ['?.call', 'ab.call', false], ['[a-c]*.{lua,json}', 'course.json', true], ['[!a-c]*', 'course', false],
  ['x{1,2}{a,b}', 'x2a', true], ['x{1,2}', 'x3', false], ['a[b', 'a[b', true], ['*a*b', 'xaxbxb', true], ['*a*b', 'xaxbx', false],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(globMatcher(pattern)?.(path)).toBe(expected)
})

test('what is no pattern, and where one begins', () => {
  expect(isGlob('procedures/课程.lua')).toBe(false)
  expect(splitGlob('a/b/*/c.lua')).toEqual({ base: 'a/b', rest: '*/c.lua' })
  expect(splitGlob('*.lua')).toEqual({ base: '.', rest: '*.lua' })
  expect(splitGlob('/a/*.lua')).toEqual({ base: '/a', rest: '*.lua' })
})

test('no pattern is slow or large', () => {
  const startedAt = performance.now()
  expect(globMatcher(`${'*a'.repeat(50)}b`)?.('a'.repeat(5000))).toBe(false)
  expect(globMatcher(`${'**/'.repeat(50)}b`)?.('a/'.repeat(2000))).toBe(false)
  expect(performance.now() - startedAt).toBeLessThan(1000)
  expect(globMatcher('{a,b}'.repeat(10))).toBeUndefined()
})
