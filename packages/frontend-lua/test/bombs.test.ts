import { afterAll, expect, test } from 'vitest'
import { createLuaFrontEnd } from '../src/index.ts'
import { asked, inHandler, lineOf, runLua } from './run-lua.ts'

const frontEnd = createLuaFrontEnd({ warm: true })
afterAll(() => frontEnd.close())

const instructions = 'lua/out-of-instructions'
const time = 'lua/out-of-time'
const memory = 'lua/out-of-memory'

/** Each bomb starts on line 2; what stops it may be any of the bounds it breaks, but the place must be known. */
const bombs: readonly (readonly [name: string, body: string, codes: readonly string[], lines?: readonly number[]])[] = [
  ['an endless loop', 'while true do end', [instructions]],
  ['a loop around pcall', 'while true do pcall(function() while true do end end) end', [instructions]],
  ['nested pcalls', 'local function f() pcall(f) while true do end end while true do pcall(f) end', [instructions]],
  ['xpcall whose handler loops', 'while true do xpcall(function() while true do end end, function() while true do end end) end', [instructions]],
  ['xpcall with an error and a handler that loops', 'xpcall(error, function() while true do end end)', [instructions]],
  ['coroutine.resume around a loop', 'while true do coroutine.resume(coroutine.create(function() while true do end end)) end', [instructions]],
  ['coroutine.wrap around a loop', 'while true do pcall(coroutine.wrap(function() while true do end end)) end', [instructions]],
  ['a yield in every turn', 'local c = coroutine.wrap(function() while true do coroutine.yield() end end) while true do c() end', [instructions]],
  ['millions of coroutines', 'local t = {} while true do t[#t + 1] = coroutine.create(function() end) end', [instructions, memory, time]],
  ['short work in endless coroutines', 'while true do coroutine.wrap(function() for i = 1, 200 do end end)() end', [instructions, time]],
  ['error in a loop', 'while true do pcall(error, "x") end', [instructions]],
  ['a tail call', 'local function f() return f() end f()', [instructions]],
  ['tostring metamethod', 'tostring(setmetatable({}, { __tostring = function() while true do end end }))', [instructions]],
  ['an error object whose tostring loops', 'error(setmetatable({}, { __tostring = function() while true do end end }))', [instructions]],
  ['collection metamethods', 'while true do setmetatable({}, { __gc = function() while true do end end }) end', [instructions]],
  ['a comparison that loops', 'table.sort({1,2,3}, function() while true do end end)', [instructions]],
  ['deep recursion', 'local function f() return 1 + f() end while true do pcall(f) end', [instructions, memory, time]],
  ['recursion through __index', 'local t = {} setmetatable(t, { __index = function(_, k) return t[k .. "x"] end }) while true do pcall(function() return t.x end) end', [instructions, memory, time]],
  ['recursion through gsub', 'local function f() return (string.gsub("x", "x", f)) end while true do pcall(f) end', [instructions, memory, time]],
  ['a table of 1e9 entries', 'local t = {} for i = 1, 1e9 do t[i] = { i } end', [instructions, memory, time]],
  ['string.rep of 1e9', 'local s = string.rep("x", 1e9)', [memory]],
  ['string.rep of nothing, 2e9 times', 'local s = string.rep("", 2000000000)', [time]],
  ['doubling', 'local s = "x" while true do s = s .. s end', [memory]],
  ['doubling behind pcall', 'while true do pcall(function() local s = "x" while true do s = s .. s end end) end', [memory]],
  ['many large strings', 'local t = {} for i = 1, 1e6 do t[i] = string.rep("x", 100000) .. i end', [memory]],
  ['a pattern of a-', 'string.find(string.rep("a", 2000), string.rep("a-", 50) .. "b")', [time]],
  ['a pattern of a?', 'string.find(string.rep("a", 40), string.rep("a?", 40) .. string.rep("a", 40) .. "b")', [time]],
  ['a large gsub', 'while true do string.gsub(string.rep("x", 500000), ".", "yy") end', [memory, time]],
  ['table.move of 1e9', 'table.move({}, 1, 1000000000, 2)', [time, memory]],
  ['table.concat of 1e9', 'table.concat(setmetatable({}, { __index = function() return "x" end }), "", 1, 1000000000)', [instructions, memory, time]],
  ['table.unpack of many', 'while true do pcall(table.unpack, {}, 1, 900000) end', [instructions, memory, time]],
  ['an endless iterator of gmatch', 'while true do for w in string.gmatch("a b c", "%a") do end end', [instructions]],
  ['gsub that calls pcall', 'while true do string.gsub(string.rep("x", 1e5), ".", pcall) end', [instructions, memory, time]],
  ['a literal of a million items', `local t = {${'1,'.repeat(450_000)}}`, [memory, time, instructions], [1, 2]],
  ['printing without end', 'while true do print("x") end', [instructions, time]],
  ['warnings without end', 'while true do Warn("x") end', [instructions, time]],
  ['actions without end', 'while true do set:addAction(TranscodeAction:new()) end', [instructions, memory, time]],
]

const cases = bombs.map(([name, body, codes, lines = [2]]) => ({ name, body, codes, lines }))

test.each(cases)('$name is stopped at its line, and the next script runs', async ({ body, codes, lines }) => {
  const began = performance.now()
  const result = await runLua(frontEnd, inHandler(body))
  const took = performance.now() - began
  const stopper = result.diagnostics.at(-1)
  // On a busy machine the clock may be the first to stop it.
  expect([...codes, time]).toContain(stopper?.code)
  expect(stopper && lines.includes(lineOf(stopper))).toBe(true)
  expect(took).toBeLessThan(3_000)

  const next = await runLua(frontEnd, inHandler('local t = TranscodeAction:new() t:addTranscodeDefinition(10) set:addAction(t)'))
  expect(asked(next)).toMatchObject([{ kind: 'transcode', definitions: [10] }])
})

test('100,000 nested parentheses are a syntax error', async () => {
  const result = await runLua(frontEnd, `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}`)
  expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['lua/syntax'])
})

test('a format too wide for its field is an error of the script', async () => {
  const result = await runLua(frontEnd, inHandler("string.format('%99999d', 1)"))
  expect(result.diagnostics[0]?.message).toContain('too long')
})

test('a script of more than a megabyte is not even read', async () => {
  const result = await runLua(frontEnd, `--${'x'.repeat(1_000_001)}`)
  expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['lua/too-large'])
})
