import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { createLuaFrontEnd } from '../src/index.ts'
import { asked, callWith, list, nil, num, pointedAt, runLua, str, type Written } from './run-lua.ts'

const frontEnd = createLuaFrontEnd({ warm: true })
afterAll(() => frontEnd.close())

const procedures = new URL('../../../procedures/', import.meta.url)

function preset(name: string) {
  const path = `${name}.lua`
  const text = readFileSync(new URL(path, procedures), 'utf8')
  return (...written: Written[]) => runLua(frontEnd, text, { call: callWith(...written), path })
}
const simple = preset('QCVB_SimpleProcessFile')
const ugc = preset('QCVB_ProcessUGCFile')

const transcode = (definitions: readonly number[], watermarks: readonly number[] = []) => ({
  kind: 'transcode', definitions, watermarks, disableHigherBitrate: false, hlsMasterPlaylist: false, idrAlignment: false,
})
const cover = (definition: number) => ({ kind: 'coverBySnapshot', definition, positionType: 'Time', position: 0 })
const sample = (definition: number) => ({ kind: 'sampleSnapshot', definition })

const examples: readonly (readonly [string, readonly Written[], readonly unknown[]])[] = [
  ['nothing', [], []],
  ['(1, 1, 10, 10)', [num(1), num(1), num(10), num(10)], [transcode([1], [1]), cover(10), sample(10)]],
  ['({210,220}, 10, 10, 10)', [list(210, 220), num(10), num(10), num(10)], [transcode([210, 220], [10]), cover(10), sample(10)]],
  ['(0, 0, 10)', [num(0), num(0), num(10)], [cover(10)]],
  ['({10, 20}, 150, 10, 10)', [list(10, 20), num(150), num(10), num(10)], [transcode([10, 20], [150]), cover(10), sample(10)]],
  ['(210)', [num(210)], [transcode([210])]],
  ['({})', [list()], []],
  ['(nil, nil, nil, 10)', [nil, nil, nil, num(10)], [sample(10)]],
  ['({10,10,20})', [list(10, 10, 20)], [transcode([10, 20])]],
]
test.each(examples)('SimpleProcessFile with %s', async (_name, written, expected) => {
  const result = await simple(...written)
  expect(asked(result)).toEqual(expected)
  expect(result.diagnostics).toEqual([])
})

test('({1,1,1,1}) is the console default, with a warning at the list', async () => {
  const result = await simple(list(1, 1, 1, 1))
  expect(asked(result)).toEqual([transcode([1])])
  expect(result.diagnostics.map((diagnostic) => [diagnostic.code, pointedAt(diagnostic)])).toEqual([['lua/warning', '{1,1,1,1}']])
})

test('1 as a snapshot template is 10, with a warning each', async () => {
  const result = await simple(num(1), num(1), num(1), num(1))
  expect(asked(result)).toEqual([transcode([1], [1]), cover(10), sample(10)])
  expect(result.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
    'coverBySnapshotDefinition 1 names no snapshot template; 10 is used', 'sampleSnapshotDefinition 1 names no snapshot template; 10 is used',
  ])
})

test('the review comes with ProcessUGCFile, and 0 is none', async () => {
  expect(asked(await ugc(list(10), num(0), num(10), num(20)))).toEqual([{ kind: 'review', definition: 20 }, transcode([10]), cover(10)])
  expect(asked(await ugc(list(10), num(0), num(10), num(0)))).toEqual([transcode([10]), cover(10)])
  const one = await ugc(nil, nil, nil, num(1))
  expect(asked(one)).toEqual([{ kind: 'review', definition: 10 }])
  expect(one.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['lua/warning'])
})

const refusals: readonly (readonly [string, readonly Written[], string])[] = [
  ['a string', [str('10')], '"10"'],
  ['a boolean', [['true', { kind: 'boolean', value: true }]], 'true'],
  ['a negative number', [num(-3)], '-3'],
  ['a broken number', [num(1.5)], '1.5'],
  ['a number that is too large', [num(2 ** 31)], '2147483648'],
  ['a list with a string in it', [['{"x"}', { kind: 'table', entries: [{ key: 1, value: { kind: 'string', value: 'x' } }] }]], '{"x"}'],
  ['a list as a watermark', [num(10), list(10)], '{10}'],
  ['a string as a cover', [num(10), num(0), str('x')], '"x"'],
  ['a negative fourth argument', [num(10), num(0), num(0), num(-1)], '-1'],
  ['a fifth argument', [num(10), num(0), num(0), num(0), num(7)], '7'],
]
test.each(refusals)('%s is refused, pointing at it', async (_name, written, place) => {
  for (const run of [simple, ugc]) {
    const result = await run(...written)
    expect(result.ok).toBe(false)
    expect(result.diagnostics.map((diagnostic) => [diagnostic.code, pointedAt(diagnostic)])).toEqual([['lua/refused', place]])
  }
})

const messageOf = async (...written: Written[]) => (await simple(...written)).diagnostics[0]?.message

test('a refusal says what was found and all that is allowed', async () => {
  expect(await messageOf(str('10'))).toBe(
    "transcodeDefinition (argument 1) is the string '10'; it has to be the number of a template, a list of them such as {10,20}, or nil or 0 for none",
  )
  expect(await messageOf(num(99_999_999_999))).toContain('(argument 1) is 99999999999; ')
  expect(await messageOf(num(0), num(1.5))).toContain('watermarkDefinition (argument 2) is 1.5; it has to be the number of a template, or nil or 0 for none')
  expect(await messageOf(num(0), list(10))).toContain('(argument 2) is a table; ')
  expect(await messageOf(list(10, 0))).toBe('transcodeDefinition (argument 1) holds 0; it has to be a list of template numbers, such as {10,20}')
})

test('a watermark without a transcode is warned of', async () => {
  const result = await simple(num(0), num(10))
  expect(result.ok && result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['lua/warning'])
})
