import { textOf } from '@vodflow/core'
import { expect, test } from 'vitest'
import { brief, course, factsOf, plain, procedureOf, run } from '../support.ts'

const transcoding = (element: object, parameters: readonly object[] = []) => ({ parameters, process: { transcode: [element] } })
const definitions = [{ name: 'defs', type: 'definitions' }]

test('the normative example gives every kind of action', async () => {
  const procedure = await procedureOf(course, { facts: factsOf(1280, 720) })
  expect(plain(procedure)).toEqual({
    name: 'Course',
    priority: 0,
    actions: [
      { kind: 'review', definition: 10 },
      {
        kind: 'transcode', definitions: [210, 220], watermarks: [], disableHigherBitrate: false, hlsMasterPlaylist: false, idrAlignment: false,
        override: { video: { bitrate: 800 } },
      },
      { kind: 'animatedGraphics', definition: 20000, startTime: 1, endTime: 3 },
      { kind: 'snapshotByTimeOffset', definition: 10, timeOffset: [0, 1000] },
      { kind: 'coverBySnapshot', definition: 10, positionType: 'Time', position: 0 },
      { kind: 'sampleSnapshot', definition: 10 },
      { kind: 'imageSprite', definition: 10 },
    ],
  })
})

test('a false condition leaves its element out', async () => {
  const procedure = await procedureOf(course, { facts: factsOf(640, 360) })
  expect(procedure.actions.map(({ kind }) => kind)).not.toContain('transcode')
  expect(procedure.actions).toHaveLength(6)
})

test('arguments stand in by position, and nil takes the default', async () => {
  const procedure = await procedureOf(course, { facts: factsOf(1280, 720), args: [null, 150] })
  expect(plain(procedure.actions[1])).toMatchObject({ definitions: [210, 220], watermarks: [150] })
})

test('an integer for definitions is a list of one; 0 and {} are none', async () => {
  const document = transcoding({ definition: { param: 'defs' } }, definitions)
  expect(plain((await procedureOf(document, { args: [20] })).actions)).toMatchObject([{ definitions: [20] }])
  expect(plain((await procedureOf(document, { args: [[10, 20]] })).actions)).toMatchObject([{ definitions: [10, 20] }])
  for (const none of [0, {}, []]) expect((await procedureOf(document, { args: [none] })).actions).toEqual([])
})

test('a list of definitions makes one action each where an action has one definition', async () => {
  const document = { parameters: [{ name: 'd', type: 'definition' }], process: { sampleSnapshot: [{ definition: [10, { param: 'd' }] }] } }
  expect(plain((await procedureOf(document, { args: [20] })).actions)).toEqual([
    { kind: 'sampleSnapshot', definition: 10 }, { kind: 'sampleSnapshot', definition: 20 },
  ])
  expect((await procedureOf(document, { args: [0] })).actions).toHaveLength(1)
})

test('spans: the element, the number, the reference', async () => {
  const document = transcoding({ definition: [20, { param: 'defs' }], watermark: 7 }, definitions)
  const [action] = (await procedureOf(document, { args: [[30, 40]] })).actions
  if (action?.kind !== 'transcode') throw new Error('no transcode')
  expect(JSON.parse(textOf(action.span))).toEqual(document.process.transcode[0])
  expect(action.definitions.map(({ span }) => textOf(span))).toEqual(['20', '{"param":"defs"}', '{"param":"defs"}'])
  expect(action.watermarks.map(({ span }) => textOf(span))).toEqual(['7'])
})

test('parameters reach every place, an override too', async () => {
  const parameters = [
    { name: 'master', type: 'boolean' }, { name: 'kbps', type: 'integer' }, { name: 'at', type: 'list' }, { name: 'how', type: 'string' },
    { name: 'p', type: 'number' },
  ]
  const document = {
    parameters, priority: { param: 'p' },
    process: {
      transcode: [{ definition: 210, hlsMasterPlaylist: { param: 'master' }, drm: { param: 'kbps' }, override: { video: { bitrate: { param: 'kbps' } } } }],
      snapshotByTimeOffset: [{ definition: 10, timeOffset: { param: 'at' } }],
      coverBySnapshot: [{ definition: 10, positionType: { param: 'how' }, position: { param: 'p' } }],
    },
  }
  const procedure = await procedureOf(document, { args: [true, 800, [0, 2500], 'Percent', 5] })
  expect(plain(procedure)).toMatchObject({
    priority: 5,
    actions: [
      { hlsMasterPlaylist: true, drm: 800, override: { video: { bitrate: 800 } } },
      { timeOffset: [0, 2500] },
      { positionType: 'Percent', position: 5 },
    ],
  })
})

test('without a name a procedure has the name of its file, and a cover is the first frame', async () => {
  const procedure = await procedureOf({ process: { coverBySnapshot: [{ definition: 10 }] } })
  expect(plain(procedure)).toEqual({
    name: 'Course', priority: 0, actions: [{ kind: 'coverBySnapshot', definition: 10, positionType: 'Time', position: 0 }],
  })
})

test.each([
  [[10, 20], [['call/too-many-arguments', '20']]],
  [[], [['call/missing-argument', 'P()']]],
  [[null], [['call/missing-argument', 'null']]],
  [['10'], [['call/wrong-argument-type', '"10"']]],
  [[1.5], [['call/wrong-argument-type', '1.5']]],
  [[-1], [['call/wrong-argument-type', '-1']]],
  [[[10, 'x']], [['call/wrong-argument-type', '[10,"x"]']]],
  [[{ a: 10 }], [['call/wrong-argument-type', '{"a":10}']]],
  [[true], [['call/wrong-argument-type', 'true']]],
])('arguments %j are refused at their place', async (args, expected) => {
  expect(brief((await run(transcoding({ definition: { param: 'defs' } }, definitions), { args })).diagnostics)).toEqual(expected)
})

