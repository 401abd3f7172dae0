import { afterAll, expect, test } from 'vitest'
import { createLuaFrontEnd } from '../src/index.ts'
import { asked, callWith, inHandler, lineOf, list, num, pointedAt, runLua, someFacts, told } from './run-lua.ts'

const frontEnd = createLuaFrontEnd({ warm: true })
afterAll(() => frontEnd.close())
const run = (text: string, options = {}) => runLua(frontEnd, text, options)
const plainTranscode = { disableHigherBitrate: false, hlsMasterPlaylist: false, idrAlignment: false, watermarks: [] }

test('a script of the documented shape runs as it is', async () => {
  const result = await run(`local P = NewProcedureClass()
VodProcedure = P
function P:constructor() self.defs = {} end
function P:handleProcess()
  local set = ProcessActionSet:new()
  local t = TranscodeAction:new()
  for _, d in ipairs(self.defs) do t:addTranscodeDefinition(d) end
  set:addAction(t)
  return set
end
function CreateProcedure(defs, priority)
  local procedure = P:new()
  procedure.defs = defs or {}
  if type(priority) == 'number' then procedure.setPriority(priority) end
  return procedure
end`, { call: callWith(list(10, 20, 10), num(-3)), path: 'procedures/课程.lua' })
  expect(asked(result)).toEqual([{ kind: 'transcode', definitions: [10, 20], ...plainTranscode }])
  expect(result.ok && [result.value.name, result.value.priority]).toEqual(['课程', -3])
  expect(told(result)).toEqual([])
})

test('every field of every action arrives', async () => {
  const result = await run(inHandler(`local t = TranscodeAction:new()
t.transcodeDefinition = {210, 220.0}
t.watermarkDefinition = {10, 20}
t.disableHigherBitrate = true
t.hlsMasterPlaylist = true
t.idrAlignment = true
t.drm = DRM:new()
t.drm.definition = 30
t.override = { video = { bitrate = 800, codec = "libx265" }, list = { 1, 2 } }
set:addAction(t)
local o = SnapshotByTimeOffsetAction:new{ definition = 10, timeOffset = { 0, 500 } }
o:addTimeOffset(1000) o:addTimeOffset(500)
set:addAction(o)
local c = CoverBySnapshotAction:new() c.definition = 10 c.positionType = 'Percent' c.position = 12.5 set:addAction(c)
local g = AnimatedGraphicsAction:new() g.definition = {20000, 20001} g.startTime = 1.5 g.endTime = 3 set:addAction(g)
local s = SampleSnapshotAction.new() s.definition = 10 set:addAction(s)
local i = ImageSpriteAction:new() i.definition = 10 set:addAction(i)`))
  expect(told(result)).toEqual([])
  expect(asked(result)).toEqual([
    {
      kind: 'transcode', definitions: [210, 220], watermarks: [10, 20], drm: 30,
      disableHigherBitrate: true, hlsMasterPlaylist: true, idrAlignment: true,
      override: { video: { bitrate: 800, codec: 'libx265' }, list: [1, 2] },
    },
    { kind: 'snapshotByTimeOffset', definition: 10, timeOffset: [0, 500, 1000] },
    { kind: 'coverBySnapshot', definition: 10, positionType: 'Percent', position: 12.5 },
    { kind: 'animatedGraphics', definition: 20000, startTime: 1.5, endTime: 3 },
    { kind: 'animatedGraphics', definition: 20001, startTime: 1.5, endTime: 3 },
    { kind: 'sampleSnapshot', definition: 10 },
    { kind: 'imageSprite', definition: 10 },
  ])
})

test('a cover that says nothing more is the first frame', async () => {
  const result = await run(inHandler('local c = CoverBySnapshotAction:new() c.definition = 10 set:addAction(c)'))
  expect(asked(result)).toEqual([{ kind: 'coverBySnapshot', definition: 10, positionType: 'Time', position: 0 }])
})

