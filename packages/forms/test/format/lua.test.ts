import { placeOf, textOf } from '@vodflow/core'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { loadLuaFormatter } from '../../src/format/lua-formatter.ts'
import { formatText } from '../../src/index.ts'

const root = resolve(import.meta.dirname, '../../../..')

async function formatted(text: string): Promise<string> {
  const result = await formatText('lua', { path: 'a.lua', text })
  if (!result.ok) throw new Error(JSON.stringify(result))
  return result.text
}

test('two spaces, short blocks on their line, comments kept', async () => {
  expect(await formatted('-- head\r\nfunction CreateProcedure( )\r\n\treturn P:new( )   -- tail\r\nend\r\nif x then y( ) end')).toBe(
    '-- head\nfunction CreateProcedure()\n  return P:new() -- tail\nend\nif x then y() end\n',
  )
})

test('every script of the project stays as it is when it is formatted again, and loses no comment', async () => {
  const files = (await readdir(join(root, 'procedures'), { recursive: true })).filter((name) => name.endsWith('.lua'))
  expect(files.length).toBeGreaterThan(5)
  for (const name of files) {
    const given = readFileSync(join(root, 'procedures', name), 'utf8')
    const once = await formatted(given)
    expect(await formatted(once)).toBe(once)
    expect(comments(once)).toEqual(comments(given))
  }
})

function comments(text: string): readonly string[] {
  return [...text.matchAll(/--.*/gu)].map(([comment]) => comment.trimEnd())
}

test('a script that cannot be read is named at its place', async () => {
  const result = await formatText('lua', { path: 'a.lua', text: 'local x = 1\nlocal 中 = = 2\n' })
  if (result.ok || result.reason !== 'unreadable') throw new Error('it was read')
  expect(result.diagnostics.map(({ code }) => code)).toContain('lua/syntax')
  expect(result.diagnostics.map(({ span }) => span && textOf(span))).toContain('中')
})

test.each([
  ['if a then\n', 'unexpected end of the text, expected `end` to conclude `if`', 'a.lua:2:1'],
  ['local a = 1\nx = "abc', 'unclosed string', 'a.lua:2:5'],
  ['return 1\nlocal a', 'unexpected token `local`, unexpected statement after last statement', 'a.lua:2:1'],
])('so is the only thing that is wrong with %j', async (text, said, place) => {
  const result = await formatText('lua', { path: 'a.lua', text })
  if (result.ok || result.reason !== 'unreadable') throw new Error('it was read')
  expect(result.diagnostics.map(({ message, span }) => [message, placeOf(span)])).toEqual([[`the script cannot be read as Lua: ${said}`, place]])
})

test('what is nested deeper than the formatter can go is refused, and the next script is not', async () => {
  const deep = await formatText('lua', { path: 'a.lua', text: `x = ${'{'.repeat(3000)}${'}'.repeat(3000)}` })
  expect(deep).toMatchObject({ ok: false, reason: 'cannot' })
  expect(await formatted('x=1')).toBe('x = 1\n')
})

test('what the formatter is too long at is stopped, and the next script is not', async () => {
  const argument = 'a'.repeat(50)
  const text = `x=${`f(${argument}, function() return `.repeat(14)}1${' end)'.repeat(14)}`
  const slow = await formatText('lua', { path: 'a.lua', text }, () => Promise.resolve(loadLuaFormatter(50)))
  expect(slow).toMatchObject({ ok: false, reason: 'cannot', problem: expect.stringContaining('did not come to an end') })
  expect(await Promise.all([formatted('x=1'), formatted('y=2')])).toEqual(['x = 1\n', 'y = 2\n'])
})

test('a script that would take all memory is not begun', async () => {
  const long = await formatText('lua', { path: 'a.lua', text: 'x = 1\n'.repeat(30_000) })
  expect(long).toMatchObject({ ok: false, reason: 'cannot', problem: expect.stringContaining('131072 characters') })
})

test('without the optional package it says so, and how to get it', async () => {
  const result = await formatText('lua', { path: 'a.lua', text: 'x=1' }, () => Promise.resolve(undefined))
  expect(result).toMatchObject({ ok: false, reason: 'cannot', problem: expect.stringContaining('npm install @johnnymorganz/stylua') })
})

test('no text makes it throw', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
    const result = await formatText('lua', { path: 'a.lua', text })
    if (result.ok) expect(await formatted(result.text)).toBe(result.text)
  }), { numRuns: 100 })
})
