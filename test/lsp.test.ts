/** The language server as an editor meets it: the built program over its standard input and output. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Diagnostic, WorkspaceEdit } from 'vscode-languageserver/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applied, Editor, projectFolder, textIn } from './lsp-client.ts'
import { runVodflow } from './run-vodflow.ts'

const course = '{\n  "parameters": [{ "name": "defs", "type": "definitions", "default": [301, 10] }],\n  "process": { "transcode": [{ "definition": { "param": "defs" } }] }\n}\n'
const clip = `P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(301)
  file.processActionSet:addAction(transcode)
end
function CreateProcedure() return P:new() end
`
const { root, remove, write } = projectFolder({
  'vodflow.config.json': '{ "defaults": { "transcode": [301] } }\n',
  'templates/own.json': '{ "kind": "transcode", "definition": 301, "extends": 230, "name": "课程" }\n',
  'templates/child.json': '{ "kind": "transcode", "definition": 302, "extends": 301 }\n',
  'templates/shot.json': '{ "kind": "snapshot", "definition": 301, "extends": 10 }\n',
  'procedures/Course.json': course,
  'procedures/Clip.lua': clip,
  'nightly.call': '# nightly\nQCVB_SimpleProcessFile({10,301},0,10,10)\nCourse({301})\nClip\n',
})
const withSlip = (name: string) => clip.replace('301)', `301) --[[ 🎬 ]] file.processActionSet:addAction(AnimatedGraphicsAction:new{ definition = 20000, ${name} = 3 })`)
let editor: Editor

beforeAll(async () => {
  await runVodflow(['--version']) // the bundle may have to be built first
  editor = await Editor.start(root)
}, 120_000)
afterAll(async () => {
  expect(await editor.stop()).toBe(0)
  expect(editor.stderr).toBe('')
  remove()
})

const start = (line: number, character: number) => ({ line, character })

const edited = (edit: WorkspaceEdit, path: string, text: string) => applied(text, edit.changes?.[editor.uri(path)] ?? [])

const names = async (path: string, text: string) => (await editor.symbols(path, text)).flatMap(({ name, children }) => [name, ...(children ?? []).map((child) => `  ${child.name}`)])

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
    expect(items.map(({ label }) => label)).toEqual(['watermark', 'drm', 'hlsMasterPlaylist', 'idrAlignment', 'disableHigherBitrate', 'override', 'when'])
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

describe('rename', () => {
  test('of a template changes it wherever it is used, and no other of that number', async () => {
    const edit = await editor.rename('nightly.call', '# nightly 🎬\nQCVB_SimpleProcessFile({10,3‸01},0,301,10)\nCourse({301})\nClip\n', '401')
    expect(Object.keys(edit.changes ?? {}).toSorted()).toEqual(
      ['nightly.call', 'procedures/Clip.lua', 'procedures/Course.json', 'templates/child.json', 'templates/own.json', 'vodflow.config.json'].map((path) => editor.uri(path)))
    expect(edited(edit, 'nightly.call', '# nightly 🎬\nQCVB_SimpleProcessFile({10,301},0,301,10)\nCourse({301})\nClip\n'))
      .toBe('# nightly 🎬\nQCVB_SimpleProcessFile({10,401},0,301,10)\nCourse({401})\nClip\n')
    expect(edited(edit, 'procedures/Course.json', course)).toBe(course.replace('301', '401'))
    expect(edited(edit, 'procedures/Clip.lua', clip)).toBe(clip.replace('301', '401'))
    expect(edited(edit, 'templates/child.json', '{ "kind": "transcode", "definition": 302, "extends": 301 }')).toBe('{ "kind": "transcode", "definition": 302, "extends": 401 }')
    await editor.close('nightly.call')
  })

  test.each([
    ['a script, not closed', 'procedures/Clip.lua', clip.replace('301', '3‸01').replace('P:new() end', 'P:new(')],
    ['JSON, not closed', 'procedures/Course.json', course.replace('301', '‸301').replace('] }\n}', '')],
    ['the template, not closed', 'templates/own.json', '{ "kind": "transcode", "definition": 301‸, "extends": 230,'],
  ])('is asked for in %s', async (_, path, marked) => {
    const edit = await editor.rename(path, marked, '401')
    expect(Object.keys(edit.changes ?? {})).toHaveLength(6)
    expect(edited(edit, path, marked.replace('‸', ''))).toBe(marked.replace('‸', '').replace('301', '401'))
    expect(edited(edit, 'nightly.call', '# nightly\nQCVB_SimpleProcessFile({10,301},0,10,10)\nCourse({301})\nClip\n')).toBe('# nightly\nQCVB_SimpleProcessFile({10,401},0,10,10)\nCourse({401})\nClip\n')
    await editor.close(path)
  })

  test.each([
    ['a built-in template', 'QCVB_SimpleProcessFile({1‸0})', '401', 'the transcode template 10 is built in and cannot be renamed'],
    ['a number that is taken', 'Course({30‸1})', '302', 'there is a transcode template 302 already'],
    ['the number of a built-in template', 'Course({30‸1})', '230', 'there is a transcode template 230 already, which is built in'],
    ['a number that means something else', 'Course({30‸1})', '1', "1 stands for the project's default transcode templates; a template cannot have that number"],
    ['a word', 'Course({30‸1})', 'abc', "'abc' is no template's number; it has to be a whole number from 1 to 2147483647"],
    ['what is no number', 'Cou‸rse({301})', '401', 'only the number of a template can be renamed here'],
  ])('refuses %s in a sentence', async (_, marked, newName, sentence) => {
    await expect(editor.rename('r.call', marked, newName)).rejects.toThrow(sentence)
    await editor.close('r.call')
  })

  test('says beforehand what would be renamed', async () => {
    const { text, answer } = await editor.at<{ readonly range: Parameters<typeof textIn>[1]; readonly placeholder: string }>('prepareRename', 'r.call', 'Course({10,3‸01')
    expect([textIn(text, answer.range), answer.placeholder]).toEqual(['301', '301'])
    await expect(editor.at('prepareRename', 'r.call', 'Course({1‸0})')).rejects.toThrow('built in')
    await editor.close('r.call')
  })
})

describe('code actions', () => {
  test('are the fixes of diagnostics, and all of them at once', async () => {
    const text = 'QCVB_SimpleProcessFile({10，20},0，10)\n'
    await editor.type('c.call', text)
    const found = await editor.diagnostics('c.call', (all) => all.length === 2)
    const actions = await editor.codeActions('c.call', found[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })
    const results = actions.map(({ kind, edit }) => [kind, applied(text, edit?.changes?.[editor.uri('c.call')] ?? [])])
    expect(results).toContainEqual(['quickfix', 'QCVB_SimpleProcessFile({10,20},0，10)\n'])
    expect(results).toContainEqual(['source.fixAll', 'QCVB_SimpleProcessFile({10,20},0,10)\n'])
    const everywhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
    expect((await editor.codeActions('c.call', everywhere, ['source'])).map(({ kind }) => kind)).toEqual(['source.fixAll'])
    await editor.close('c.call')
  })

  test.each([
    ['JSON, not closed', 'procedures/C.json', '{ "process": { "transcode": [{ "definition": 10 },] }', 'remove the comma', '{ "process": { "transcode": [{ "definition": 10 }] }'],
    ['Lua', 'procedures/C.lua', withSlip('endTimeOffset'), "write 'endTime'", withSlip('endTime')],
    ['a call, not closed', 'c.call', '# 课程 🎬\r\nQCVB_SimpleProcessFile({10，20}\r\n', 'write ,', '# 课程 🎬\r\nQCVB_SimpleProcessFile({10,20}\r\n'],
  ])('are fixes in %s', async (_, path, text, title, expected) => {
    await editor.type(path, text)
    const found = await editor.diagnostics(path, (all) => all.length > 0)
    const actions = (await Promise.all(found.map(({ range }) => editor.codeActions(path, range, ['quickfix'])))).flat().filter((action) => action.isPreferred)
    const fix = actions.find((action) => action.title.includes(title))
    expect(applied(text, fix?.edit?.changes?.[editor.uri(path)] ?? [])).toBe(expected)
    await editor.close(path)
  })

  test('silence a warning by a comment above it', async () => {
    const text = '# a\r\nQCVB_SimpleProcessFile([10])\r\n'
    await editor.type('c.call', text)
    const [found] = await editor.diagnostics('c.call', (all) => all.length > 0)
    const actions = await editor.codeActions('c.call', found?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })
    const ignore = actions.find(({ title }) => title.startsWith('ignore'))
    expect(applied(text, ignore?.edit?.changes?.[editor.uri('c.call')] ?? [])).toBe('# a\r\n# vodflow-ignore call/json-arguments: say why\r\nQCVB_SimpleProcessFile([10])\r\n')
    await editor.close('c.call')
  })

  test.each([
    ['JSON', 'procedures/C.json', '{ "process": { "transcode": [{ "definition": [10, 10] }] } }', '{ "process": { "transcode": [{ "x-ignore": "check/duplicate-definition: say why", "definition": [10, 10] }] } }'],
    ['Lua', 'procedures/C.lua', clip.replace('301', '1'), clip.replace('  transcode:add', '  -- vodflow-ignore template/no-default-transcode: say why\n  transcode:add').replace('301', '1')],
  ])('silence a warning in %s, and what is proposed does', async (_, path, text, expected) => {
    if (path.endsWith('.lua')) await editor.type('vodflow.config.json', '{}')
    await editor.type(path, text)
    const [found] = await editor.diagnostics(path, (all) => all.length > 0)
    const actions = await editor.codeActions(path, found?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })
    const ignored = applied(text, actions.find(({ title }) => title.startsWith('ignore'))?.edit?.changes?.[editor.uri(path)] ?? [])
    expect(ignored).toBe(expected)
    await editor.type(path, ignored)
    expect(await editor.diagnostics(path, (all) => all.length === 0)).toEqual([])
    await editor.close(path)
    if (path.endsWith('.lua')) await editor.close('vodflow.config.json')
  })
})

describe('the rest', () => {
  test('formatting, which leaves a broken text alone', async () => {
    expect(await editor.formatted('procedures/F.json', '{"process":{"transcode":[{"definition":10}]}}')).toBe('{ "process": { "transcode": [{ "definition": 10 }] } }\n')
    expect(await editor.formatted('procedures/F.json', '{"process":')).toBe('{"process":')
    expect(await editor.formatted('f.call', 'Course( {10 ,20} )\r\n')).toBe('Course({10,20})\r\n')
    expect(await editor.formatted('procedures/F.lua', '-- 课程 🎬\nlocal a=1\nfunction   P:x( ) \n      return a end\n')).toBe('-- 课程 🎬\nlocal a = 1\nfunction P:x() return a end\n')
    expect(await editor.formatted('procedures/F.lua', 'local a=1\r\nlocal b  =2\r\n')).toBe('local a = 1\r\nlocal b = 2\r\n')
    expect(await editor.formatted('procedures/F.lua', 'P = NewProcedureClass(\n')).toBe('P = NewProcedureClass(\n')
    await editor.close('procedures/F.lua')
    await editor.close('procedures/F.json')
    await editor.close('f.call')
  })

  test('symbols: stages and actions, functions, calls', async () => {
    expect(await names('procedures/S.json', '{ "review": [], "process": { "transcode": [], "imageSprite": [{ ')).toEqual(['review', 'process', '  transcode', '  imageSprite'])
    expect(await names('procedures/S.lua', clip)).toEqual(['P:handleProcess', 'TranscodeAction', 'CreateProcedure'])
    expect(await names('s.call', '# x\nCourse({10})\n\nClip\n')).toEqual(['Course({10})', 'Clip'])
    for (const path of ['procedures/S.json', 'procedures/S.lua', 's.call']) await editor.close(path)
  })

  test('what a script prints is told as a diagnostic, and never comes into the protocol', async () => {
    await editor.type('procedures/Print.lua', `print("Content-Length: 5")\nio = nil\n${clip}`)
    expect((await editor.diagnostics('procedures/Print.lua', (found) => found.length > 0)).map(({ message }) => message).join()).toContain('Content-Length: 5')
    expect((await editor.hover('procedures/Print.lua', 'local t = TranscodeAction:new()\nt:addTranscodeDefinition(1‸0)'))?.over).toBe('10')
    await editor.close('procedures/Print.lua')
  })

  test('a script without an end keeps nobody waiting', async () => {
    await editor.type('procedures/Loop.lua', 'while true do end\n')
    await new Promise((settle) => setTimeout(settle, 300))
    const before = Date.now()
    expect((await editor.hover('w.call', 'Course({‸10})'))?.over).toBe('10')
    expect(Date.now() - before).toBeLessThan(1500)
    expect((await editor.diagnostics('procedures/Loop.lua', (found) => found.length > 0)).map(({ code }) => code)).toEqual(['lua/out-of-instructions'])
    await editor.close('procedures/Loop.lua')
    await editor.close('w.call')
  })

  test('a file of thousands of lines', async () => {
    const lines = Array.from({ length: 4000 }, (_, index) => `Course({10,${index % 2 === 0 ? '20' : '30'}})`)
    await editor.type('long.call', `${lines.join('\n')}\nCourse({99})\n`)
    expect((await editor.diagnostics('long.call', (found) => found.length > 0)).map(({ range }) => range.start.line)).toEqual([4000])
    const script = Array.from({ length: 5000 }, (_, index) => `local a${index} = TranscodeAction:new() a${index}.transcodeDefinition = { 10, 20 }`).join('\n')
    expect((await editor.hover('procedures/Long.lua', `${script}\nlocal b = ImageSpriteAction:new() b.definition = 1‸0`))?.says).toContain('image sprite template 10')
    await editor.close('long.call')
    await editor.close('procedures/Long.lua')
  })

  test('nothing that is typed ends it', async () => {
    const texts = ['', '\u0000', '{', '['.repeat(20_000), '{"a":'.repeat(5000), '(((((', '"', '--[[', '}{', '\ud83c', 'Course({', '{ "process": { "transcode": [{ "definition": 1e999 }] } }', '🎬'.repeat(100)]
    for (const path of ['procedures/Any.json', 'procedures/Any.lua', 'any.call', 'templates/any.json', 'vodflow.config.json']) {
      for (const text of texts) {
        await editor.type(path, text)
        const params = { textDocument: { uri: editor.uri(path) }, position: { line: 0, character: Math.min(5, text.length) } }
        await Promise.all(['completion', 'hover', 'definition', 'documentSymbol', 'formatting'].map((method) => editor.request(`textDocument/${method}`, { ...params, options: {} })))
      }
      await editor.diagnostics(path)
      await editor.close(path)
    }
    expect(editor.exitStatus).toBeUndefined()
  }, 60_000)
})

describe('where the files are', () => {
  test('two projects in one editor, each with its own templates', async () => {
    const other = projectFolder({ 'vodflow.config.json': '{}', 'templates/t.json': '{ "kind": "transcode", "definition": 501, "extends": 10 }' })
    const both = await Editor.start(root, { folders: [root, other.root] })
    const text = '{ "process": { "transcode": [{ "definition": 501 }] } }'
    const uri = pathToFileURL(join(other.root, 'procedures/X.json')).href
    await both.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'json', version: 1, text } })
    await both.type('procedures/X.json', text)
    expect((await both.diagnostics('procedures/X.json', (found) => found.length > 0)).map(({ code }) => code)).toEqual(['template/unknown'])
    const hovered = await both.request<{ readonly contents: { readonly value: string } }>('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 46 } })
    expect(hovered.contents.value).toContain('**transcode template 501**')
    expect(await both.stop()).toBe(0)
    other.remove()
  })

  test('a file of no project', async () => {
    const alone = projectFolder({})
    const own = await Editor.start(alone.root)
    await own.type('a.call', 'QCVB_SimpleProcessFile({99})\n')
    expect((await own.diagnostics('a.call', (found) => found.length > 0)).map(({ code }) => code)).toEqual(['template/unknown'])
    expect((await own.hover('a.call', 'QCVB_SimpleProcessFile({2‸30})'))?.over).toBe('230')
    expect(await own.stop()).toBe(0)
    alone.remove()
  })

  test('messages in Chinese', async () => {
    const chinese = await Editor.start(root, { args: ['--lang', 'zh'] })
    await chinese.type('a.call', 'Nobody()\n')
    expect((await chinese.diagnostics('a.call', (found) => found.length > 0))[0]?.message).toMatch(/\p{Script=Han}/u)
    expect(await chinese.stop()).toBe(0)
  })
})
