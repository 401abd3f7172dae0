/** One project that the sessions of the language server are held in. */
import type { projectFolder } from './lsp-client.ts'

export const course = '{\n  "parameters": [{ "name": "defs", "type": "definitions", "default": [301, 10] }],\n  "process": { "transcode": [{ "definition": { "param": "defs" } }] }\n}\n'
export const clip = `P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(301)
  file.processActionSet:addAction(transcode)
end
function CreateProcedure() return P:new() end
`

export const project: Parameters<typeof projectFolder>[0] = {
  'vodflow.config.json': '{ "defaults": { "transcode": [301] } }\n',
  'templates/own.json': '{ "kind": "transcode", "definition": 301, "extends": 230, "name": "课程" }\n',
  'templates/child.json': '{ "kind": "transcode", "definition": 302, "extends": 301 }\n',
  'templates/shot.json': '{ "kind": "snapshot", "definition": 301, "extends": 10 }\n',
  'procedures/Course.json': course,
  'procedures/Clip.lua': clip,
  'nightly.call': '# nightly\nQCVB_SimpleProcessFile({10,301},0,10,10)\nCourse({301})\nClip\n',
}
