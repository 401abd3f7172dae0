import { expect, test } from 'vitest'
import { luaApi, membersOf, readApi } from '../src/lua/api.ts'

test('the classes of the host API, with all that a script can reach', () => {
  const names = [...luaApi().classes.values()].filter(({ isGlobal }) => isGlobal).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['File', 'ActionSet', 'ProcessActionSet', 'ReviewActionSet', 'TranscodeAction', 'DRM', 'BaseProcedure', 'procedure']))
  expect(membersOf('MetaData').map(({ name }) => name)).toContain('videoStreamList')
  expect(membersOf('ProcessActionSet').map(({ name }) => name)).toContain('addAction')
  expect(luaApi().functions.map(({ name }) => name)).toEqual(['NewProcedureClass', 'Warn', 'Refuse'])
})

test('a type with blanks in brackets stays whole', () => {
  const { classes } = readApi('---@class A\n---@field f (fun(self: A, file: File): ActionSet?)|nil what it does\nA = {}\n')
  expect(classes.get('A')?.members).toEqual([{ name: 'f', is: 'field', type: '(fun(self: A, file: File): ActionSet?)|nil', doc: 'what it does' }])
})
