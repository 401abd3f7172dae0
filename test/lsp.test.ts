/** The language server as an editor meets it: the built program over its standard input and output. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from 'vscode-languageserver/node'
import { describe, expect, test } from 'vitest'
import { editorIn, textIn } from './lsp-client.ts'
import { clip, course, project } from './lsp-project.ts'
import { runVodflow } from './run-vodflow.ts'

const { root, editor, write } = await editorIn(project)

const start = (line: number, character: number) => ({ line, character })

const shown = (text: string, diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code, range }) => `${String(code)} ${textIn(text, range)}`)

describe('diagnostics as you type', () => {
  test.each([
    ['procedures/Typed.json', '{ "process": { "transcode": [{ "definition": 99 }] } }', 'template/unknown 99'],
    ['procedures/Typed.lua', clip.replace('301', '99'), 'template/unknown 99'],
    ['typed.call', '# a\nQCVB_SimpleProcessFile({10,99},0,10)\n', 'template/unknown 99'],
    ['templates/typed.json', '{ "kind": "transcode", "definition": 303, "extends": 99 }', 'template/unknown-base 99'],
  ])('of %s', async (path, text, expected) => {
    await editor.type(path, text)
    expect(shown(text, await editor.diagnostics(path))).toEqual([expected])
    await editor.type(path, text.replace('99', '230'))
    expect(await editor.diagnostics(path)).toEqual([])
    await editor.close(path)
  })

  test('are those of validate, with their places, in characters outside of ASCII and in lines of either end', async () => {
    const text = '# 课程 🎬\r\nQCVB_SimpleProcessFile({10,"🎬"},0,99)\r\nUnbekannt\r\n'
    await editor.type('zh.call', text)
    write('zh.call', text)
    const validated = JSON.parse((await runVodflow(['validate', 'zh.call', '--json'], { cwd: root })).stdout) as { readonly diagnostics: readonly { readonly code: string }[] }
    const found = await editor.diagnostics('zh.call')
    expect(found.map(({ code }) => code)).toEqual(validated.diagnostics.map(({ code }) => code))
    expect(shown(text, found)).toContain('call/unknown-procedure Unbekannt')
    await editor.close('zh.call')
    rmSync(join(root, 'zh.call'))
  })

  test('name the version of the text, and go when it is closed', async () => {
    await editor.type('gone.call', 'Nobody\n')
    expect(await editor.diagnostics('gone.call')).toHaveLength(1)
    await editor.close('gone.call')
    expect(await editor.diagnostics('gone.call', (found) => found.length === 0)).toEqual([])
  })

  test('follow a template that is not saved', async () => {
    await editor.type('procedures/Uses.json', '{ "process": { "transcode": [{ "definition": 302 }] } }')
    expect(await editor.diagnostics('procedures/Uses.json')).toEqual([])
    await editor.type('templates/child.json', '{ "kind": "transcode", "definition": 305, "extends": 301 }\n')
    expect((await editor.diagnostics('procedures/Uses.json', (found) => found.length > 0)).map(({ code }) => code)).toEqual(['template/unknown'])
    await editor.close('templates/child.json')
    expect(await editor.diagnostics('procedures/Uses.json', (found) => found.length === 0)).toEqual([])
    await editor.close('procedures/Uses.json')
  })

  test('follow a file that comes and goes', async () => {
    await editor.type('watch.call', 'Later()\n')
    expect((await editor.diagnostics('watch.call')).map(({ code }) => code)).toEqual(['call/unknown-procedure'])
    const changed = (type: number) => editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri('procedures/Later.json'), type }] })
    write('procedures/Later.json', '{ "process": {} , "review": [{ "definition": 10 }] }')
    await changed(1)
    await editor.diagnostics('watch.call', (found) => !found.some(({ code }) => code === 'call/unknown-procedure'))
    rmSync(join(root, 'procedures/Later.json'))
    await changed(3)
    await editor.diagnostics('watch.call', (found) => found.some(({ code }) => code === 'call/unknown-procedure'))
    await editor.close('watch.call')
  })

  test('name the other place', async () => {
    await editor.type('templates/twice.json', '{ "kind": "transcode", "definition": 301, "extends": 10 }')
    const [found] = await editor.diagnostics('templates/twice.json', (all) => all.length > 0)
    expect(found?.code).toBe('template/duplicate')
    expect(found?.relatedInformation?.map(({ location }) => location.uri)).toEqual([editor.uri('templates/own.json')])
    await editor.close('templates/twice.json')
  })

  test('say nothing of a file that is none of ours', async () => {
    await editor.type('package.json', '{ "name": 1 ')
    expect(await editor.diagnostics('package.json')).toEqual([])
    await editor.close('package.json')
  })
})

describe('completion', () => {
  test.each([
    ['a transcode in JSON', 'procedures/A.json', '{ "process": { "transcode": [{ "definition": ‸ }] } }', '301'],
    ['in a list of them, not closed', 'procedures/A.json', '{ "process": { "transcode": [{ "definition": [10, 3‸', '301'],
    ['in the default of a parameter', 'procedures/A.json', course.replace('301, 10', '‸'), '301'],
    ['the first argument of a preset', 'a.call', 'QCVB_SimpleProcessFile({10,‸', '301'],
    ['the first argument of an own procedure', 'a.call', 'Course({‸})', '301'],
    ['a host function in Lua', 'procedures/A.lua', 'local t = TranscodeAction:new()\nt:addTranscodeDefinition(‸', '301'],
    ['in the defaults of the config', 'vodflow.config.json', '{ "defaults": { "transcode": [‸] } }', '301'],
  ])('of template numbers: %s', async (_, path, marked, label) => {
    const items = await editor.completion(path, marked)
    const item = items.find((one) => one.label === label)
    expect(item?.detail).toContain('课程: hls')
    expect(item?.result).toBe(marked.replace(/3?‸/u, '301'))
    // No snapshot, no watermark.
    expect(items.map((one) => one.label)).not.toContain('20000')
    await editor.close(path)
  })

  test.each([
    ['the third argument', 'a.call', 'QCVB_SimpleProcessFile({10},0,‸', 'jpg'],
    ['a sprite', 'procedures/A.json', '{ "process": { "imageSprite": [{ "definition": ‸ }] } }', 'x'],
    ['of a variable in Lua', 'procedures/A.lua', 'local cover = CoverBySnapshotAction:new()\ncover.definition = ‸\nreturn (', 'jpg'],
    ['in a constructor in Lua', 'procedures/A.lua', 'local a = ReviewAction:new{ definition = ‸', 'review from'],
    ['what a template extends', 'templates/a.json', '{ "kind": "animatedGraphics", "definition": 5, "extends": ‸', 'fps'],
  ])('knows the kind: %s', async (_, path, marked, words) => {
    const items = await editor.completion(path, marked)
    expect(items.length).toBeGreaterThan(0)
    for (const { detail } of items.filter(({ label }) => /^\d+$/u.test(label))) expect(detail).toContain(words)
    await editor.close(path)
  })

  test('of procedures in a call', async () => {
    const items = await editor.completion('a.call', '# 注释 🎬\r\nCou‸')
    expect(items.map(({ label }) => label)).toEqual(['Clip', 'Course', 'QCVB_ProcessUGCFile', 'QCVB_SimpleProcessFile'])
    expect(items[1]).toEqual({ label: 'Course', detail: 'Course(defs)', result: '# 注释 🎬\r\nCourse' })
    await editor.close('a.call')
  })

  test('of fields, with what they mean, but not of those that are there', async () => {
    const items = await editor.completion('procedures/A.json', '{ "process": { "transcode": [{ "definition": 10, "wat‸" }] } }')
    expect(items.map(({ label }) => label)).toEqual(['watermark', 'drm', 'hlsMasterPlaylist', 'idrAlignment', 'disableHigherBitrate', 'override', 'verify', 'when'])
    expect(items[0]?.result).toBe('{ "process": { "transcode": [{ "definition": 10, "watermark":  }] } }')
    const inOverride = await editor.completion('procedures/A.json', '{ "process": { "transcode": [{ "definition": 10, "override": { "video": { ‸')
    expect(inOverride.map(({ label }) => label)).toContain('bitrate')
    await editor.close('procedures/A.json')
  })

  test('of values and of parameters', async () => {
    const positions = await editor.completion('procedures/A.json', '{ "process": { "coverBySnapshot": [{ "positionType": "T‸" }] } }')
    expect(positions.map(({ result }) => result)).toContain('{ "process": { "coverBySnapshot": [{ "positionType": "Time" }] } }')
    const parameters = await editor.completion('procedures/A.json', course.replace('"param": "defs"', '"param": ‸'))
    expect(parameters.map(({ label, detail }) => [label, detail])).toEqual([['defs', 'definitions']])
    const kinds = await editor.completion('templates/a.json', '{ "kind": "‸')
    expect(kinds.map(({ label }) => label)).toContain('imageSprite')
    const containers = await editor.completion('templates/a.json', '{ "kind": "transcode", "container": "‸" }')
    expect(containers.map(({ label }) => label)).toEqual(['mp4', 'hls', 'flv', 'm4a', 'mp3'])
    await editor.close('procedures/A.json')
    await editor.close('templates/a.json')
  })

  test.each([
    ['names', '"when": "‸"', ['source', 'params', 'has', 'int', 'double', 'string', 'bool', 'size'], '"when": "source"'],
    ['a name that has begun', '"when": "params.defs == 1 && sou‸', ['source'], '"when": "params.defs == 1 && source'],
    ['the source', '"when": "source.hei‸', ['width', 'height', 'hasVideo', 'hdr'], '"when": "source.width'],
    ['the source, in the midst of the text', '"when": "!(source.‸height >= 720)" } }', ['width'], '"when": "!(source.width >= 720)" } }'],
    ['the parameters', '"when": "source.hdr || params.‸', ['defs'], '"when": "source.hdr || params.defs'],
    ['what can be done with a text', '"when": "source.container.sta‸" }', ['contains', 'startsWith', 'lowerAscii'], '"when": "source.container.size" }'],
  ])('in a condition, of %s', async (_, when, labels, first) => {
    const text = `{ "parameters": [{ "name": "defs", "type": "definitions" }], "process": { "transcode": [{ "definition": 10, ${when}`
    const items = await editor.completion('procedures/A.json', text)
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(labels))
    expect(items[0]?.result).toBe(text.slice(0, text.indexOf('"when"')) + first)
    await editor.close('procedures/A.json')
  })

  test('in a condition, with what each is, and not inside of a text or a number there', async () => {
    const items = await editor.completion('procedures/A.json', '{ "process": { "transcode": [{ "definition": 10, "when": "source.fps‸" }] } }')
    expect(items.find(({ label }) => label === 'fps')?.detail).toBe('double')
    for (const when of ["source.container == 'so‸", 'source.container == \\"so‸', 'source.height > 72‸0']) {
      expect(await editor.completion('procedures/A.json', `{ "process": { "transcode": [{ "definition": 10, "when": "${when}" }] } }`)).toEqual([])
    }
    expect(await editor.completion('procedures/A.json', '{ "process": { "transcode": [{ "definition": 10, "when": ‸ }] } }')).toEqual([])
    await editor.close('procedures/A.json')
  })

  test.each([
    ['a set', 'local set = ProcessActionSet:new()\nset:‸', ['addAction', 'new']],
    ['the source', 'function P:handleProcess(file)\n  local meta = file.mediaInfo.metaData\n  if meta.‸', ['height', 'width', 'videoStreamList']],
    ['a stream of a list', 'local s = File.mediaInfo.metaData.videoStreamList[1]\ns.‸', ['fps', 'codec']],
    ['an action', 'local t = TranscodeAction:new()\nt.w‸', ['watermarkDefinition', 'addTranscodeDefinition']],
    ['the fields of an action that is being made', 'local t = AnimatedGraphicsAction:new{ ‸', ['definition', 'startTime', 'endTime']],
    ['globals', 'New‸', ['NewProcedureClass', 'TranscodeAction', 'Refuse']],
  ])('of the host API in Lua: %s', async (_, marked, labels) => {
    const found = (await editor.completion('procedures/A.lua', marked)).map(({ label }) => label)
    expect(found).toEqual(expect.arrayContaining(labels))
    await editor.close('procedures/A.lua')
  })

  test('offers nothing inside of a comment or a text', async () => {
    expect(await editor.completion('procedures/A.lua', '-- TranscodeAction:‸')).toEqual([])
    expect(await editor.completion('procedures/A.lua', 'local a = "x.‸')).toEqual([])
    await editor.close('procedures/A.lua')
  })
})

describe('hover', () => {
  test.each([
    ['JSON', 'procedures/H.json', '{ "process": { "transcode": [{ "definition": [10, 23‸0] }] } }'],
    ['a call', 'h.call', '# 🎬\r\nQCVB_SimpleProcessFile({10,2‸30},0)'],
    ['Lua', 'procedures/H.lua', 'local t = TranscodeAction:new()\nt:addTranscodeDefinition(23‸0)\nend end'],
    ['a template', 'templates/h.json', '{ "kind": "transcode", "definition": 309, "extends": 2‸30,'],
  ])('tells what template 230 is in %s', async (_, path, marked) => {
    const found = await editor.hover(path, marked)
    expect(found?.over).toBe('230')
    expect(found?.says).toContain('**transcode template 230**')
    expect(found?.says).toContain('hls')
    expect(found?.says).toContain('built in')
    await editor.close(path)
  })

  test('tells the same number by its kind', async () => {
    expect((await editor.hover('h.call', 'QCVB_SimpleProcessFile({10},0,1‸0,10)'))?.says).toContain('**snapshot template 10**')
    expect((await editor.hover('h.call', 'QCVB_SimpleProcessFile({10},0,10,1‸0)'))?.says).toContain('**sample snapshot template 10**')
    expect((await editor.hover('h.call', 'QCVB_SimpleProcessFile(‸1)'))?.says).toContain("the project's default transcode templates")
    await editor.close('h.call')
  })

  test('says of a template whose file is broken that it is, and nothing of another', async () => {
    await editor.type('templates/own.json', '{ "kind": "transcode", "definition": 301, "extends": 230,')
    const found = await editor.hover('h.call', 'Course({30‸1})')
    expect(found).toEqual({ over: '301', says: expect.stringContaining('**transcode template 301** of this project: there is something wrong with it in `own.json`') })
    expect(await editor.definition('h.call', 'Course({30‸1})')).toEqual({ uri: editor.uri('templates/own.json'), range: { start: start(0, 37), end: start(0, 40) } })
    await editor.close('templates/own.json')
    await editor.close('h.call')
  })

  test('tells of fields, of procedures and of the host API', async () => {
    expect(await editor.hover('procedures/H.json', '{ "process": { "transcode": [{ "hlsMaster‸Playlist": true')).toMatchObject({ over: '"hlsMasterPlaylist"' })
    const procedure = await editor.hover('h.call', 'Cou‸rse({10})')
    expect(procedure).toMatchObject({ over: 'Course' })
    expect(procedure?.says).toContain('Course(defs)')
    const member = await editor.hover('procedures/H.lua', 'local t = TranscodeAction:new()\nt.watermark‸Definition = 1')
    expect(member?.over).toBe('watermarkDefinition')
    expect(member?.says).toContain('drawn in this order')
    for (const path of ['procedures/H.json', 'h.call', 'procedures/H.lua']) await editor.close(path)
  })

  test('explains what is wrong', async () => {
    await editor.type('h.call', 'Nobody()')
    await editor.diagnostics('h.call', (found) => found.length > 0)
    const { contents } = await editor.request<{ readonly contents: { readonly value: string } }>('textDocument/hover', { textDocument: { uri: editor.uri('h.call') }, position: { line: 0, character: 2 } })
    expect(contents.value).toContain('`vodflow explain call/unknown-procedure`')
    await editor.close('h.call')
  })
})

describe('go to definition', () => {
  test.each([
    ['a call to its file', 'd.call', 'Clip‸', 'procedures/Clip.lua', start(0, 0), start(0, 0)],
    ['a number in a call to its template', 'd.call', 'Course({10, 30‸1})', 'templates/own.json', start(0, 37), start(0, 40)],
    ['of its kind', 'd.call', 'QCVB_SimpleProcessFile({10},0,‸301', 'templates/shot.json', start(0, 36), start(0, 39)],
    ['a number in JSON', 'procedures/D.json', '{ "process": { "transcode": [{ "definition": 301‸', 'templates/own.json', start(0, 37), start(0, 40)],
    ['a number in Lua', 'procedures/D.lua', 'local t = TranscodeAction:new{ transcodeDefinition = { 10, 3‸01 ', 'templates/own.json', start(0, 37), start(0, 40)],
    ['what a template extends', 'templates/d.json', '{ "kind": "transcode", "definition": 310, "extends": 30‸1 }', 'templates/own.json', start(0, 37), start(0, 40)],
    ['a parameter', 'procedures/D.json', course.replace('"param": "defs"', '"param": "de‸fs"'), 'procedures/D.json', start(1, 27), start(1, 33)],
  ])('%s', async (_, path, marked, target, from, to) => {
    expect(await editor.definition(path, marked)).toEqual({ uri: editor.uri(target), range: { start: from, end: to } })
    await editor.close(path)
  })

  test('what is built in is in no file', async () => {
    expect(await editor.definition('d.call', 'QCVB_Simple‸ProcessFile({10})')).toBeNull()
    expect(await editor.definition('d.call', 'Course({1‸0})')).toBeNull()
    await editor.close('d.call')
  })
})
