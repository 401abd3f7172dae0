import { fileURLToPath } from 'node:url'
import type { TaskGraph } from '@vodflow/core'
import { afterEach, expect, test, vi } from 'vitest'
import { openProject, type Project } from '../src/index.ts'
import { codesOf, projectFolder } from './support/project-folder.ts'

const procedures = fileURLToPath(new URL('../../../procedures', import.meta.url))
const open: Project[] = []

/** A project with the real front ends and the real presets. */
async function realProject(from: string): Promise<Project> {
  const opened = await openProject({ from, builtInProcedures: { folder: procedures } })
  if (!opened.ok) throw new Error(opened.diagnostics.map(({ message }) => message).join('\n'))
  open.push(opened.value)
  return opened.value
}

async function graphOf(project: Project, call: string): Promise<TaskGraph> {
  const result = await project.compile(call, 'unknown')
  if (!result.ok) throw new Error(result.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return result.value.graph
}

afterEach(async () => {
  for (const project of open.splice(0)) await project.close()
  vi.doUnmock('@vodflow/frontend-json')
  vi.doUnmock('@vodflow/frontend-lua')
})

test('a call of a preset becomes its tasks', async () => {
  const graph = await graphOf(await realProject(projectFolder({})), 'QCVB_SimpleProcessFile({10,20},0,10,10)')
  expect(graph.tasks.map(({ id }) => id)).toEqual(['source', 'probe', 'coverBySnapshot.10', 'sampleSnapshot.10', 'transcode.10', 'transcode.20'])
})

test('arguments in JSON give the same bytes, with a warning each', async () => {
  const project = await realProject(projectFolder({}))
  const lua = await graphOf(project, 'QCVB_SimpleProcessFile({10,20},0,10,10)')
  const json = await project.compile('QCVB_SimpleProcessFile([10,20],"0","10",10)', 'unknown')
  expect(json.ok && JSON.stringify(json.value.graph)).toBe(JSON.stringify(lua))
  expect(codesOf(json)).toEqual(['call/json-arguments', 'call/json-arguments', 'call/json-arguments'])
})

test('a kept call compiles again to the same bytes', async () => {
  const project = await realProject(projectFolder({ 'procedures/P.json': '{"parameters":[{"name":"d","type":"definitions"}],"process":{"transcode":[{"definition":{"param":"d"}}]}}' }))
  for (const call of ['P({10,230})', 'QCVB_ProcessUGCFile({20},0,10,10)']) {
    const kept = await project.snapshot(call)
    if (!kept.ok) throw new Error('no snapshot')
    const again = await project.compileSnapshot(kept.value, 'unknown')
    expect(again.ok && JSON.stringify(again.value.graph)).toBe(JSON.stringify(await graphOf(project, call)))
  }
})

test.each([
  ['.lua', 'QCVB_SimpleProcessFile(10)', '@vodflow/frontend-json'],
  ['.json', 'P', '@vodflow/frontend-lua'],
])('a procedure in %s needs nothing of the other language', async (_, call, other) => {
  vi.doMock(other, () => {
    throw new Error(`${other} was loaded`)
  })
  const project = await realProject(projectFolder({ 'procedures/P.json': '{"process":{"transcode":[{"definition":10}]}}' }))
  expect(codesOf(await project.compile(call, 'unknown'))).toEqual([])
})

test('a script at fault says so at its line', async () => {
  const folder = projectFolder({ 'bad.lua': 'local x = nil\nx.y = 1\n' })
  const result = await (await realProject(folder)).compile('bad.lua', 'unknown')
  expect(result.diagnostics.map(({ code, span }) => [code, span?.file.path])).toEqual([['lua/runtime', 'bad.lua']])
})

test('a closed project can be used again', async () => {
  const project = await realProject(projectFolder({}))
  await graphOf(project, 'QCVB_SimpleProcessFile(0)')
  await project.close()
  expect((await graphOf(project, 'QCVB_SimpleProcessFile({10})')).tasks.length).toBe(3)
})

test('a draft has what is left of a procedure with errors, and all that is wrong', async () => {
  const project = await realProject(projectFolder({}))
  const draft = await project.draft('QCVB_SimpleProcessFile({10,99},0,10,98)', 'unknown')
  expect(draft.compiled?.graph.tasks.map(({ id }) => id)).toEqual(['source', 'probe', 'coverBySnapshot.10', 'transcode.10'])
  expect(draft.diagnostics.map(({ code }) => code)).toEqual(['template/unknown', 'template/unknown'])
})

test('a draft of what is right is what compiling gives, and of what cannot be read nothing', async () => {
  const project = await realProject(projectFolder({}))
  const call = 'QCVB_ProcessUGCFile({10,20},0,10,10)'
  expect((await project.draft(call, 'unknown')).compiled?.graph).toEqual(await graphOf(project, call))
  const unread = await project.draft('QCVB_ProcessUGCFile({10', 'unknown')
  expect(unread.compiled).toBeUndefined()
  expect(unread.diagnostics.map(({ severity }) => severity)).toContain('error')
})
