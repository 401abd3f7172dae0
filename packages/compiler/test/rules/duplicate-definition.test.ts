import { textOf } from '@vodflow/core'
import { expect, test } from 'vitest'
import { callOf, codes, compile, located, only, Text, transcode } from '../support/compiling.ts'

test('the second of two equal numbers is blamed, with the first beside it and the way out', () => {
  const text = new Text('[20, 10, 20]')
  const [first, other, second] = [text.at('20'), text.at('10'), text.at('20')]
  const diagnostic = only(compile([transcode([located(20, first), located(10, other), located(20, second)])]))
  expect(diagnostic).toMatchObject({ code: 'check/duplicate-definition', severity: 'warning', span: second, related: [{ span: first }] })
  expect(diagnostic.fixes).toMatchObject([{ edits: [{ span: { start: 7, end: 11 }, text: '' }] }])
})

test('of three equal numbers two are too many', () => {
  expect(codes([transcode([20, 20, 20])])).toEqual(['check/duplicate-definition', 'check/duplicate-definition'])
})

test("in a call of a built-in procedure it is the call's list", () => {
  const call = callOf('QCVB_SimpleProcessFile({10,20,10}, 10)')
  const { span, related } = only(compile([transcode([10, 20])], { call, builtIn: true }))
  expect([span?.start, related?.map((one) => [textOf(one.span), one.span.start])]).toEqual([30, [['10', 24]]])
})

const setting = (text: string) => ({ call: callOf(text), builtIn: true })

test('near miss: the same number in two arguments, a list of nothing but 1, and two different numbers', () => {
  expect(codes([transcode([10])], setting('QCVB_SimpleProcessFile({10}, 0, 10, {10})'))).toEqual([])
  expect(codes([transcode([10])], setting('QCVB_SimpleProcessFile({1,1,1,1})'))).toEqual([])
  expect(codes([transcode([10, 20])])).toEqual([])
})
