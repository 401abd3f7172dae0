/** Procedures at random, from form to form: the same graph each time. `convert` compares itself, and throws where two differ. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workshop } from './support.ts'

let workshop: Workshop
beforeAll(async () => {
  workshop = await Workshop.open()
})
afterAll(() => workshop.close())

const parameters = [
  { name: 'defs', type: 'definitions', default: [10, 20] }, { name: 'mark', type: 'definition', default: 0 }, { name: 'flag', type: 'boolean', default: false },
  { name: 'until', type: 'number', default: 2 }, { name: 'times', type: 'list', default: [0, 500] },
] as const

const when = fc.option(fc.constantFrom(
  'source.height >= 720', 'source.width < 640 || params.flag', '!source.hasAudio', 'source.container == "mp4" && params.until > 1.5',
  'source.videoCodec in ["h264", "hevc"]', 'size(params.defs) > 1 && 10 in params.defs', '-1 < source.bitrate',
), { nil: undefined })
const oneOf = <T>(param: string, ...values: readonly T[]) => fc.oneof(fc.constantFrom(...values), fc.constant({ param }))
const flag = fc.option(oneOf('flag', true, false), { nil: undefined })

const document = fc.record({
  priority: fc.option(fc.integer({ min: -10, max: 10 }), { nil: undefined }),
  notifyMode: fc.option(fc.constantFrom('Finish', 'Change', 'None'), { nil: undefined }),
  review: fc.option(fc.record({ definition: fc.constantFrom(10, 20), when }).map((one) => [one]), { nil: undefined }),
  process: fc.record({
    transcode: fc.uniqueArray(fc.record({
      definition: fc.oneof(fc.constantFrom<unknown>(10, 20, 30, 1010, 210, [210, 220], [30, 40]), fc.constant({ param: 'defs' })),
      watermark: fc.option(oneOf('mark', 150), { nil: undefined }), idrAlignment: flag, disableHigherBitrate: flag,
      verify: fc.option(fc.record({ ssim: fc.constantFrom(0.5, 0.95, 1) }), { nil: undefined }),
      override: fc.option(fc.constantFrom({ video: { bitrate: 800 } }, { audio: { bitrate: 64 } }), { nil: undefined }), when,
    }), { maxLength: 3, selector: ({ definition }) => JSON.stringify(definition) }),
    animatedGraphics: fc.uniqueArray(fc.record({ definition: fc.constantFrom(20000, 20001), startTime: fc.constantFrom(0, 0.5), endTime: oneOf('until', 1, 3.25), when }), { maxLength: 1 }),
    snapshotByTimeOffset: fc.uniqueArray(fc.record({ definition: fc.constant(10), timeOffset: oneOf<unknown>('times', 0, [0, 1500]), when }), { maxLength: 1 }),
    coverBySnapshot: fc.array(fc.record({ definition: fc.constant(10), positionType: fc.constantFrom('Time', 'Percent'), position: oneOf('until', 0, 2.5), when }), { maxLength: 1 }),
    sampleSnapshot: fc.array(fc.record({ definition: fc.constantFrom<unknown>(10, [10, 20]), when }), { maxLength: 1 }),
    imageSprite: fc.array(fc.record({ definition: fc.constant(10), when }), { maxLength: 1 }),
  }),
}).map((made) => {
  const text = JSON.stringify(made)
  const used = parameters.filter(({ name }) => text.includes(`"param":"${name}"`) || text.includes(`params.${name}`))
  return JSON.stringify({ ...(used.length > 0 && { parameters: used }), ...made })
})

test('JSON to Lua, parameters and conditions with it', async () => {
  const count = { same: 0, other: 0 }
  await fc.assert(fc.asyncProperty(document, async (text) => {
    const result = await workshop.convert(await workshop.put('json', text), 'lua')
    count[result.ok ? 'same' : 'other'] += 1
    // What cannot be converted has no graph itself: two of one template, say.
    if (!result.ok) expect(result.diagnostics.map(({ code }) => code).filter((code) => code.startsWith('convert/') || code.startsWith('lua/'))).toEqual([])
  }), { numRuns: 30 })
  expect(count.same).toBeGreaterThan(count.other)
}, 120_000)

/** Without what only VOD 4.0 has: the later shape can say the rest. */
const plainer = document.map((text) => {
  const ownFields = ['priority', 'notifyMode', 'idrAlignment', 'disableHigherBitrate', 'override']
  return JSON.stringify(JSON.parse(text, (key, value: unknown) => (ownFields.includes(key) ? undefined : value)))
})

test('one call of it: JSON to JSON, Lua, and the later shape and back', async () => {
  const count = { same: 0 }
  await fc.assert(fc.asyncProperty(fc.oneof(document, plainer, plainer), async (text) => {
    const path = `${await workshop.put('json', text)}()`
    const assume = 'width=1280,height=720,duration=60'
    if ((await workshop.digest(path, assume)) === undefined) return
    for (const target of ['json', 'lua'] as const) {
      const result = await workshop.convert(path, target, assume)
      expect(result.ok).toBe(true)
    }
    const template = await workshop.convert(path, 'procedure-template', assume)
    if (!template.ok) {
      expect(template.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toContain('convert/field')
      return
    }
    count.same += 1
    expect((await workshop.convert(await workshop.put('json', template.value.text), 'json')).ok).toBe(true)
  }), { numRuns: 40 })
  expect(count.same).toBeGreaterThan(3)
}, 120_000)

test('a call to JSON and back', async () => {
  const definitions = fc.oneof(fc.constant(0), fc.uniqueArray(fc.constantFrom(10, 20, 30, 210, 1010), { minLength: 1 }).map((list) => `{${list.join(',')}}`))
  const call = fc.tuple(fc.constantFrom('QCVB_SimpleProcessFile', 'QCVB_ProcessUGCFile'), definitions, fc.constantFrom(0, 150), fc.constantFrom(0, 10), fc.constantFrom(0, 10))
    .map(([name, ...args]) => `${name}(${args.join(',')})`)
  await fc.assert(fc.asyncProperty(call, async (text) => {
    const graph = await workshop.digest(text)
    // A watermark on sound alone, say.
    if (graph === undefined) return
    const converted = await workshop.convert(text, 'json')
    if (!converted.ok) throw new Error(text)
    const back = await workshop.convert(await workshop.put('json', converted.value.text), 'call')
    if (!back.ok) throw new Error(back.diagnostics.map(({ message }) => message).join())
    expect(await workshop.digest(back.value.text.trim())).toBe(graph)
  }), { numRuns: 40 })
}, 120_000)
