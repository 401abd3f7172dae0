import { afterAll, expect, test } from 'vitest'
import { createLuaFrontEnd } from '../src/index.ts'
import { callWith, inHandler, lineOf, list, num, runLua, str, told } from './run-lua.ts'

const frontEnd = createLuaFrontEnd({ warm: true })
afterAll(() => frontEnd.close())

/** What the script warns of, in its order. */
async function warned(body: string, call = callWith()): Promise<string[]> {
  const result = await runLua(frontEnd, inHandler(body), { call })
  return result.diagnostics.map((diagnostic) => diagnostic.message)
}

test.each([
  ['table.concat({ unpack({ 1, 2, 3 }, 2) }, ",")', '2,3'],
  ['tostring(table.getn({ 1, 2, 3 }))', '3'],
  ['tostring(table.maxn({ 1, nil, 3, [10] = 1, x = 1 }))', '10'],
  ['tostring(math.pow(2, 10))', '1024'],
  ['tostring(math.mod(7, 3)) .. tostring(math.fmod(-7, 3))', '1-1'],
  ['tostring(math.fmod(1, 0) ~= math.fmod(1, 0))', 'true'],
  ['tostring(math.log10(1000))', '3.0'],
  ['tostring(math.ldexp(1, 4)) .. tostring(select(2, math.frexp(8)))', '164'],
  ['string.gfind("a1b2", "%d")()', '1'],
  ['tostring(loadstring)', 'nil'],
  ['("课程"):rep(2)', '课程课程'],
])('%s is %s', async (expression, expected) => {
  expect(await warned(`Warn(${expression})`)).toEqual([expected])
})

test('table.foreach and table.foreachi walk, and stop at the first value', async () => {
  expect(await warned(`table.foreachi({ 'a', 'b' }, function(i, v) Warn(i .. v) end)
Warn(table.foreachi({ 'a', 'b', 'c' }, function(i, v) if i == 2 then return v end end))
table.foreach({ k = 'v' }, function(k, v) Warn(k .. v) end)`)).toEqual(['1a', '2b', 'b', 'kv'])
})

test('nothing that loads code or reaches the machine is there', async () => {
  const names = ['io', 'os', 'package', 'debug', 'load', 'loadstring', 'loadfile', 'dofile', 'require', 'collectgarbage', 'fengari', 'js', 'arg']
  expect(await warned(names.map((name) => `if ${name} ~= nil then Warn('${name}') end`).join(' '))).toEqual([])
  expect(await warned("Warn(tostring(string.dump) .. tostring(getmetatable(DRM:new())))")).toEqual(['nilfalse'])
})

test('bytecode is refused', async () => {
  const result = await runLua(frontEnd, '\u001bLua anything')
  expect(told(result)).toEqual(['lua/syntax@1'])
})

test('arguments arrive with their kinds and keys', async () => {
  const call = callWith(list(10, 20), str('课程 "x"'), num(1_700_000_000_000), num(-1.5), ['{a={true},[5]=6}', {
    kind: 'table',
    entries: [
      { key: 'a', value: { kind: 'table', entries: [{ key: 1, value: { kind: 'boolean', value: true } }] } },
      { key: 5, value: { kind: 'number', value: 6 } },
    ],
  }], ['nil', { kind: 'nil' }])
  const text = `function CreateProcedure(...)
local defs, name, large, negative, nested = ...
Warn(select('#', ...) .. ' ' .. #defs .. defs[2] .. name .. (large == 1.7e12 and 'large' or '') .. negative .. tostring(nested.a[1]) .. nested[5])
local P = NewProcedureClass() function P:handleProcess() end return P:new() end`
  const result = await runLua(frontEnd, text, { call })
  expect(result.diagnostics.map((diagnostic) => diagnostic.message)).toEqual(['6 220课程 "x"large-1.5true6'])
})

test('an argument that is too deep is refused before the script runs', async () => {
  let deep = { kind: 'table', entries: [] } as { kind: 'table'; entries: { key: number; value: unknown }[] }
  for (let level = 0; level < 200; level += 1) deep = { kind: 'table', entries: [{ key: 1, value: deep }] }
  // Built level by level, which its recursive type cannot follow.
  const call = callWith(['{…}', deep as never])
  expect((await runLua(frontEnd, inHandler(''), { call })).diagnostics[0]?.code).toBe('lua/bad-argument')
})

test.each([
  ['x = = 1', 'lua/syntax@1', "unexpected symbol near '='"],
  ['x = 1\n\nlocal 5', 'lua/syntax@3', '<name> expected'],
  ['x = 1\ny = nil + 1', 'lua/runtime@2', 'attempt to perform arithmetic on a nil value'],
  ["\nerror('plain', 0)", 'lua/runtime@2', 'plain'],
  ["\nerror({ code = 1 })", 'lua/runtime@2', 'it raised a table'],
  ["\nerror(setmetatable({}, { __tostring = function() return '我的错' end }))", 'lua/runtime@2', '我的错'],
  ['\nerror()', 'lua/runtime@2', 'nil'],
  ['\ncoroutine.wrap(function()\nerror("inside") end)()', 'lua/runtime@3', 'inside'],
  ['\nerror(setmetatable({}, { __tostring = function() error("no") end }))', 'lua/runtime@2', 'no'],
  ['\nstring.rep()', 'lua/runtime@2', 'bad argument #1'],
])('%j is %s', async (text, place, said) => {
  const result = await runLua(frontEnd, text, { path: `${'很长的路径/'.repeat(30)}名字:1:.lua` })
  expect(told(result)).toEqual([place])
  expect(result.diagnostics[0]?.message).toContain(said)
})

test('a byte order mark and Windows line ends do not move lines', async () => {
  const result = await runLua(frontEnd, "\uFEFFlocal a = 1\r\nlocal b = 2\r\nerror('x')\r\n")
  expect(result.diagnostics.map(lineOf)).toEqual([3])
})

test('an error that is caught is none, and yields pass through pcall', async () => {
  expect(await warned(`local ok, message = pcall(error, { code = 5 })
Warn(tostring(ok) .. message.code)
local co = coroutine.wrap(function() local ok, v = pcall(function() return coroutine.yield(1) + 1 end) Warn(tostring(ok) .. v) end)
co() co(41)
Warn(select(2, xpcall(function() error('deep', 0) end, function(m) return 'handled ' .. m end)))`)).toEqual(['false5', 'true42', 'handled deep'])
})

test('one script leaves nothing behind for the next', async () => {
  await runLua(frontEnd, "string.rep = nil leaked = 5 getmetatable('').__index = nil\nTranscodeAction = nil")
  expect(await warned("Warn(tostring(leaked) .. ('x'):rep(2) .. type(TranscodeAction))")).toEqual(['nilxxtable'])
})

test('the same script asks for the same, from run to run: chance is the same too', async () => {
  const [first = ''] = await warned('print(math.random(1e9), math.random(1e9))')
  await warned('math.randomseed(5)')
  expect(await warned('print(math.random(1e9), math.random(1e9))')).toEqual([first])
  const [a, b] = /'(\d+) (\d+)'/.exec(first)?.slice(1) ?? []
  expect(a).not.toBe(b)
})