test('actions and definitions carry the place that made them', async () => {
  const result = await run(inHandler(`local t = TranscodeAction:new()
t:addTranscodeDefinition(10)
t:addTranscodeDefinition(20)
t.watermarkDefinition = 150
set:addAction(t)`))
  const action = result.ok ? result.value.actions[0] : undefined
  if (action?.kind !== 'transcode') throw new Error('no transcode action')
  expect(pointedAt({ span: action.span, code: '', message: '', severity: 'info' })).toBe('TranscodeAction:new()')
  expect(action.definitions.map(({ span }) => span.file.text.slice(span.start, span.end))).toEqual([
    '10', '20',
  ])
  expect(action.watermarks.map(({ span }) => span.file.text.slice(span.start, span.end))).toEqual(['150'])
})

test('clearing empties the list, and the list can be changed in place', async () => {
  const result = await run(inHandler(`local t = TranscodeAction:new()
t:addTranscodeDefinition(10) t:clearTranscodeDefinition() t:addTranscodeDefinition(20)
table.insert(t.transcodeDefinition, 30)
set:addAction(t)
local u = TranscodeAction:new() table.insert(u.transcodeDefinition, 40) set:addAction(u)
local v = TranscodeAction:new() v.transcodeDefinition = 50 v:addTranscodeDefinition(60) set:addAction(v)`))
  expect(asked(result)).toMatchObject([{ definitions: [20, 30] }, { definitions: [40] }, { definitions: [50, 60] }])
})

test('sets hung on File come before sets that handlers return, and a set that is both counts once', async () => {
  const result = await run(`local P = NewProcedureClass()
local function sample(n) local a = SampleSnapshotAction:new() a.definition = n return a end
function P:constructor() self.file.processActionSet:addAction(sample(1)) end
function P:handleReview(file)
  local set = ActionSet:new() local r = ReviewAction:new() r.definition = 20 set:addAction(r)
  local hung = ReviewAction:new() hung.definition = 10 file.aiReviewActionSet:addAction(hung)
  return set
end
function P:handleProcess(file)
  if file ~= self.file or file ~= File then error('not one file') end
  file.processActionSet:addAction(sample(2))
  local set = ProcessActionSet:new() set:addAction(sample(3))
  return set
end
function P:handlePublish(file) return nil end
function CreateProcedure() return P:new() end`)
  expect(told(result)).toEqual([])
  expect(asked(result)).toEqual([
    { kind: 'review', definition: 10 }, { kind: 'sampleSnapshot', definition: 1 }, { kind: 'sampleSnapshot', definition: 2 },
    { kind: 'review', definition: 20 }, { kind: 'sampleSnapshot', definition: 3 },
  ])
  const twice = await run(inHandler('file.processActionSet = set local s = SampleSnapshotAction:new() s.definition = 10 set:addAction(s)'))
  expect(asked(twice)).toEqual([{ kind: 'sampleSnapshot', definition: 10 }])
})

test.each([
  'self.setPriority(7)', 'self:setPriority(7)', 'P.setPriority(7)', 'P:setPriority(7)', 'procedure.setPriority(7)', 'procedure:setPriority(7)',
])('%s sets the priority', async (statement) => {
  const result = await run(inHandler(statement))
  expect(result.ok && result.value.priority).toBe(7)
})

test.each([['11', 'lua/out-of-range@2'], ['1.5', 'lua/out-of-range@2'], ["'high'", 'lua/wrong-type@2'], ['', 'lua/wrong-type@2']])(
  'a priority of %s is refused', async (written, expected) => {
    expect(told(await run(inHandler(`procedure.setPriority(${written})`)))).toEqual([expected])
  },
)

test('mediaInfo has the documented fields and units', async () => {
  const result = await run(inHandler(`local m = file.mediaInfo.metaData
local v, a = m.videoStreamList[1], m.audioStreamList[1]
Warn(table.concat({ m.container, m.duration, m.bitrate, m.width, m.height, v.codec, v.fps, v.bitrate, v.width, v.height,
  a.codec, a.samplingRate, a.bitrate, #m.videoStreamList, table.getn(m.audioStreamList), file.mediaInfo.sourceType }, ' '))
Warn(self.file.mediaInfo.sourceContext)
if m.size > 4e9 then Warn('large') end
for i, s in ipairs(m.videoStreamList) do Warn(i .. s.codec) end
local keys = 0 for k in pairs(m) do keys = keys + 1 end Warn(tostring(keys))`), { facts: someFacts })
  expect(result.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
    'mp4 11 1000 1920 1080 h264 30 871 1920 1080 aac 48000 128 1 1 RECORD', 'rtmp://push/直播', 'large', '1h264', '8',
  ])
})

