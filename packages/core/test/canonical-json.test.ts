import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, contentDigest, prettyJson } from '../src/index.ts'

test('the order in which members were made does not show, and what is undefined is left out', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined, B: null })).toBe('{"B":null,"b":[{"c":2,"d":1}]}')
  expect(prettyJson({ b: 1, a: [] })).toBe('{\n  "a": [],\n  "b": 1\n}\n')
})

test('it is JSON of the same value, and its digest that of the text', () => {
  // As sha256sum has it of the two characters.
  expect(contentDigest({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
  }))
})
