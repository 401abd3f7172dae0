import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { textOf, type Result } from '@vodflow/core'
import { describe, expect, test } from 'vitest'
import type { CompiledCall } from '../src/index.ts'
import { codesOf, projectAt, projectFolder } from './support/project-folder.ts'

async function compileIn(folder: string, call: string) {
  return (await projectAt(folder)).compile(call, 'unknown')
}

/** The file a call was compiled from. */
function fileOf(result: Result<CompiledCall>): string {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.value.procedure.file.path
}

describe('by name', () => {
  test.each(['P.lua', 'P.json', 'P/P.lua', 'P/P.json'])('%s is found', async (path) => {
    const folder = projectFolder({ [`procedures/${path}`]: '10' })
    expect(fileOf(await compileIn(folder, 'P()'))).toBe(`procedures/${path}`)
  })

  test('two hits in one folder are ambiguous, and both are named', async () => {
    const folder = projectFolder({ 'procedures/P.lua': '10', 'procedures/P/P.json': '20' })
    const result = await compileIn(folder, ' P(1)')
    expect(codesOf(result)).toEqual(['call/ambiguous-procedure'])
    expect(result.diagnostics[0]?.message).toContain(join('procedures', 'P', 'P.json'))
    expect(result.diagnostics[0]?.span && textOf(result.diagnostics[0].span)).toBe('P')
  })

  test('near miss: two hits in two folders are not, the first folder wins', async () => {
    const folder = projectFolder({
      'vodflow.config.json': '{"procedures":["b","a"]}', 'a/P.lua': '10', 'b/P.json': '20',
    })
    expect(fileOf(await compileIn(folder, 'P'))).toBe('b/P.json')
  })

  test('the project root is no folder of procedures', async () => {
    const folder = projectFolder({ 'P.lua': '10', 'procedures/': '' })
    expect(codesOf(await compileIn(folder, 'P'))).toEqual(['call/unknown-procedure'])
  })

  test('a folder by the name of a procedure is none', async () => {
    const folder = projectFolder({ 'procedures/P.lua/': '', 'procedures/P.json': '10' })
    expect(fileOf(await compileIn(folder, 'P'))).toBe('procedures/P.json')
  })

  test('a name in CJK', async () => {
    const folder = projectFolder({ 'procedures/课程.lua': '10' })
    expect(fileOf(await compileIn(folder, '课程()'))).toBe('procedures/课程.lua')
  })
})

describe('built-in procedures', () => {
  test('come last, and standing in for one warns', async () => {
    const plain = await compileIn(projectFolder({}), 'QCVB_Preset')
    expect([fileOf(plain), codesOf(plain)]).toEqual(['built-in:QCVB_Preset.lua', []])
    expect(plain.ok && plain.value.procedure.builtIn).toBe(true)

    const folder = projectFolder({ 'procedures/QCVB_Preset.json': '30' })
    const own = await compileIn(folder, 'QCVB_Preset')
    expect([fileOf(own), codesOf(own)]).toEqual(['procedures/QCVB_Preset.json', ['call/shadows-built-in']])
  })

  test('near miss: an exact copy of one stands in for nothing', async () => {
    const result = await compileIn(projectFolder({ 'procedures/QCVB_Preset.lua': '10' }), 'QCVB_Preset')
    expect([fileOf(result), codesOf(result)]).toEqual(['built-in:QCVB_Preset.lua', []])
  })

  test('a name that is nowhere gets up to three suggestions from both', async () => {
    const folder = projectFolder({ 'procedures/QCVB_Presets.lua': '1', 'procedures/QCVB_Prest/QCVB_Prest.json': '1', 'procedures/Far.lua': '1' })
    const result = await compileIn(folder, 'QCVB_Preet(1)')
    expect(codesOf(result)).toEqual(['call/unknown-procedure'])
    expect(result.diagnostics[0]?.message).toBe(
      `no procedure is named 'QCVB_Preet'; did you mean 'QCVB_Preset', 'QCVB_Prest' or 'QCVB_Presets'?`)
    const none = await compileIn(folder, 'Zzzzzzzz')
    expect(none.diagnostics[0]?.message).toBe(`no procedure is named 'Zzzzzzzz'; looked in 'procedures' and the built-in ones`)
  })
})

