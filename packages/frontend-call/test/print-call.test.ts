import { plainValue, type Call, type Value } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCall, printCall } from '../src/index.ts'

const nowhere = { file: { path: '', text: '' }, start: 0, end: 0 }

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z_中文カ][\w中文.-]{0,20}$/u).filter((text) => !/\.(?:lua|json)$/u.test(text)),
  fc.stringMatching(/^[\w中文~.:@-]{0,10}\/[\w中文/.~-]{0,10}\.(?:lua|json)$/u).filter((text) => !text.startsWith('--')),
)
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger()).map((value) => value + 0 || 0)
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^[\d."'\\\n-]{0,6}$/u))
const key = fc.oneof(text, fc.boolean(), number, fc.integer({ min: 1, max: 4 }))

const { value } = fc.letrec<{ value: Value; table: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant<Value>({ kind: 'nil' }),
    fc.boolean().map((member): Value => ({ kind: 'boolean', value: member })),
    number.map((member): Value => ({ kind: 'number', value: member })),
    text.map((member): Value => ({ kind: 'string', value: member })),
    tie('table'),
  ),
  table: fc
    .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 5, selector: ([entryKey]) => entryKey, comparator: 'SameValueZero' })
    .map((entries): Value => ({ kind: 'table', entries: entries.map(([entryKey, member]) => ({ key: entryKey, value: member })) })),
}))

const call = fc.tuple(name, fc.array(value, { maxLength: 5 })).map(([word, list]): Call => ({
  name: { text: word, kind: word.includes('/') ? 'path' : 'name', span: nowhere }, arguments: list, span: nowhere,
}))

/** A value without its places. */
function bare(member: Value): unknown {
  if (member.kind === 'table') return { kind: 'table', entries: member.entries.map((entry) => [entry.key, bare(entry.value)]) }
  return member.kind === 'nil' ? { kind: 'nil' } : { kind: member.kind, value: member.value }
}

test('what is printed reads back as the same call, also under strict', () => {
  fc.assert(
    fc.property(call, (original) => {
      const printed = printCall(original)
      const again = parseCall({ path: 'printed', text: printed }, { strict: true })
      expect(again.diagnostics).toEqual([])
      if (!again.ok) return
      expect([again.value.name.text, again.value.name.kind]).toEqual([original.name.text, original.name.kind])
      expect(again.value.arguments.map(bare)).toEqual(original.arguments.map(bare))
      expect(printCall(again.value)).toBe(printed)
    }),
    { numRuns: 500 },
  )
})

test('one spelling for each thing', () => {
  const result = parseCall({ path: 'call', text: `A ( {1, 2; k = "it's", ["end"]=nil, [9]=0x10,}, 1e21, "\\n\\0")` })
  expect(result.ok && printCall(result.value)).toBe(String.raw`A({1,2,k='it\'s',['end']=nil,[9]=16},1e+21,'\n\000')`)
  const bareName = parseCall({ path: 'call', text: 'A' })
  expect(bareName.ok && printCall(bareName.value)).toBe('A()')
})

const fragments = [
  'A', '(', ')', '{', '}', '[', ']', ',', ';', '=', ':', '-', '--', '--[[', ']]', '[=[', ']=]', '"', "'", '\\', '\\u12', '\\228', '1', '0x',
  '1e', '.5', 'nil', 'null', 'true', 'k', '课', '/', '.lua', ' ', '\n', '\r', '\u0000', '（', '，', '“', '\ud800', '\udc00', '😀', '__proto__', '"1"',
]

test('no text throws, and every problem has a place inside it', () => {
  const junk = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join('')),
    fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => `A(${parts.join('')}`),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  )
  fc.assert(
    fc.property(junk, fc.boolean(), (source, strict) => {
      const result = parseCall({ path: 'junk', text: source }, { strict })
      if (result.ok) result.value.arguments.map(plainValue)
      else expect(result.diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
      for (const { span, message } of result.diagnostics) {
        expect(message).not.toMatch(/undefined|NaN/u)
        expect(span !== undefined && span.start >= 0 && span.start <= span.end && span.end <= source.length).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
})
