/** What a reviewer may answer; grammars/review.schema.json says the same. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readAnswer } from '@vodflow/backend-ffmpeg'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reviewRequest } from '../../src/review/protocol.ts'

const schema: object = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../../grammars/review.schema.json'), 'utf8'))
const ajv = new Ajv2020({ strict: true, allErrors: true })
ajv.addSchema(schema, 'review')
const fits = (kind: 'request' | 'answer', value: unknown) => ajv.validate(`review#/$defs/${kind}`, value)

const format = 'vodflow/review-answer@1'
const one = (frame: unknown, more: object = {}): object => ({ format, frames: [frame], ...more })

test.each([
  one({ confidence: 0 }), one({ confidence: 100, labels: ['a', 'b'] }, { model: 'house 3' }), one({ confidence: 12.5, why: 'not read' }, { took: 3 }),
])('%j is an answer', (answer) => {
  const read = readAnswer(JSON.stringify(answer), 1)
  expect(read).toMatchObject({ format })
  expect(fits('answer', answer)).toBe(true)
})

test.each([
  [{ frames: [] }, "its 'format' is null, not 'vodflow/review-answer@1'"],
  [{ format: 'vodflow/review-answer@2', frames: [] }, "its 'format' is \"vodflow/review-answer@2\", not 'vodflow/review-answer@1'"],
  [{ format }, "its 'frames' is no list"],
  [one({ confidence: 0 }, { model: 3 }), "its 'model' is no text of at most 200 characters"],
  [one(7), 'frame 0 of its answer is no object'],
  [one({}), 'frame 0 of its answer has the confidence null, which is no number from 0 to 100'],
  [one({ confidence: '7' }), 'frame 0 of its answer has the confidence "7", which is no number from 0 to 100'],
  [one({ confidence: -1 }), 'frame 0 of its answer has the confidence -1, which is no number from 0 to 100'],
  [one({ confidence: 100.1 }), 'frame 0 of its answer has the confidence 100.1, which is no number from 0 to 100'],
  [one({ confidence: 1, labels: 'x' }), "frame 0 of its answer has 'labels' that are no list of at most 20 short texts"],
])('%j is none', (answer, why) => {
  expect(readAnswer(JSON.stringify(answer), 1)).toBe(why)
  expect(fits('answer', answer)).toBe(false)
})

test('an answer has a score for every frame, no more and no fewer', () => {
  expect(readAnswer(JSON.stringify(one({ confidence: 1 })), 2)).toBe('it has scores for 1 frames, and was given 2')
})

test.each([['', 'it printed nothing'], ['no', "it printed no JSON object, but 'no'"], ['[]', "it printed no JSON object, but '[]'"], ['{"format":', "it printed no JSON object, but '{\"format\":'"]])('%j is no JSON object', (text, why) => {
  expect(readAnswer(text, 1)).toBe(why)
})

test('no text throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map((json) => `{"format":"${format}","frames":${json}}`)), (text) => {
    const read = readAnswer(text, 1)
    if (typeof read !== 'string') expect(fits('answer', JSON.parse(text))).toBe(true)
  }))
})

test('what a reviewer is asked fits too', () => {
  const request = reviewRequest({ definition: 10, template: { reviewConfidence: 50, blockConfidence: 90, stops: true }, samples: [0, 1], film: { durationSeconds: 2, width: 640, height: 360, fps: 25 } }, ['/w/a.jpg', '/w/b.jpg'])
  expect(request.frames).toEqual([{ path: '/w/a.jpg', timeSeconds: 0 }, { path: '/w/b.jpg', timeSeconds: 1 }])
  expect(fits('request', JSON.parse(JSON.stringify(request)))).toBe(true)
})
