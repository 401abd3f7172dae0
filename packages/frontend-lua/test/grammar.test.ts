import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { actionClasses, createLuaFrontEnd, drmClass, fileClass, hostFunctions, procedureMembers, setClasses, type HostClass } from '../src/index.ts'
import { mediaInfoOf } from '../src/media-info.ts'
import { inHandler, runLua, someFacts } from './run-lua.ts'

const frontEnd = createLuaFrontEnd({ warm: true })
afterAll(() => frontEnd.close())

const text = readFileSync(new URL('../../../grammars/vodflow.lua', import.meta.url), 'utf8')

/** Class → its fields and methods, as the file declares them. */
function declared(): Map<string, { fields: string[]; methods: string[] }> {
  const classes = new Map<string, { fields: string[]; methods: string[] }>()
  let current = ''
  for (const line of text.split('\n')) {
    const [, className] = /^---@class (\w+)/.exec(line) ?? []
    if (className !== undefined) classes.set((current = className), { fields: [], methods: [] })
    const [, field] = /^---@field (\w+) /.exec(line) ?? []
    if (field !== undefined) classes.get(current)?.fields.push(field)
    const [, owner, method] = /^function (\w+)[.:](\w+)\(/.exec(line) ?? []
    if (owner !== undefined && method !== undefined) classes.get(owner)?.methods.push(method)
  }
  return classes
}

const classes = declared()

test.each(Object.entries<HostClass>({ ...actionClasses, DRM: drmClass }))('%s is declared as it is', (name, entry) => {
  expect(classes.get(name)).toEqual({ fields: [...entry.fields], methods: ['new', ...entry.methods] })
})

test('the other classes are declared as they are', () => {
  expect(classes.get('File')).toEqual({ fields: [...fileClass.fields], methods: [] })
  expect(classes.get('ActionSet')).toEqual({ fields: [], methods: ['new', 'addAction'] })
  expect(setClasses.filter((name) => !classes.has(name))).toEqual([])
  const base = classes.get('BaseProcedure')
  expect([...(base?.fields ?? []), ...(base?.methods ?? [])].toSorted()).toEqual([...procedureMembers].toSorted())
})

const fieldsOf = (value: unknown) => Object.keys(value ?? {})

test('the facts are declared as they are', () => {
  const info = mediaInfoOf(someFacts)
  const { metaData } = info as { metaData: { videoStreamList: unknown[]; audioStreamList: unknown[] } } & typeof info
  expect(classes.get('MediaInfo')?.fields).toEqual(fieldsOf(info))
  expect(classes.get('MetaData')?.fields).toEqual(fieldsOf(metaData))
  expect(classes.get('VideoStream')?.fields).toEqual(fieldsOf(metaData.videoStreamList[0]))
  expect(classes.get('AudioStream')?.fields).toEqual(fieldsOf(metaData.audioStreamList[0]))
})

test('the globals that a script finds are the declared ones, both ways', async () => {
  const standard = `assert error getmetatable ipairs next pairs pcall print rawequal rawget rawlen rawset select setmetatable tonumber
    tostring type unpack xpcall _G _VERSION coroutine math string table utf8 P CreateProcedure`.split(/\s+/)
  const result = await runLua(frontEnd, inHandler('for name in pairs(_G) do print(name) end'))
  const found = result.diagnostics.map((diagnostic) => diagnostic.message.replace(/^.*'(.*)'$/, '$1'))
  const globals = [...text.matchAll(/^(\w+) = \{\}$/gm)].map(([, name]) => name ?? '')
  const functions = [...text.matchAll(/^function (\w+)\(/gm)].map(([, name]) => name ?? '')
  expect(found.filter((name) => !standard.includes(name)).toSorted()).toEqual([...globals, ...functions].toSorted())
  expect(functions.toSorted()).toEqual([...hostFunctions].toSorted())
})

test('every declared method is there to be called', async () => {
  const checks = [...text.matchAll(/^function (\w+)[.:](\w+)\(/gm)].map(([, owner, method]) => `if type(${owner}.${method}) ~= 'function' then Warn('${owner}.${method}') end`)
  const result = await runLua(frontEnd, inHandler(checks.join('\n')))
  expect(result.diagnostics).toEqual([])
  expect(checks.length).toBeGreaterThan(15)
})