test('writes to mediaInfo are ignored, with a warning', async () => {
  const result = await run(inHandler(`file.mediaInfo = 1
file.mediaInfo.metaData.width = 1
if file.mediaInfo.metaData.width ~= 1920 then error('written') end`), { facts: someFacts })
  expect(told(result)).toEqual(['lua/read-only@2', 'lua/read-only@3'])
  expect(result.ok).toBe(true)
})

test.each(['local m = file.mediaInfo', 'pcall(function() return self.file.mediaInfo.metaData end)', 'coroutine.wrap(function() return File.mediaInfo end)()'])(
  'without facts, %s stops the script there', async (statement) => {
    const result = await run(inHandler(`local before = 1\n${statement}\nerror('went on')`))
    expect(told(result)).toEqual(['lua/needs-facts@3'])
    expect(result.diagnostics[0]?.message).toMatch(/--assume.*|-i/)
  },
)

const mistakes: readonly (readonly [body: string, expected: readonly string[]])[] = [
  ["local t = TranscodeAction:new() t:addTranscodeDefinition(10)\nt.watermarkDefintion = 10\nset:addAction(t)", ['lua/unknown-field@3']],
  ["local t = TranscodeAction:new()\nt.transcodeDefinition = { 'x' }\nset:addAction(t)", ['lua/wrong-type@3']],
  ["local t = TranscodeAction:new()\nt.transcodeDefinition = { a = 1 }\nset:addAction(t)", ['lua/wrong-type@3']],
  ["local t = TranscodeAction:new()\nt:addTranscodeDefinition(-1)\nset:addAction(t)", ['lua/out-of-range@3']],
  ["local t = TranscodeAction:new()\nt:addTranscodeDefinition(1.5)\nset:addAction(t)", ['lua/out-of-range@3']],
  ["local t = TranscodeAction:new()\nt:addTranscodeDefinition(2147483648)\nset:addAction(t)", ['lua/out-of-range@3']],
  ["local t = TranscodeAction:new()\nt:addTranscodeDefinition('20')\nset:addAction(t)", ['lua/numeric-string@3']],
  ["local t = TranscodeAction:new() t:addTranscodeDefinition(10)\nt.disableHigherBitrate = 1\nset:addAction(t)", ['lua/wrong-type@3']],
  ["local t = TranscodeAction:new() t:addTranscodeDefinition(10)\nt.override = { f = print }\nset:addAction(t)", ['lua/wrong-type@3']],
  ["local t = TranscodeAction:new() t:addTranscodeDefinition(10)\nt.drm = DRM:new()\nset:addAction(t)", ['lua/missing-field@3']],
  ["local t = TranscodeAction:new() t:addTranscodeDefinition(10)\nt.drm = SampleSnapshotAction:new()\nset:addAction(t)", ['lua/unused-action@3', 'lua/wrong-type@3']],
  ["local s = SampleSnapshotAction:new()\nset:addAction(s)", ['lua/missing-field@2']],
  ["local s = SampleSnapshotAction:new()\ns.definition = {}\nset:addAction(s)", ['lua/missing-field@2']],
  ["local c = CoverBySnapshotAction:new() c.definition = 10\nc.positionType = 'Tim'\nset:addAction(c)", ['lua/wrong-type@3']],
  ["local c = CoverBySnapshotAction:new() c.definition = 10 c.positionType = 'Percent'\nc.position = 101\nset:addAction(c)", ['lua/out-of-range@3']],
  ["local o = SnapshotByTimeOffsetAction:new() o.definition = 10\nset:addAction(o)", ['lua/missing-field@2']],
  ["local o = SnapshotByTimeOffsetAction:new() o.definition = 10\no:addTimeOffset(-1)\nset:addAction(o)", ['lua/out-of-range@3']],
  ["local o = SnapshotByTimeOffsetAction:new() o.definition = 10\no:addTimeOffset(604800001)\nset:addAction(o)", ['lua/out-of-range@3']],
  ["\nlocal r = ReviewAction:new() r.definition = 10 set:addAction(r)", ['lua/wrong-stage@3']],
  ["\nset:addAction({})", ['lua/not-an-action@3']],
  ["\nset:addAction(nil)", ['lua/not-an-action@3']],
  ["\nfile.processActionSet = {}", ['lua/not-a-set@3']],
  ["\nfile.procesActionSet = set", ['lua/unknown-field@3']],
  ["\nset.action = 1", ['lua/unknown-field@3']],
  ["\nlocal t = TranscodeAction:new() t:addTranscodeDefinition(10)", ['lua/unused-action@3']],
  ["\nfile.manualReviewActionSet:addAction(SampleSnapshotAction:new{ definition = 10 })", ['lua/wrong-stage@3']],
]
test.each(mistakes)('a mistake is told at its line: %j', async (body, expected) => {
  expect(told(await run(inHandler(body)))).toEqual(expected)
})

