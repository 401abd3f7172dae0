import { expect, test } from 'vitest'
import { codes, compile, only, transcode } from '../support/compiling.ts'
import { projectTemplate } from '../support/project-templates.ts'

test.each([
  ['container', [210, 20]],
  ['codec', [240, 630]],
  ['frame rate', [240, 270]],
] as const)('outputs that differ in %s cannot be aligned', (what, definitions) => {
  const diagnostic = only(compile([transcode(definitions, { idrAlignment: true })]))
  expect(diagnostic).toMatchObject({ code: 'check/idr-mismatch', message: expect.stringContaining(`differ in ${what}`) })
})

test('group lengths count too', () => {
  const templates = [900, 901].map((definition, at) => projectTemplate({ kind: 'transcode', definition, extends: 210 }, { video: { maxGop: 4 + at } }))
  const diagnostic = only(compile([transcode([900, 901], { idrAlignment: true })], { templates }))
  expect(diagnostic).toMatchObject({ code: 'check/idr-mismatch', message: expect.stringContaining('group length') })
})

test('near miss: a ladder of one shape, sound alone beside it, and no alignment asked for', () => {
  expect(codes([transcode([210, 220, 230, 240, 1100], { idrAlignment: true })])).toEqual([])
  expect(codes([transcode([210, 20, 540])])).toEqual([])
})
