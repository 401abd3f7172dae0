import { expect, test } from 'vitest'
import { codes, compile, located, only, Text, transcode } from '../support/compiling.ts'

test('an odd side in an override is told with what is made of it, at its very value', () => {
  const text = new Text('{"video": {"width": 641}}')
  const [whole, value] = [text.at('{"video": {"width": '), text.at('641')]
  const override = { value: { video: { width: 641 } }, span: whole, places: [{ path: ['video', 'width'], key: whole, value }] }
  const diagnostic = only(compile([transcode([10], { override })]))
  expect(diagnostic).toMatchObject({ code: 'check/odd-size', severity: 'warning', span: value, params: { side: 'width', found: 641, made: 640 } })
  expect(diagnostic.fixes).toMatchObject([{ edits: [{ text: '640' }] }])
})

test('an odd limit below zero is odd as well', () => {
  expect(only(compile([transcode([20], { override: located({ video: { height: -361 } }) })])).params).toMatchObject({ found: -361, made: 360 })
})

test('another fault of the override hides nothing', () => {
  expect(codes([transcode([10], { override: located({ video: { width: 641, fps: 99 } }) })])).toEqual(['check/bad-override', 'check/odd-size'])
  expect(codes([transcode([10], { override: located({ video: { width: 127 } }) })])).toEqual(['check/bad-override'])
})

test('near miss: even sides, sides that follow, and an output without video', () => {
  expect(codes([transcode([10], { override: located({ video: { width: 640, height: 0 } }) })])).toEqual([])
  expect(codes([transcode([10], { override: located({ isFiltrateVideo: 1, video: { width: 641 } }) })])).toEqual([])
  expect(codes([transcode([10])], { facts: 'width=641,height=361' })).toEqual([])
})
