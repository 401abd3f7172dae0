import { positionAt, textOf } from '@vodflow/core'
import { expect, test } from 'vitest'
import { brief, factsOf, procedureOf, run } from '../support.ts'

const parameters = [
  { name: 'n', type: 'integer', default: 3 }, { name: 'x', type: 'number', default: 2 }, { name: 's', type: 'string', default: 'abc' },
  { name: 'd', type: 'definitions', default: [10, 20] }, { name: 'l', type: 'list', default: ['a', 1, 2.5, true] }, { name: 'b', type: 'boolean', default: true },
]
const document = (when: string) => ({ parameters, process: { sampleSnapshot: [{ definition: 10, when }] } })
const errorsOf = async (when: string, facts: Parameters<typeof run>[1] = {}) =>
  (await run(document(when), facts)).diagnostics.filter(({ severity }) => severity === 'error')

const kinds = async (whole: object, given = {}) => (await run(whole, given)).rest?.actions.map(({ kind }) => kind)

test('what an undecided condition would let in is there to be looked at, but not reviews that may exclude each other', async () => {
  const when = 'source.height > 700'
  const process = { transcode: [{ definition: 10, when }], imageSprite: [{ definition: 10 }] }
  expect(await kinds({ process })).toEqual(['transcode', 'imageSprite'])
  expect(await kinds({ process }, { facts: factsOf(1280, 720) })).toBeUndefined()
  expect(await kinds({ review: [{ definition: 10, when }], process })).toEqual(['review', 'transcode', 'imageSprite'])
  expect(await kinds({ review: [{ definition: 10, when }, { definition: 20, when: `!(${when})` }], process })).toEqual(['transcode', 'imageSprite'])
  expect(await kinds({ review: [{ definition: 10 }, { definition: 20, when }], process })).toEqual(['review', 'transcode', 'imageSprite'])
})

test.each([
  ['source.width == 1280 && source.height >= 720', true],
  ['source.height < 720', false],
  ['source.duration > 60', false],
  ['source.duration > 59.5', true],
  ['source.bitrate == 1200 && source.size == 9000000', true],
  ['source.fps > 29.9 && source.fps < 30', true],
  ['source.container == "mp4" && source.videoCodec == "h264" && source.audioCodec == "aac"', true],
  ['source.hasVideo && source.hasAudio && source.rotation == 0 && !source.hdr', true],
  ['params.n == 3 && params.x == 2.0 && params.s.startsWith("a") && params.b', true],
  ['20 in params.d && params["n"] > 2', true],
  ['params.d.exists(v, v == 30)', false],
  ['params.l.exists(v, v == "a") && params.l.size() == 4', true],
  ['params.l[3]', true],
  ['double(source.width) / double(source.height) > 1.7', true],
])('%s is %s', async (when, holds) => {
  const { actions } = await procedureOf(document(when), { facts: factsOf(1280, 720) })
  expect(actions).toHaveLength(holds ? 1 : 0)
})

test('a source without video or audio has zeros and empty words', async () => {
  const facts = { ...factsOf(1, 1), videoStreams: [], audioStreams: [] }
  const when = 'source.width == 0 && source.fps == 0.0 && source.videoCodec == "" && source.audioCodec == "" && !source.hasVideo && !source.hasAudio'
  expect((await procedureOf(document(when), { facts })).actions).toHaveLength(1)
})

test('a condition that reads the source needs facts; one over parameters alone does not', async () => {
  const [problem, ...others] = await errorsOf('params.n > 5 || source.height > 700')
  expect([problem?.code, others]).toEqual(['json/needs-facts', []])
  expect(problem?.message).toContain('--assume')
  expect((await procedureOf(document('params.n > 2'))).actions).toHaveLength(1)
  expect((await procedureOf(document('params.n > 2'), { args: [1] })).actions).toHaveLength(0)
})

