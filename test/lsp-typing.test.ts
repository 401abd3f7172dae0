/** Procedures typed key by key, as an editor sends them: asked about at every point, and with nothing told of a text that is gone. */
import type { CompletionItem, Hover, Position, Range } from 'vscode-languageserver/node'
import { describe, expect, test } from 'vitest'
import { editorIn, textIn } from './lsp-client.ts'

const { editor } = await editorIn({
  'vodflow.config.json': '{}\n',
  'templates/own.json': '{ "kind": "transcode", "definition": 301, "extends": 230, "name": "课程" }\n',
  'procedures/Course.json': '{ "parameters": [{ "name": "defs", "type": "definitions" }], "process": { "transcode": [{ "definition": { "param": "defs" } }] } }\n',
})

const json = `{
  "parameters": [{ "name": "defs", "type": "definitions", "default": [10, 301], "description": "清晰度 🎬" }],
  "process": {
    "transcode": [{ "definition": { "param": "defs" }, "when": "source.hasVideo && size(params.defs) > 1" }],
    "imageSprite": [{ "definition": 99 }]
  }
}
`
const lua = `-- 课程 🎬
P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(301)
  transcode:addTranscodeDefinition(99)
  file.processActionSet:addAction(transcode)
end
function CreateProcedure() return P:new() end
`
const calls = '# 课程 🎬\r\nQCVB_SimpleProcessFile({10,301},0,10,10)\r\nCourse({301,99})\r\n'

/** Whether a completion or a hover at a place is about that place. */
const isAt = ({ start, end }: Range, { line, character }: Position) => start.line === line && end.line === line && start.character <= character && character <= end.character

describe.each(['incremental', 'full'] as const)('%s changes', (how) => {
  test.each([
    ['procedures/Typed.json', json, ['json/needs-facts "source.hasVideo && size(params.defs) > 1"', 'template/unknown 99']],
    ['procedures/Typed.lua', lua, ['template/unknown 99']],
    ['typed.call', calls, ['template/unknown 99']],
  ])('%s', async (path, text, expected) => {
    await editor.type(path, '')
    let typed = ''
    const position = { line: 0, character: 0 }
    for (const key of text) {
      const before = { ...position }
      typed += key
      if (how === 'incremental') await editor.change(path, { start: before, end: before }, key)
      else await editor.type(path, typed)
      if (key === '\n') Object.assign(position, { line: position.line + 1, character: 0 })
      else position.character += key.length
      const params = { textDocument: { uri: editor.uri(path) }, position }
      const [items, hover] = await Promise.all([editor.request<CompletionItem[]>('textDocument/completion', params), editor.request<Hover | null>('textDocument/hover', params)])
      // A carriage return alone ends a line, until its line feed comes.
      if (key === '\r') continue
      for (const { textEdit } of items) expect(textEdit && 'range' in textEdit && isAt(textEdit.range, position)).toBe(true)
      if (hover) expect(hover.range && isAt(hover.range, position)).toBe(true)
    }
    const found = await editor.diagnostics(path)
    expect(found.map(({ code, range }) => `${String(code)} ${textIn(text, range)}`).toSorted()).toEqual(expected.toSorted())
    const versions = editor.publishedVersions(path)
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    await editor.close(path)
  }, 60_000)
})

test('a key that is taken back leaves nothing behind', async () => {
  await editor.type('back.call', 'Course({301})\n')
  expect(await editor.diagnostics('back.call')).toEqual([])
  const place = { line: 0, character: 10 }
  await editor.change('back.call', { start: place, end: place }, '9')
  expect(await editor.diagnostics('back.call', (found) => found.length > 0)).toMatchObject([{ code: 'template/unknown', range: { start: { line: 0, character: 8 }, end: { line: 0, character: 12 } } }])
  await editor.change('back.call', { start: place, end: { line: 0, character: 11 } }, '')
  expect(await editor.diagnostics('back.call')).toEqual([])
  await editor.close('back.call')
})