test('what is misspelt is suggested', async () => {
  const field = await run(inHandler('local t = TranscodeAction:new() t.watermarkDefintion = 10 t:addTranscodeDefinition(10) set:addAction(t)'))
  expect(field.diagnostics[0]?.message).toContain("'watermarkDefinition'")
  const method = await run(inHandler('local t = TranscodeAction:new() t:addTranscodeDefintion(10)'))
  expect(method.diagnostics[0]?.message).toContain("'addTranscodeDefinition'")
  const global = await run(inHandler('local t = TranscodAction:new()'))
  expect(global.diagnostics[0]?.message).toContain("'TranscodeAction'")
})

test('what CreateProcedure has to be', async () => {
  expect(told(await run('x = 1'))).toEqual(['lua/no-entry@1'])
  expect(told(await run('CreateProcedure = 5'))).toEqual(['lua/no-entry@1'])
  expect(told(await run('x = 1\nfunction createProcedure() end'))).toEqual(['lua/no-entry@2'])
  expect(told(await run('x = 1\nlocal function CreateProcedure() end'))).toEqual(['lua/no-entry@2'])
  expect(told(await run('x = 1\nfunction Other() end'))).toEqual(['lua/no-entry@1'])
  expect(told(await run('\nfunction CreateProcedure() return {} end'))).toEqual(['lua/not-an-instance@2'])
  expect(told(await run('\n\nfunction CreateProcedure() end'))).toEqual(['lua/not-an-instance@3'])
  expect(told(await run('local P = NewProcedureClass() function CreateProcedure() return P end'))).toEqual(['lua/not-an-instance@1'])
})

test('handlers that no stage has, and no handler at all', async () => {
  const misspelt = await run('P = NewProcedureClass()\nfunction P:handleProces() end\nfunction CreateProcedure() return P:new() end')
  expect(told(misspelt)).toEqual(['lua/unknown-handler@2'])
  const none = await run('P = NewProcedureClass()\nfunction CreateProcedure() return P:new() end')
  expect(told(none)).toEqual(['lua/no-handler@1'])
  const helper = await run('P = NewProcedureClass()\nfunction P:handleErrorsOfMine() end function P:handleProcess() end\nfunction CreateProcedure(any) return P:new() end')
  expect(told(helper)).toEqual([])
  const wrong = await run('P = NewProcedureClass()\nfunction P:handleProcess() return 5 end\nfunction CreateProcedure() return P:new() end')
  expect(told(wrong).map((text) => text.split('@')[0])).toEqual(['lua/wrong-return'])
})

const many = (count: number) => inHandler(`for i = 1, ${count} do local s = SampleSnapshotAction:new() s.definition = i set:addAction(s) end`)

test('at most 200 actions', async () => {
  expect(asked(await run(many(200)))).toHaveLength(200)
  expect(told(await run(many(201)))).toEqual(['lua/too-many-actions@2'])
})

