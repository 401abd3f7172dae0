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
const problem = (span: Diagnostic['span']): Diagnostic => ({ code: 'check/x', severity: 'error', message: 'it is wrong', ...(span && { span }) })
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

const about = (params: Diagnostic['params']) => tasksOf({ ...problem(at('{10,20}')), ...(params && { params }) })

test('of the tasks of one place those of the template that it is about', () => {
  expect(about({ definition: 20 })).toEqual(['transcode.20'])
  expect(about({ kind: 'transcode', definition: 99 })).toEqual([])
  expect(about({ kind: 'watermark', definition: 20 })).toEqual(['transcode.10', 'transcode.20'])
  expect(about({ count: 20 })).toEqual(['transcode.10', 'transcode.20'])
  expect(about(undefined)).toEqual(['transcode.10', 'transcode.20'])
})

test('beside the template, the tasks of the action around it', () => {
  const procedure = { path: 'A.json', text: '{"definition":[10,20],"watermark":9},{"definition":30,"timeOffset":[5]}' }
  const spanIn = (text: string) => spanOf(procedure, procedure.text.indexOf(text), procedure.text.indexOf(text) + text.length)
  const [both, third] = procedure.text.split(/(?<=\}),/).map(spanIn)
  if (!both || !third) throw new Error('the text has two actions')
  const ids = ['transcode.10', 'transcode.20', 'hlsMasterPlaylist.10000', 'snapshotByTimeOffset.30'].map(taskId)
  const [first, second, master, snapshot] = ids
  if (!first || !second || !master || !snapshot) throw new Error('four tasks')
  const written = new Map([[first, spanIn('10')], [second, spanIn('20')], [master, both], [snapshot, spanIn('30')]])
  const actions = new Map([[first, both], [second, both], [master, both], [snapshot, third]])
  const owners = (text: string) => [...problemsByTask([problem(spanIn(text))], written, actions).byTask.keys()]
  expect(owners('9')).toEqual([first, second])
  expect(owners('5')).toEqual([snapshot])
  expect(owners('20')).toEqual([second])
  expect(owners(',{')).toEqual([])
  written.delete(snapshot)
  expect(owners('9'), 'all that is written, and yet only one action').toEqual([first, second])
})

test('tasks that a place cannot tell apart get nothing that may be another\u2019s', () => {
  const looped = new Map([[taskId('transcode.10.aaaaaaaa'), at('{10,20}')], [taskId('transcode.10.bbbbbbbb'), at('{10,20}')], [taskId('coverBySnapshot.30'), at('30')]])
  const { byTask, others } = problemsByTask([problem(at('{10,20}'))], looped)
  expect([byTask.size, others.length]).toEqual([0, 1])
})

test('another file\u2019s place is none of ours', () => {
  expect(tasksOf(problem(spanOf({ path: 'other.lua', text: file.text }, 6, 8)))).toEqual([])
})