test.each([
  ['integer', 1, true], ['integer', 1.5, false], ['number', 1.5, true], ['number', '1', false], ['string', 'a', true], ['string', 1, false],
  ['boolean', false, true], ['boolean', 0, false], ['definition', 10, true], ['definition', [10], false], ['list', ['a', 1, true], true],
  ['list', [[1]], false], ['definitions', [1, 0], false], ['definitions', 3, true],
] as const)('a %s takes %j: %s', async (type, argument, taken) => {
  const document = transcoding({ definition: 10, override: { x: { param: 'p' } } }, [{ name: 'p', type }])
  expect((await run(document, { args: [argument] })).ok).toBe(taken)
})

test('an undeclared parameter is an error with a suggestion, an unused one a warning', async () => {
  const undeclared = await run(transcoding({ definition: { param: 'def' } }, definitions))
  expect(brief(undeclared.diagnostics)).toEqual([['json-ref/unknown-parameter', '"def"']])
  expect(undeclared.diagnostics[0]?.message).toBe("no parameter is named 'def'; did you mean 'defs'?")
  const unused = await run(transcoding({ definition: 10 }, [{ name: 'x', type: 'list', default: [] }]))
  expect([unused.ok, brief(unused.diagnostics)]).toEqual([true, [['json-ref/unused-parameter', '"x"']]])
  const inCondition = await run(transcoding({ definition: 10, when: 'params.x.size() == 0' }, [{ name: 'x', type: 'list', default: [] }]))
  expect([inCondition.ok, brief(inCondition.diagnostics)]).toEqual([true, []])
})

test('a parameter whose type does not fit is found before any call', async () => {
  const { diagnostics } = await run(transcoding({ definition: { param: 'd' } }, [{ name: 'd', type: 'string', default: 'x' }]))
  expect(brief(diagnostics)).toEqual([['json-ref/wrong-parameter-type', '{"param":"d"}']])
  const list = await run({ parameters: definitions, process: { transcode: [{ definition: 10, drm: { param: 'defs' } }] } }, { args: [[1, 2]] })
  expect(brief(list.diagnostics)).toEqual([['json-ref/wrong-parameter-type', '{"param":"defs"}']])
})

test.each([
  [{ definition: { param: 'n' } }, -5], [{ definition: { param: 'n' } }, 1.5], [{ definition: 10, watermark: { param: 'n' } }, -1],
])('%j with %j does not fit: at the reference, related to the argument', async (element, argument) => {
  const { diagnostics } = await run(transcoding(element, [{ name: 'n', type: 'number' }]), { args: [argument] })
  expect(brief(diagnostics)).toEqual([['json-ref/value-does-not-fit', '{"param":"n"}']])
  const [related] = diagnostics[0]?.related ?? []
  expect(related && textOf(related.span)).toBe(String(argument))
})

test('a time by parameter has the bounds of one that is written there', async () => {
  const text = '{"parameters":[{"name":"at","type":"number"}],"process":{"coverBySnapshot":[{"definition":10,"position":{"param":"at"}}]}}'
  expect(brief((await run(text, { args: [604_801] })).diagnostics)).toEqual([['json-ref/value-does-not-fit', '{"param":"at"}']])
  expect(brief((await run(text, { args: [604_800] })).diagnostics)).toEqual([])
})

test('eleven watermarks by parameter are too many', async () => {
  const document = transcoding({ definition: 10, watermark: { param: 'defs' } }, definitions)
  const eleven = Array.from({ length: 11 }, (_, index) => index + 2)
  expect(brief((await run(document, { args: [eleven] })).diagnostics)).toEqual([['json-ref/value-does-not-fit', '{"param":"defs"}']])
  expect((await run(document, { args: [eleven.slice(1)] })).ok).toBe(true)
})

test('two parameters of one name, and a default of another type', async () => {
  const parameters = [{ name: 'a', type: 'integer', default: 'x' }, { name: 'a', type: 'integer' }]
  expect(brief((await run(transcoding({ definition: { param: 'a' } }, parameters))).diagnostics)).toEqual([
    ['json/wrong-default', '"x"'], ['json-ref/duplicate-parameter', '"a"'],
  ])
})

test('an override knows where each of its members stands', async () => {
  const procedure = await procedureOf(transcoding({ definition: 10, override: { container: 'flv', video: { bitrate: 800 } } }))
  const [action] = procedure.actions
  const places = action?.kind === 'transcode' ? action.override?.places : []
  expect(places?.map(({ path, key, value }) => [path.join('.'), textOf(key), textOf(value)])).toEqual([
    ['container', '"container"', '"flv"'], ['video', '"video"', '{"bitrate":800}'], ['video.bitrate', '"bitrate"', '800'],
  ])
})

const held = (ssim: unknown) => transcoding({ definition: 20, verify: { ssim } }, typeof ssim === 'object' ? [{ name: 'good', type: 'number' }] : [])

test('an output is held against the similarity that is written, or given', async () => {
  expect(plain((await procedureOf(held(0.95))).actions[0])).toMatchObject({ verify: { ssim: 0.95 } })
  expect(plain((await procedureOf(held({ param: 'good' }), { args: [1] })).actions[0])).toMatchObject({ verify: { ssim: 1 } })
  for (const wrong of [0, 95, -0.5, 'high']) expect((await run(held(wrong))).diagnostics.map(({ code }) => code), String(wrong)).toHaveLength(1)
  expect((await run(held({ param: 'good' }), { args: [95] })).diagnostics).toHaveLength(1)
})
