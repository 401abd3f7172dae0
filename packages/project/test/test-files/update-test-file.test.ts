import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { updatedText } from '../../src/test-files/index.ts'

test('a value in place of another; the rest stays as it was', () => {
  const text = '{ "a":  1,\n\n\t"tests": [ {"name":"x" , "expect": { "tasks": ["old"] } } ] }\n'
  expect(updatedText(text, [{ path: ['tests', 0, 'expect', 'tasks'], value: ['new', { id: 'b', n: 1 }] }]))
    .toBe('{ "a":  1,\n\n\t"tests": [ {"name":"x" , "expect": { "tasks": ["new", { "id": "b", "n": 1 }] } } ] }\n')
})

test('what is not there yet comes last, on a line of its own where the others have one', () => {
  const text = '{\r\n    "tests": [\r\n        {\r\n            "name": "x"\r\n        }, { "name": "y" }, {}\r\n    ]\r\n}\r\n'
  const updates = [0, 1, 2].map((index) => ({ path: ['tests', index, 'expect'], value: { tasks: ['a'] } }))
  expect(updatedText(text, updates)).toBe(
    '{\r\n    "tests": [\r\n        {\r\n            "name": "x",\r\n            "expect": { "tasks": ["a"] }\r\n        }, { "name": "y", "expect": { "tasks": ["a"] } }, { "expect": { "tasks": ["a"] } }\r\n    ]\r\n}\r\n',
  )
})

test('what was put there is read back, and everything else too', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  fc.assert(fc.property(value, value, value, fc.constantFrom(undefined, 2, 4, '\t'), (a, b, put, space) => {
    const text = JSON.stringify({ a, tests: [{ name: 'x', expect: { tasks: b } }, { name: 'y' }] }, undefined, space)
    const updated = updatedText(text, [{ path: ['tests', 0, 'expect', 'tasks'], value: put }, { path: ['tests', 1, 'expect'], value: put }])
    expect(JSON.parse(updated)).toEqual(JSON.parse(JSON.stringify({ a, tests: [{ name: 'x', expect: { tasks: put } }, { name: 'y', expect: put }] })))
  }))
})
