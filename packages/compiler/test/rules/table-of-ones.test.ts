import { textOf } from '@vodflow/core'
import { expect, test } from 'vitest'
import { callOf, compile, compiled, idsOf, only, transcode } from '../support/compiling.ts'

const setting = { config: { transcode: [10] }, builtIn: true }

test('a table of ones is told to be one argument', () => {
  const diagnostic = only(compile([transcode([1])], { ...setting, call: callOf('QCVB_SimpleProcessFile({1,1,1,1})') }))
  expect([diagnostic.code, diagnostic.severity, diagnostic.span && textOf(diagnostic.span)]).toEqual(['check/table-of-ones', 'warning', '{1,1,1,1}'])
  expect(idsOf(compiled([transcode([1])], { ...setting, call: callOf('P({1,1,1,1})') }))).toEqual(['source', 'probe', 'transcode.10'])
})

test('strict refuses it', () => {
  expect(compile([transcode([1])], { ...setting, strict: true, call: callOf('P({1,1})') }).ok).toBe(false)
})

test.each(['P({1})', 'P({1,10})', 'P(1,1,1,1)', 'P({10,20},1)'])('near miss: %s', (text) => {
  expect(compile([transcode([1])], { ...setting, call: callOf(text) }).diagnostics).toEqual([])
})

test("near miss: a user's own procedure gives its tables what meaning it likes", () => {
  expect(compile([transcode([1])], { ...setting, builtIn: false, call: callOf('P({1,1})') }).diagnostics).toEqual([])
})