test.each([
  ['source.height >=', 'json/condition-syntax', '"'],
  ['source.height >== 3', 'json/condition-syntax', '='],
  ['source.hieght > 3', 'json/condition-type', 'hieght'],
  ['soruce.height > 3', 'json/condition-type', 'soruce'],
  ['source.height == "a"', 'json/condition-type', String.raw`source.height == \"a\"`],
  ['"é\\t" == "é" && source.height', 'json/condition-type', undefined],
  ['source.height', 'json/condition-type', '"source.height"'],
  ['params.s', 'json/condition-type', '"params.s"'],
  ['params.m > 1', 'json-ref/unknown-parameter', 'params.m'],
  ['"a".matches("(a+)+$")', 'json/condition-not-allowed', String.raw`\"a\".matches(\"(a+)+$\")`],
  ['params.d.all(a, params.d.all(b, a == b))', 'json/condition-not-allowed', 'params.d.all(b, a == b)'],
  ['cel.bind(a, "x", a == "x")', 'json/condition-not-allowed', String.raw`cel.bind(a, \"x\", a == \"x\")`],
  ['nowhere(1)', 'json/condition-not-allowed', 'nowhere(1)'],
])('%s is %s at %s', async (when, code, place) => {
  const problems = brief(await errorsOf(when))
  expect(problems.map(([found]) => found)).toEqual([code])
  if (place !== undefined) expect(problems[0]?.[1]).toBe(place)
})

test('what cannot be decided with these values is an error at its place', async () => {
  expect(brief(await errorsOf('params.n > 2 && params.n / 0 == 1'))).toEqual([['json/condition-failed', 'params.n / 0']])
  expect(brief(await errorsOf('params.l[0]'))).toEqual([['json/condition-failed', '"params.l[0]"']])
})

test('an element that a list does not have is said in words', async () => {
  expect((await errorsOf('params.l[9] == 1'))[0]?.message).toBe('the condition cannot be decided: the list has no element 9, counted from 0')
})

test.each([
  ['params.n > 2 and source.hdr', 'and', '&&'],
  ['params.n > 2 OR source.hdr', 'OR', '||'],
  ['not source.hdr', 'not ', '!'],
  ['params.n = 2', '=', '=='],
  ['params.n === 2', '===', '=='],
  ['params.n <> 2', '<>', '!='],
  ['params.n => 2', '=>', '>='],
  ['"a = b" == "" and "and" == ""', 'and', '&&'],
])('%s: an operator of another language is named, and mended', async (when, found, wanted) => {
  const [problem, ...others] = await errorsOf(when)
  expect(others).toEqual([])
  expect(problem?.message).toBe(`the condition is not CEL: '${found.trim()}' is written '${wanted}' there`)
  expect(problem?.fixes?.[0]?.edits.map(({ span, text }) => [textOf(span), text])).toEqual([[found, wanted]])
})

test('a near name is suggested', async () => {
  expect((await errorsOf('source.hieght > 3'))[0]?.message).toContain("did you mean 'height'")
  expect((await errorsOf('params.dd == [1]'))[0]?.message).toContain("did you mean 'd'")
})

test('a whole number beside a fractional one is told how to be written', async () => {
  expect((await errorsOf('source.duration * 2 > 3.0'))[0]?.message).toContain('2.0')
})

test('the place is right behind escapes', async () => {
  const text = '{"process": {"sampleSnapshot": [{"definition": 10,\n"when": "\\u0022\\n\\"\\u0022 == source.foo"}]}}'
  const [problem] = (await run(text)).diagnostics
  expect(brief(problem ? [problem] : [])).toEqual([['json/condition-syntax', '\\n']])
  const other = '{"process": {"sampleSnapshot": [{"definition": 10,\n"when": "\\u0027\\u00e9\\u0027 == source.foo"}]}}'
  const { diagnostics } = await run(other)
  expect(brief(diagnostics)).toEqual([['json/condition-type', 'foo']])
  expect(diagnostics[0]?.span && positionAt(diagnostics[0].span.file, diagnostics[0].span.start)).toEqual({ line: 2, column: 39 })
})

test('expressions made to be long are refused or soon done', async () => {
  const started = Date.now()
  const bombs = [
    '('.repeat(500) + 'true' + ')'.repeat(496), '!'.repeat(999) + '0', '[1,2,3,4].all(a,'.repeat(50) + 'true' + ')'.repeat(50), '-'.repeat(1000),
    `${'[1,2,3].map(a,[a]) == '.repeat(40)}[]`, '1+'.repeat(499) + '1 == 1', '"'.repeat(1000), `"${'a'.repeat(400)}".contains("${'a'.repeat(399)}b")`,
  ]
  for (const bomb of bombs) expect(['ok', 'refused']).toContain((await run(document(bomb))).ok ? 'ok' : 'refused')
  const big = { ...document('params.l.all(a, params.s.contains(string(a)))') }
  await run(big, { args: [1, 2, 'a'.repeat(10_000), [], Array.from({ length: 1000 }, () => 'a'.repeat(5000))] })
  expect(Date.now() - started).toBeLessThan(3000)
})
