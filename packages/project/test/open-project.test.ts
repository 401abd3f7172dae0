import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '@vodflow/core'
import { describe, expect, test } from 'vitest'
import { readBuiltInProcedures } from '../src/index.ts'
import { codesOf, projectAt, projectFolder, recordingFrontEnds } from './support/project-folder.ts'

describe('compiling', () => {
  test('a call becomes a graph, with the call and the file it came from', async () => {
    const project = await projectAt(projectFolder({}))
    const result = await project.compile(' QCVB_Preset ( 1 )', 'unknown')
    if (!result.ok) throw new Error('not compiled')
    expect(result.value.graph.tasks.map(({ id }) => id)).toContain('transcode.10')
    expect(result.value.call.name.text).toBe('QCVB_Preset')
    expect(result.value.procedure).toMatchObject({ builtIn: true, file: { path: 'built-in:QCVB_Preset.lua' } })
  })

  test('what each stage says comes in order, and the first that fails ends it', async () => {
    const project = await projectAt(projectFolder({ 'procedures/QCVB_Preset.lua': '99999' }))
    expect(codesOf(await project.compile('QCVB_Preset([1])', 'unknown'))).toEqual(
      ['call/json-arguments', 'call/shadows-built-in', 'template/unknown'])
    expect(codesOf(await project.compile('QCVB_Preset([1])', 'unknown', { strict: true }))).toEqual(['call/json-arguments'])
    expect(codesOf(await project.compile('QCVB_Preset(', 'unknown'))).toEqual(['call/unclosed'])
  })

  test('only the language of the file is loaded, once, and closed in the end', async () => {
    const folder = projectFolder({ 'procedures/A.lua': '10', 'procedures/B.json': '20' })
    const { frontEnds, log } = recordingFrontEnds()
    const project = await projectAt(folder, { frontEnds })
    expect((await project.compile('A', 'unknown')).ok).toBe(true)
    expect((await project.compile('A(2)', 'unknown')).ok).toBe(true)
    expect(log).toEqual(['load .lua', 'read procedures/A.lua'])
    expect((await project.compile('B', 'unknown')).ok).toBe(true)
    expect(log.slice(2)).toEqual(['load .json', 'read procedures/B.json'])
    await project.close()
    expect(log.slice(4)).toEqual(['close .lua', 'close .json'])
  })

  test('a project closed before anything was loaded loads nothing', async () => {
    const { frontEnds, log } = recordingFrontEnds()
    await (await projectAt(projectFolder({}), { frontEnds })).close()
    expect(log).toEqual([])
  })

  test('a call that is refused leaves nothing behind that is still loading', async () => {
    const folder = projectFolder({ 'procedures/A.lua': '10' })
    const { frontEnds, log } = recordingFrontEnds()
    const project = await projectAt(folder, { frontEnds })
    for (const call of ['A(', 'A(foo)', 'A [', 'Nowhere', '..', 'A.lua']) expect((await project.compile(call, 'unknown')).ok).toBe(false)
    await project.close()
    const atClose = [...log]
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(log).toEqual(atClose)
    expect(log.filter((line) => line.startsWith('load')).length).toBe(log.filter((line) => line.startsWith('close')).length)
  })

  test('a file that changes or goes is not read again', async () => {
    const folder = projectFolder({ 'procedures/P.lua': '10' })
    const project = await projectAt(folder)
    const first = await project.compile('P', 'unknown')
    writeFileSync(join(folder, 'procedures/P.lua'), '20')
    const second = await project.compile('P', 'unknown')
    rmSync(join(folder, 'procedures/P.lua'))
    const third = await project.compile('P', 'unknown')
    const digests = [first, second, third].map((result) => result.ok && result.value.graph.digest)
    expect(digests[0]).toBeTypeOf('string')
    expect(new Set(digests).size).toBe(1)
    const reopened = await (await projectAt(folder)).compile('P', 'unknown')
    expect(codesOf(reopened)).toEqual(['call/unknown-procedure'])
  })

  test('names, own and built-in', async () => {
    const project = await projectAt(projectFolder({ 'procedures/B.lua': '', 'procedures/A/A.json': '', 'procedures/notes.txt': '', 'procedures/empty/': '' }))
    expect(await project.procedureNames()).toEqual(['A', 'B', 'QCVB_Other', 'QCVB_Preset'])
  })
})

