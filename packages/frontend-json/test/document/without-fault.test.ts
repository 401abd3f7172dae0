import { spanOf } from '@vodflow/core'
import { assert, constantFrom, json, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { withoutFault } from '../../src/index.ts'

/** The fault is between `<|` and `|>`. */
function rest(marked: string, code = 'json/wrong-type'): string | undefined {
  const text = marked.replace('<|', '').replace('|>', '')
  return withoutFault(text, { code, span: spanOf({ path: 'x', text }, marked.indexOf('<|'), marked.indexOf('|>') - 2) })
}

test.each([
  ['{"a":1,<|"b"|>:2,"c":3}', '{"a":1,      "c":3}'], ['{"a":1, "b":<|2|>}', '{"a":1       }'], ['[1,<|"课"|>,3]', '[1,    3]'], ['[<|1|>]', '[ ]'],
  ['[1,<|{|>"a":\n1}]', '[1      \n  ]'], ['<|{|>"a":1}', undefined], ['{"a":{"b":<|[|>1]}}', '{"a":{       }}'],
])('%s', (marked, expected) => {
  expect(rest(marked)).toBe(expected)
})

test.each([['[1<|,|>]', '[1 ]'], ['[1 <|// x|>\n]', '[1     \n]'], ['[1 <|2|>]', '[1,2]'], ['{"a":1\n<|"b"|>:2}', '{"a":1,"b":2}'], ['[<|nope|>]', '[0   ]']])('syntax: %s', (marked, expected) => {
  expect(rest(marked, 'json/syntax')).toBe(expected)
})

test('offsets never move, and nothing throws', () => {
  assert(property(json(), nat(), constantFrom('json/syntax', 'json/wrong-type'), (text, at, code) => {
    const start = at % (text.length + 1)
    const left = withoutFault(text, { code, span: spanOf({ path: 'x', text }, start, Math.min(text.length, start + 1)) })
    expect(left?.length ?? text.length).toBe(text.length)
  }), { numRuns: 300 })
})
