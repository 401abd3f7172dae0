import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEnded } from '../src/decode.ts'
import { toProcedure } from '../src/to-procedure.ts'
import { told } from './run-lua.ts'

const file = { path: 'a/Course.lua', text: 'one\ntwo\nthree\n' }
const field = (name: string, value: unknown) => ({ name, value, line: 2, elementLines: [] })
const done = (actions: readonly unknown[], more = {}) => ({
  notes: [], end: { kind: 'done', actions, handlers: [{ name: 'handleProcess', line: 1 }], entry: { parameters: 1, isOpen: false }, readsSource: false, ...more },
})

function read(answer: unknown) {
  const ended = decodeEnded(answer)
  if ('malformed' in ended) return ended.malformed
  return toProcedure(ended, { file, call: undefined })
}

test('an answer becomes a procedure, purely', () => {
  const answer = done([{
    class: 'SampleSnapshotAction', line: 1, stage: 'process', fields: [field('definition', { kind: 'number', value: 10 })],
  }])
  expect(read(answer)).toEqual({
    ok: true,
    diagnostics: [],
    value: {
      name: 'Course', priority: 0,
      actions: [{ kind: 'sampleSnapshot', span: { file, start: 0, end: 3 }, definition: { value: 10, span: { file, start: 4, end: 7 } } }],
    },
  })
})

test.each([
  [undefined, 'no object'],
  [{ notes: 1, end: {} }, 'notes'],
  [{ notes: [], end: { kind: 'other' } }, 'unknown kind'],
  [{ notes: [], end: { kind: 'failed', code: 'rm -rf', text: '', line: 1, trace: [] } }, 'none of'],
  [{ notes: [{ code: 'warning', line: 1, subject: 5, found: '' }], end: { kind: 'checked' } }, 'no string'],
  [done([{ class: 'X', line: 1, stage: 'elsewhere', fields: [] }]), 'none of'],
  [done([{ class: 'X', line: 1, fields: [field('f', { kind: 'table', entries: [{ key: null, value: { kind: 'nil' } }] })] }]), 'key'],
  [done(Array.from({ length: 2_001 }, () => ({}))), 'at most'],
])('%j is not believed', (answer, said) => {
  expect(read(answer)).toContain(said)
})

test('a value that is too deep is not believed', () => {
  let value: unknown = { kind: 'nil' }
  for (let level = 0; level < 1_000; level += 1) value = { kind: 'table', entries: [{ key: 1, value }] }
  expect(read(done([{ class: 'DRM', line: 1, fields: [field('f', value)] }]))).toContain('too deep')
})

test('numbers that are none do not pass', () => {
  for (const value of [Number.NaN, Infinity, -Infinity, 0, 2 ** 31]) {
    const answer = done([{ class: 'ImageSpriteAction', line: 1, stage: 'process', fields: [field('definition', { kind: 'number', value })] }])
    const result = read(answer)
    expect(typeof result === 'string' ? result : told(result)).toEqual(['lua/out-of-range@2'])
  }
})

test('no answer at all makes it throw, and each gives a procedure, a diagnostic or a refusal', () => {
  const wild = fc.oneof(fc.anything(), fc.record({
    notes: fc.array(fc.record({ code: fc.constantFrom('warning', 'print', 'x'), line: fc.anything(), subject: fc.string(), found: fc.string() })),
    end: fc.record({
      kind: fc.constantFrom('done', 'failed', 'checked'),
      actions: fc.array(fc.record({
        class: fc.constantFrom('TranscodeAction', 'CoverBySnapshotAction', 'toString', '__proto__'),
        line: fc.anything(),
        stage: fc.constantFrom('process', 'review', undefined),
        fields: fc.array(fc.record({
          name: fc.constantFrom('transcodeDefinition', 'definition', 'override', '__proto__'),
          value: fc.oneof(fc.anything(), fc.record({ kind: fc.constantFrom('number', 'string', 'table'), value: fc.anything(), entries: fc.anything() })),
          line: fc.anything(),
          elementLines: fc.constant([]),
        })),
      })),
      handlers: fc.constant([]),
      code: fc.constantFrom('runtime', 'out-of-time'),
      text: fc.string(),
      line: fc.integer(),
      trace: fc.constant([]),
    }, { requiredKeys: ['kind'] }),
  }))
  fc.assert(fc.property(wild, (answer) => {
    const result = read(answer)
    expect(typeof result === 'string' || result.ok || result.diagnostics.length > 0).toBe(true)
  }), { numRuns: 500 })
})
