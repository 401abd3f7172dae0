import { spanOf, taskId, type Diagnostic } from '@vodflow/core'
import { problemsByTask } from '@vodflow/picture'
import { expect, test } from 'vitest'

const file = { path: '<call>', text: 'Name({10,20},0,30)' }
const at = (text: string) => spanOf(file, file.text.indexOf(text), file.text.indexOf(text) + text.length)
const whole = spanOf(file, 0, file.text.length)
const origins = new Map([
  [taskId('source'), whole], [taskId('probe'), whole],
  [taskId('transcode.10'), at('10')], [taskId('transcode.20'), at('20')], [taskId('coverBySnapshot.30'), at('30')],
])
const problem = (span: Diagnostic['span'], message = 'it is wrong'): Diagnostic => ({ code: 'check/x', severity: 'error', message, ...(span && { span }) })
const tasksOf = (...diagnostics: readonly Diagnostic[]) => [...problemsByTask(diagnostics, origins).byTask.keys()]

test('a problem belongs to the task that was written where it points', () => {
  const { byTask, others } = problemsByTask([problem(at('20'))], origins)
  expect([...byTask]).toEqual([['transcode.20', [{ code: 'check/x', severity: 'error', message: 'it is wrong', place: '<call>:1:10' }]]])
  expect(others).toEqual([])
})

test('a place around some tasks is theirs, one around all of them or none is nobody\u2019s', () => {
  expect(tasksOf(problem(at('{10,20}')))).toEqual(['transcode.10', 'transcode.20'])
  for (const span of [whole, at(',0,'), undefined]) {
    const { byTask, others } = problemsByTask([problem(span)], origins)
    expect([byTask.size, others.length]).toEqual([0, 1])
  }
})

test('of the tasks of one line the one that the message names', () => {
  expect(tasksOf(problem(at('{10,20}'), 'transcode template 20 makes more than the source has'))).toEqual(['transcode.20'])
  expect(tasksOf(problem(at('{10,20}'), 'no transcode template has the definition 99'))).toEqual([])
  expect(tasksOf(problem(at('{10,20}'), '20 is much'))).toEqual(['transcode.10', 'transcode.20'])
})

test('another file\u2019s place is none of ours', () => {
  expect(tasksOf(problem(spanOf({ path: 'other.lua', text: file.text }, 6, 8)))).toEqual([])
})
