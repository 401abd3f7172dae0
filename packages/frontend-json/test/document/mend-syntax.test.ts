/** Slips of syntax: each is told once, and what is mended is read as what was meant. */
import { assert, constantFrom, json as jsonText, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { mendSyntax } from '../../src/document/mend-syntax.ts'

const mend = (text: string) => mendSyntax(text, { disallowComments: true })

test.each([
  ['single quotes', `{ 'a': 'b "c"', "d": 1 }`, `{ "a": "b 'c'", "d": 1 }`, [`'a'`, `'b`]],
  ['a name without quotes', '{ a: 1, b : 2 }', '{"a":1,"b" :2 }', ['a', 'b']],
  ["another language's words", '{ "a": True, "b": None }', '{ "a": true, "b": 0    }', ['True', 'None']],
  ['comments', '{ "a": 1 // why\n}', '{ "a": 1       \n}', ['// why']],
  ['commas too many', '{ "a": [1,,2,], }', '{ "a": [1, 2 ]  }', [',', ',', ',']],
  ['a comma that is missing', '{ "a": 1\n"b": 2 }', '{ "a": 1,"b": 2 }', ['"b"']],
  ['a colon that is missing', '{ "a" 1 }', '{ "a":1 }', ['1']],
  ['an equals sign for a colon', '{ "a" = 1 }', '{ "a" : 1 }', ['=']],
  ['a number of another language', '{ "a": 0x10, "b": 01 }', '{ "a": 0   , "b": 0  }', ['x10', '1']],
  ['an escape that JSON has not', String.raw`["\q"]`, '["_q"]', [String.raw`"\q"`]],
  ['brackets that are not closed', '{ "a": [1, 2', '{ "a": [1, 2]}', ['']],
  ['a text that is not closed', '{ "a": 1, "b', '{ "a": 1    }', ['"b']],
  ['a value that is missing', '{ "a": }', '{ "a":0}', ['}']],
  ['something behind the end', '{} {}', '{}   ', ['{']],
  ['a merge that is not finished', '[\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n]', '[1]', ['<<<<<<< HEAD']],
  ['two of them, one with the common ancestor', '[\n<<<<<<< a\r\n1,\n||||||| b\n0,\n=======\n2,\n>>>>>>> c\n<<<<<<<\n3\n=======\n>>>>>>>\n]', '[1,3]', ['<<<<<<< a', '<<<<<<<']],
] as const)('%s', (_, given, meant, found) => {
  const { text, problems } = mend(given)
  expect(JSON.parse(text)).toEqual(JSON.parse(meant))
  expect(problems.map(({ start, end }) => given.slice(start, end))).toEqual(found)
})

test('what has no slip stays as it is', () => {
  assert(property(jsonText({ maxDepth: 4 }), (text) => {
    expect(mend(text)).toMatchObject({ text, problems: [] })
  }))
})

test('one character too many or too few hides nothing: every place is within the text, and what is mended is no longer than its brackets', () => {
  assert(property(jsonText({ maxDepth: 4 }), nat(), constantFrom('', '"', "'", '{', '}', '[', ']', ',', ':', 'x', '\\', '/'), (json, at, character) => {
    const index = at % (json.length + 1)
    const given = json.slice(0, index) + character + json.slice(character === '' ? index + 1 : index)
    const { text, problems } = mend(given)
    for (const { start, end } of problems) expect(0 <= start && start <= end && end <= given.length).toBe(true)
    expect(text.length).toBeGreaterThanOrEqual(given.length)
  }), { numRuns: 2_000 })
})

test('marks of a merge without an end take no time', () => {
  const started = performance.now()
  for (const marks of ['<<<<<<<\n', '<<<<<<<\n=======\n', '=======\n>>>>>>>\n', '<<<<<<< a\n=======\n>>>>>>> b\n']) mend(`{\n${marks.repeat(20_000)}}`)
  expect(performance.now() - started).toBeLessThan(4_000)
})
