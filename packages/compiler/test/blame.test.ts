import { textOf, type SourceSpan } from '@vodflow/core'
import { expect, test } from 'vitest'
import { callOf, compile, compiled, cover, located, only, samples, Text, transcode } from './support/compiling.ts'

const underlined = ({ span }: { readonly span?: SourceSpan }) => span && `${span.file.path}: ${textOf(span)}`

test('a file of the user is blamed at the very number', () => {
  const text = new Text('{"definition": [10, 31]}')
  text.at('10')
  expect(underlined(only(compile([transcode([10, located(31, text.at('31'))])])))).toBe('procedure.json: 31')
})

test('the argument that the number came from is named beside it', () => {
  const text = new Text('self.defs')
  const call = callOf('Course({10, 31})')
  const diagnostic = only(compile([transcode([located(31, text.at('self.defs'))])], { call }))
  expect(underlined(diagnostic)).toBe('procedure.json: self.defs')
  expect(diagnostic.related?.map(underlined)).toEqual(['<call>: 31'])
})

test('a number that is not in the call is blamed alone', () => {
  expect(only(compile([transcode([31])], { call: callOf('Course(7)') })).related).toBeUndefined()
})

test('a built-in procedure is never at fault: the element of the call is', () => {
  const call = callOf('QCVB_SimpleProcessFile({10,31}, 0, 10)')
  expect(underlined(only(compile([transcode([31])], { call, builtIn: true })))).toBe('<call>: 31')
})

test('of equal numbers the one in the right argument is blamed', () => {
  const call = callOf('QCVB_SimpleProcessFile(77, 77, 77, 77)')
  const { diagnostics } = compile([transcode([77], { watermarks: [77] }), cover('Time', 0, 77), samples(77)], { call, builtIn: true })
  expect(diagnostics.map(({ span }) => span?.start)).toEqual([23, 27, 31, 35])
})

test('what stands nowhere in the call is the fault of the whole call', () => {
  const call = callOf('QCVB_SimpleProcessFile(1)')
  expect(underlined(only(compile([samples(99)], { call, builtIn: true })))).toBe('<call>: QCVB_SimpleProcessFile(1)')
})

test('every task knows the place it was written at', () => {
  const text = new Text('transcode 10 and 20')
  const { origins, graph } = compiled([transcode([located(10, text.at('10')), located(20, text.at('20'))])])
  expect([...origins].map(([id, span]) => [id, textOf(span)])).toEqual([
    ['source', 'Course'], ['probe', 'Course'], ['transcode.10', '10'], ['transcode.20', '20'],
  ])
  expect(origins.size).toBe(graph.tasks.length)
})