describe('what a run keeps', () => {
  const files = {
    'vodflow.config.json': '{"defaults":{"transcode":[20]}}',
    'procedures/P.lua': '150',
    'templates/own.json': '{"kind":"transcode","definition":150,"extends":10,"video":{"bitrate":333}}',
    'templates/base.json': '{"kind":"transcode","definition":151,"extends":150}',
  }

  test('holds the texts that were used, with their digests', async () => {
    const folder = projectFolder(files)
    const result = await (await projectAt(folder)).compile('P(1)', 'unknown')
    if (!result.ok) throw new Error(codesOf(result).join())
    const { snapshot } = result.value
    expect(snapshot.call).toBe('P(1)')
    expect(snapshot.procedures).toEqual([
      { path: 'procedures/P.lua', text: '150', digest: sha256Hex(new TextEncoder().encode('150')) },
    ])
    expect(snapshot.templates.map(({ path }) => path)).toEqual(['templates/own.json', 'templates/base.json'])
    expect(snapshot.config.defaults).toEqual({ transcode: [20] })
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot)
  })

  test('compiles to the same graph after everything on disk has gone, in a project that knows nothing of it', async () => {
    const folder = projectFolder(files)
    const original = await projectAt(folder)
    const kept = await original.snapshot('P([1])')
    const compiled = await original.compile('P([1])', 'unknown')
    if (!kept.ok || !compiled.ok) throw new Error('not compiled')
    expect(compiled.value.snapshot).toEqual(kept.value)
    rmSync(folder, { recursive: true })

    const elsewhere = await projectAt(projectFolder({ 'procedures/P.lua': '20' }))
    const again = await elsewhere.compileSnapshot(JSON.parse(JSON.stringify(kept.value)), 'unknown')
    if (!again.ok) throw new Error(codesOf(again).join())
    expect(again.value.graph).toEqual(compiled.value.graph)
    expect(again.value.graph.tasks.some((task) => task.kind === 'transcode' && task.template.video?.bitrate === 333)).toBe(true)
    expect(codesOf(again)).toEqual(['call/json-arguments'])
  })

  test('is refused when a text is not the one that was kept', async () => {
    const project = await projectAt(projectFolder(files))
    const kept = await project.snapshot('P')
    if (!kept.ok) throw new Error('no snapshot')
    const change = (list: typeof kept.value.procedures) => list.map((file) => ({ ...file, text: `${file.text} ` }))
    for (const member of ['procedures', 'templates'] as const) {
      expect(codesOf(await project.compileSnapshot({ ...kept.value, [member]: change(kept.value[member]) }, 'unknown'))).toEqual(['call/damaged-snapshot'])
    }
    expect(codesOf(await project.compileSnapshot({ ...kept.value, procedures: [] }, 'unknown'))).toEqual(['call/damaged-snapshot'])
  })
})

test('built-in procedures from a folder have a name of their own', async () => {
  const folder = projectFolder({ 'QCVB_A.lua': '10', 'b.json': '20', 'notes.md': 'x', 'examples/x.lua': '1' })
  expect(await readBuiltInProcedures(folder)).toEqual([{ path: 'built-in:QCVB_A.lua', text: '10' }, { path: 'built-in:b.json', text: '20' }])
  const project = await projectAt(projectFolder({}), { builtInProcedures: { folder } })
  const result = await project.compile('b', 'unknown')
  expect(result.ok && result.value.procedure.file).toEqual({ path: 'built-in:b.json', text: readFileSync(join(folder, 'b.json'), 'utf8') })
})
