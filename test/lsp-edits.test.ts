/** What the language server changes for an editor, and what it endures: the built program over its standard input and output. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { WorkspaceEdit } from 'vscode-languageserver/node'
import { describe, expect, test } from 'vitest'
import { applied, Editor, editorIn, projectFolder, textIn } from './lsp-client.ts'
import { clip, course, project } from './lsp-project.ts'

const { root, editor } = await editorIn(project)
const withSlip = (name: string) => clip.replace('301)', `301) --[[ 🎬 ]] file.processActionSet:addAction(AnimatedGraphicsAction:new{ definition = 20000, ${name} = 3 })`)

const edited = (edit: WorkspaceEdit, path: string, text: string) => applied(text, edit.changes?.[editor.uri(path)] ?? [])

const names = async (path: string, text: string) => (await editor.symbols(path, text)).flatMap(({ name, children }) => [name, ...(children ?? []).map((child) => `  ${child.name}`)])

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