test('Warn and Refuse point at an argument of the call, or at their line', async () => {
  const call = callWith(num(5), num(6))
  const warned = await run(inHandler("Warn('这个', 2)\nWarn('that')\nWarn('past the end', 3)"), { call })
  expect(warned.diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.message, pointedAt(diagnostic)])).toEqual([
    ['lua/warning', '这个', '6'], ['lua/warning', 'that', "Warn('that')"], ['lua/warning', 'past the end', 'Name(5, 6)'],
  ])
  const refused = await run(inHandler("pcall(Refuse, 'not 5', 1)\nerror('went on')"), { call })
  expect(refused.ok).toBe(false)
  expect(refused.diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.message, pointedAt(diagnostic)])).toEqual([['lua/refused', 'not 5', '5']])
})

test('what a script prints is told, and bounded', async () => {
  const result = await run(inHandler("print('a', nil, 1, {} ~= nil)\nfor i = 1, 500 do print(i) end"))
  expect(result.ok).toBe(true)
  expect(result.diagnostics[0]?.message).toContain("'a nil 1 true'")
  expect(result.diagnostics).toHaveLength(101)
  expect(result.diagnostics.at(-1)?.code).toBe('lua/too-many-notes')
})

test('lines of related places are those of the callers', async () => {
  const result = await run(inHandler("local function inner() error('boom') end\nlocal function outer() inner() return 1 end\nouter()"))
  const [diagnostic] = result.diagnostics
  expect(diagnostic?.code).toBe('lua/runtime')
  expect(diagnostic && lineOf(diagnostic)).toBe(2)
  expect(diagnostic?.message).toBe('the script failed: boom')
  expect(diagnostic?.related?.slice(0, 2).map((place) => lineOf({ ...place, code: '', severity: 'info' }))).toEqual([3, 4])
})

test('a handler that returns no set is named at the line where it is defined', async () => {
  const result = await run(`P = NewProcedureClass()
local set = ProcessActionSet:new()
function P:handleProcess()
  return 5
end
function CreateProcedure() return P:new() end`)
  expect(told(result)).toEqual(['lua/wrong-return@3'])
})

const transcode = (fields: string) => inHandler(`local t = TranscodeAction:new() t.transcodeDefinition = 210 ${fields} set:addAction(t)`)
const messageOf = async (text: string) => (await run(text)).diagnostics.map(({ message }) => message).join()

test('a field that is wrong says what it may be and why the value is not', async () => {
  expect(await messageOf(transcode('t.drm = { definition = 10 }'))).toMatch(/is a table; it has to be a DRM object, .*or the number/)
  expect(await messageOf(transcode('t.override = { video = { fps = print } }'))).toContain('is a table that holds a function; it has to be a table of template fields')
  expect(await messageOf(transcode('local o = {} o.o = o t.override = o'))).toMatch(/is a table that holds a table more than \d+ deep/)
})

test('what scripts do not have on purpose is said to be missing on purpose', async () => {
  const result = await run(inHandler('load("x")'))
  expect(result.diagnostics[0]?.message).toMatch(/global 'load'.*; scripts have no 'load'$/)
  expect((await run(inHandler('local t = os.time()'))).diagnostics[0]?.message).toContain("scripts have no 'os'")
  expect((await run(inHandler('lod("x")'))).diagnostics[0]?.message).not.toContain('scripts have no')
})

test('an error that is no text is shown as what it is, not by its address', async () => {
  expect((await run(inHandler('error({ code = 1 })'))).diagnostics[0]?.message).toBe('the script failed: it raised a table, which is no message')
  expect((await run(inHandler('error(setmetatable({}, { __tostring = function() return "mine" end }))'))).diagnostics[0]?.message).toBe('the script failed: mine')
})

test('a refusal that points at an argument does not show how the script came to it', async () => {
  const script = `function CreateProcedure(n)
  local function check() Refuse('not ' .. n, 1) end
  check()
end`
  const result = await runLua(frontEnd, script, { call: callWith(num(5)) })
  expect(result.diagnostics).toMatchObject([{ code: 'lua/refused', message: 'not 5' }])
  expect(result.diagnostics[0]?.related).toBeUndefined()
})
