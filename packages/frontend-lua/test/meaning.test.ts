/** What only the script's own run can tell: arguments that no parameter takes, a procedure of nothing, names of other documents. */
import { afterAll, describe, expect, test } from 'vitest'
import { createLuaFrontEnd } from '../src/index.ts'
import { asked, callWith, inHandler, nil, num, pointedAt, runLua, someFacts, told } from './run-lua.ts'

const frontEnd = createLuaFrontEnd({ warm: true })
afterAll(() => frontEnd.close())
const run = (text: string, options = {}) => runLua(frontEnd, text, options)

const script = (parameters: string, handler: string) => `local P = NewProcedureClass()
function P:handleProcess()
${handler}
end
function CreateProcedure(${parameters}) return P:new() end`

const sample = `local set = ProcessActionSet:new()
local s = SampleSnapshotAction:new() s.definition = 10 set:addAction(s)
return set`

const animated = (fields: string) => inHandler(`local g = AnimatedGraphicsAction:new() g.definition = 20000\n${fields}\nset:addAction(g)`)

const tell = async (mode: string) =>
  told(await run(inHandler(`local s = SampleSnapshotAction:new() s.definition = 10 set:addAction(s)\nprocedure.setNotifyMode(${mode})`)))

describe('arguments', () => {
  test.each([
    ['', [num(1)], '1', "'Name' takes no arguments, found 1"],
    ['a', [num(1), num(2)], '2', "'Name' takes one argument, found 2"],
    ['a, b', [num(1), num(2), nil, num(4)], '4', "'Name' takes at most 2 arguments, found 4"],
  ] as const)('CreateProcedure(%s) cannot see them all', async (parameters, given, at, message) => {
    const result = await run(script(parameters, sample), { call: callWith(...given) })
    expect(result.ok).toBe(false)
    const [diagnostic] = result.diagnostics
    expect([diagnostic?.code, diagnostic?.message, pointedAt(diagnostic)]).toEqual(['call/too-many-arguments', message, at])
  })

  test.each([
    ['a', [num(1)]], ['a, b', [num(1)]], ['...', [num(1), num(2)]], ['a, ...', [num(1), num(2), num(3)]], ['', [nil]],
  ] as const)('near miss: CreateProcedure(%s) takes what it is given', async (parameters, given) => {
    expect(told(await run(script(parameters, sample), { call: callWith(...given) }))).toEqual([])
  })
})

describe('an empty procedure', () => {
  test.each([
    ['a handler that returns nothing', 'return nil', 'lua/empty-procedure@2'],
    ['an empty set', 'return ProcessActionSet:new()', 'lua/empty-procedure@2'],
    ['a transcode without templates', 'local set = ProcessActionSet:new()\nset:addAction(TranscodeAction:new())\nreturn set', 'lua/empty-procedure@4'],
  ])('%s', async (_, handler, expected) => {
    expect(told(await run(script('', handler)))).toEqual([expected])
  })

  test.each([
    ['an argument could change it', script('defs', 'return nil'), {}],
    ['any number of arguments could', script('...', 'return nil'), {}],
    ['another source could', script('', 'if self.file.mediaInfo.metaData.height > 9000 then return nil end'), { facts: someFacts }],
    ['something is done', script('', sample), {}],
  ])('near miss: %s', async (_, text, options) => {
    expect(told(await run(text, options))).toEqual([])
  })

  test('what is said already is not said twice', async () => {
    expect(told(await run('local P = NewProcedureClass()\nfunction CreateProcedure() return P:new() end'))).toEqual(['lua/no-handler@1'])
    expect(told(await run(script('', 'local s = SampleSnapshotAction:new()')))).toEqual(['lua/unused-action@3'])
  })
})

describe('names of other documents', () => {
  test('are read as the name that is meant, with a fix', async () => {
    const result = await run(animated('g.startTimeOffset = 1 g.endTimeOffset = 3'))
    expect(asked(result)).toEqual([{ kind: 'animatedGraphics', definition: 20000, startTime: 1, endTime: 3 }])
    expect(result.diagnostics.map((one) => [one.code, one.severity, pointedAt(one), one.fixes?.[0]?.edits[0]?.text])).toEqual([
      ['lua/slip-name', 'warning', 'startTimeOffset', 'startTime'], ['lua/slip-name', 'warning', 'endTimeOffset', 'endTime'],
    ])
  })

  test('near miss: the right names, a name beside the right one, and the same name elsewhere', async () => {
    expect(told(await run(animated('g.startTime = 1 g.endTime = 3')))).toEqual([])
    expect(told(await run(animated('g.endTime = 3\ng.endTimeOffset = 3')))[0]).toMatch(/^lua\/unknown-field/)
    expect(told(await run(inHandler('local s = SampleSnapshotAction:new() s.definition = 10 s.endTimeOffset = 1 set:addAction(s)')))[0]).toMatch(/^lua\/unknown-field/)
  })

  test('a line that has the word twice gets no fix', async () => {
    const result = await run(animated('g.endTimeOffset = 3 -- endTimeOffset'))
    expect(result.diagnostics.map(({ code, fixes = [] }) => [code, fixes.length])).toEqual([['lua/slip-name', 0]])
  })

  test.each([['percent', 'Percent'], ['TIME', 'Time']])("the position type '%s'", async (written, meant) => {
    const result = await run(inHandler(`local c = CoverBySnapshotAction:new() c.definition = 10 c.position = 5\nc.positionType = '${written}'\nset:addAction(c)`))
    expect(asked(result)).toEqual([{ kind: 'coverBySnapshot', definition: 10, positionType: meant, position: 5 }])
    expect(result.diagnostics.map((one) => [one.code, pointedAt(one), one.fixes?.[0]?.edits[0]?.text])).toEqual([['lua/slip-case', written, meant]])
  })
})

describe('setNotifyMode', () => {
  test.each(['self.setNotifyMode', 'self:setNotifyMode', 'procedure.setNotifyMode'])('%s', async (call) => {
    const result = await run(inHandler(`${call}('Change')`))
    expect(result.ok && result.value.notifyMode).toBe('Change')
  })

  test('takes three words and nothing else', async () => {
    expect(await tell("'Finish'")).toEqual([])
    expect((await tell("'change'"))[0]).toMatch(/^lua\/slip-case/)
    expect((await tell("'Always'"))[0]).toMatch(/^lua\/wrong-type/)
    expect((await tell('1'))[0]).toMatch(/^lua\/wrong-type/)
  })
})

const held = (verify: string) => run(inHandler(`set:addAction(TranscodeAction:new{ transcodeDefinition = 20, verify = ${verify} })`))

test('an output is held against the similarity that the script asks for', async () => {
  expect(asked(await held('{ ssim = 0.95 }'))).toMatchObject([{ verify: { ssim: 0.95 } }])
  for (const wrong of ['95', '{ ssim = 95 }', '{ ssim = 0 }', '{}', '{ psnr = 40 }', '{ ssim = 0.9, vmaf = 90 }', "{ ssim = '0.9' }"]) {
    const result = await held(wrong)
    expect([result.ok, result.diagnostics.length], wrong).toEqual([false, 1])
  }
})