describe('by path', () => {
  test('relative to where the user is, not to the project', async () => {
    const folder = projectFolder({ 'vodflow.config.json': '{}', 'sub/x.lua': '10', 'y.json': '20' })
    const project = await projectAt(join(folder, 'sub'))
    expect(project.folder).toBe(folder)
    expect(fileOf(await project.compile('x.lua', 'unknown'))).toBe('x.lua')
    expect(fileOf(await project.compile('../y.json(1)', 'unknown'))).toBe(join(folder, 'y.json'))
    expect(fileOf(await project.compile(`${folder}/y.json`, 'unknown'))).toBe(join(folder, 'y.json'))
  })

  test('what is no readable text is one clear problem each', async () => {
    const folder = projectFolder({ 'f.lua/': '', 'large.lua': ' '.repeat(1024 * 1024 + 1), 'plain.txt': '1', 'course.lua': '10' })
    writeFileSync(join(folder, 'latin.lua'), Buffer.from([0x2d, 0x2d, 0xe9]))
    execFileSync('mkfifo', [join(folder, 'pipe.lua')])
    symlinkSync('circle.lua', join(folder, 'circle.lua'))
    const project = await projectAt(folder)
    const problemOf = async (call: string) => {
      const { diagnostics } = await project.compile(call, 'unknown')
      return diagnostics.map(({ code, message, span }) => `${code} ${message} [${span && textOf(span)}]`)
    }
    expect(await problemOf('./coarse.lua(1)')).toEqual([`call/missing-file there is no file './coarse.lua'; did you mean './course.lua'? [./coarse.lua]`])
    expect(await problemOf('./plain.txt/x.lua')).toEqual([expect.stringMatching(/^call\/missing-file /u)])
    expect(await problemOf('f.lua')).toEqual([`call/unreadable-file 'f.lua' cannot be read: it is a folder [f.lua]`])
    expect(await problemOf('pipe.lua')).toEqual([`call/unreadable-file 'pipe.lua' cannot be read: it is no plain file [pipe.lua]`])
    expect(await problemOf('circle.lua')).toEqual([`call/unreadable-file 'circle.lua' cannot be read: its links go in a circle [circle.lua]`])
    expect(await problemOf('large.lua')).toEqual([`call/file-too-large 'large.lua' is larger than 1 MiB, which is the limit for a procedure or a file of calls [large.lua]`])
    expect(await problemOf('latin.lua')).toEqual([`call/not-utf-8 'latin.lua' is not UTF-8 text, which a procedure or a file of calls has to be [latin.lua]`])
    expect(await problemOf('./plain.txt')).toEqual([expect.stringMatching(/^call\/unknown-extension /u)])
  })

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const folder = projectFolder({ 'x.lua': '10' })
    chmodSync(join(folder, 'x.lua'), 0)
    expect((await compileIn(folder, 'x.lua')).diagnostics.map(({ message }) => message)).toEqual([`'x.lua' cannot be read: reading it is not permitted`])
  })

  test('a byte order mark is no part of the text', async () => {
    const result = await compileIn(projectFolder({ 'x.lua': '\ufeff10' }), 'x.lua')
    expect(result.ok && result.value.procedure.file.text).toBe('10')
  })

  test('a host can refuse paths', async () => {
    const folder = projectFolder({ 'x.lua': '10' })
    const project = await projectAt(folder, { allowPaths: false })
    expect(codesOf(await project.compile('./x.lua', 'unknown'))).toEqual(['call/path-refused'])
    expect(codesOf(await project.compile('QCVB_Preset', 'unknown'))).toEqual([])
  })
})

test('a link out of the project is not followed, one inside it is', async () => {
  const outside = projectFolder({ 'secret.lua': '10' })
  const folder = projectFolder({ 'procedures/': '', 'shared/Inner.lua': '10' })
  symlinkSync(join(outside, 'secret.lua'), join(folder, 'procedures/Outer.lua'))
  symlinkSync(join(folder, 'shared/Inner.lua'), join(folder, 'procedures/Inner.lua'))
  mkdirSync(join(folder, 'procedures/Broken'))
  symlinkSync('nowhere.lua', join(folder, 'procedures/Broken/Broken.lua'))
  expect(codesOf(await compileIn(folder, 'Outer'))).toEqual(['call/outside-project'])
  expect(fileOf(await compileIn(folder, 'Inner'))).toBe('procedures/Inner.lua')
  expect(codesOf(await compileIn(folder, 'Broken'))).toEqual(['call/unknown-procedure'])
})
