import { textOf } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createJsonFrontEnd } from '../src/index.ts'
import { brief, course, factsOf, run } from './support.ts'

const definition = fc.integer({ min: 1, max: 1000 })
const reference = fc.constantFrom({ param: 'd' }, { param: 'n' })
const definitions = fc.oneof(definition, fc.array(fc.oneof(definition, reference), { maxLength: 4 }), reference)
const when = fc.constantFrom('source.height >= 720', 'params.n > 1', 'source.hasAudio', 'size(params.d) > 1')
const time = fc.oneof(fc.double({ min: 0, max: 1000, noNaN: true }), fc.constant({ param: 'n' }))
const flag = fc.oneof(fc.boolean(), fc.constant({ param: 'b' }))

/** Any document of our own form that its schema takes. */
function list(optional: object, required: object = {}) {
  // The arbitraries differ from field to field; what comes out is only written as JSON.
  const model = { definition: definitions, ...required, ...optional, when } as { [key: string]: fc.Arbitrary<unknown> }
  return fc.array(fc.record(model, { requiredKeys: ['definition', ...Object.keys(required)] }), { maxLength: 3 })
}
const override = fc.dictionary(fc.string(), fc.oneof(fc.json().map((text): unknown => JSON.parse(text)), reference), { maxKeys: 3 })
const documents = fc.record(
  {
    name: fc.string({ minLength: 1, maxLength: 20 }),
    parameters: fc.constant([
      { name: 'd', type: 'definitions', default: [10, 20] }, { name: 'n', type: 'integer', default: 3 }, { name: 'b', type: 'boolean', default: true },
    ]),
    priority: fc.oneof(fc.integer({ min: -10, max: 10 }), fc.constant({ param: 'n' })),
    review: list({}),
    process: fc.record(
      {
        transcode: list({ watermark: fc.nat(100), drm: fc.nat(5), hlsMasterPlaylist: flag, idrAlignment: flag, disableHigherBitrate: flag, override }),
        animatedGraphics: list({ startTime: time, endTime: time }),
        snapshotByTimeOffset: list({}, { timeOffset: fc.oneof(time, fc.array(time, { minLength: 1, maxLength: 3 })) }),
        coverBySnapshot: list({ positionType: fc.constantFrom('Time', 'Percent'), position: time }),
        sampleSnapshot: list({}),
        imageSprite: list({}),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['parameters'] },
)

test('every valid document instantiates, and every span of it lies in its file', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (document) => {
      const result = await run(document, { facts: factsOf(1280, 720) })
      expect([result.ok, result.diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([true, []])
      if (!result.ok) return
      for (const action of result.value.actions) expect(textOf(action.span)).toMatch(/^\{.*\}$/)
    }),
    { numRuns: 150 },
  )
})

test('no input text throws: damaged documents', async () => {
  const text = JSON.stringify(course)
  const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '0', '-1', 'null', '{"param":"defs"}', '\\', 'source', '文', '')
  const damage = fc.tuple(fc.nat(text.length), fc.nat(12), piece)
  await fc.assert(
    fc.asyncProperty(damage, async ([at, length, inserted]) => {
      const result = await run(text.slice(0, at) + inserted + text.slice(at + length), { facts: factsOf(1280, 720) })
      expect(result.ok || result.diagnostics.length > 0).toBe(true)
    }),
    { numRuns: 400 },
  )
})

test('no condition throws', async () => {
  const word = fc.constantFrom('source', 'params', '.n', '.height', '>', '==', '&&', '(', ')', '[', ']', '1', '"a"', '.map(a,', '{', '}', '?', ':', 'in', 'has', '!', 'é')
  const texts = fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' ')))
  await fc.assert(
    fc.asyncProperty(texts, async (when) => {
      const result = await run({ parameters: [{ name: 'n', type: 'integer', default: 1 }], process: { imageSprite: [{ definition: 10, when }] } }, { facts: factsOf(2, 2) })
      expect(result.ok || result.diagnostics.length > 0).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('no arguments throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 4 }), async (args) => {
      const result = await run(course, { args, facts: factsOf(1280, 720) })
      expect(result.ok || result.diagnostics.every(({ code }) => /^(call|json-ref)\//.test(code))).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('a file nested 10,000 deep gives one sentence', async () => {
  const result = await run('{"process":'.repeat(10_000))
  expect(brief(result.diagnostics)).toEqual([['json/too-deep', '{']])
})

test('it reads .json and closes', async () => {
  const frontEnd = createJsonFrontEnd()
  expect(frontEnd.extension).toBe('.json')
  await expect(frontEnd.close()).resolves.toBeUndefined()
})
