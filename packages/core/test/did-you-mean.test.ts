import { expect, test } from 'vitest'
import { didYouMean, suggestionTail } from '../src/index.ts'

test('the nearest come first, at most three, in whatever case they are written', () => {
  expect(didYouMean('TRANSCOD', ['transcode', 'transcoding', 'review'])).toEqual(['transcode', 'transcoding'])
  expect(didYouMean('ab', ['abcd', 'abc', 'abd', 'abe', 'xyz'])).toHaveLength(3)
})

test('a name that is known twice is told once', () => {
  expect(didYouMean('setDefinition', ['definition', 'definition', 'definition'])).toEqual(['definition'])
})

test('a word that was cut short is near to the whole one', () => {
  expect(didYouMean('int', ['definition', 'integer', 'list'])[0]).toBe('integer')
  expect(didYouMean('QCVB', ['Course', 'QCVB_SimpleProcessFile'])).toEqual(['QCVB_SimpleProcessFile'])
})

test('near miss: what is far from all of them is near to none', () => {
  expect(didYouMean('zzzzzz', ['definition', 'when'])).toEqual([])
  expect(didYouMean('de', ['definition'])).toEqual([])
})

test('the tail of a message', () => {
  expect([suggestionTail([]), suggestionTail(['a']), suggestionTail(['a', 'b', 'c'])]).toEqual(['', "; did you mean 'a'?", "; did you mean 'a', 'b' or 'c'?"])
})
