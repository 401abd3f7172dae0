import { plainValue } from '@vodflow/core'
import { callLines, parseCall } from '@vodflow/frontend-call'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatText } from '../../src/index.ts'

async function formatted(text: string): Promise<string> {
  const result = await formatText('calls', { path: 'a.call', text })
  if (!result.ok) throw new Error(JSON.stringify(result))
  return result.text
}

test('one form of every call; comments and blank lines stay', async () => {
  const given = '\uFEFF  # every night \r\n\r\nQCVB_SimpleProcessFile( { 10, 20; } ,0,\t10 , 0x0A )\r\n  我的任务流\n\n./a.lua({k = "a--b", ["x y"] = {}})\n\n\n'
  expect(await formatted(given)).toBe(`# every night

QCVB_SimpleProcessFile({10,20},0,10,10)
我的任务流()

./a.lua({k='a--b',['x y']={}})
`)
})

test('a call with a comment in it, and one spelled as JSON, stay as they are written', async () => {
  expect(await formatted(' X( 1 --[[ one ]] )\nX([10, 20])  \nX("1")\n')).toBe('X( 1 --[[ one ]] )\nX([10, 20])\nX("1")\n')
})

test('a comment behind a call stays there', async () => {
  expect(await formatted('X( 1 )   # why \n')).toBe('X(1) # why\n')
})

test('a file without a line is empty', async () => {
  expect(await formatted('\n\n  \n')).toBe('')
})

test('every line that is no call is named at its place, and the file is left alone', async () => {
  const result = await formatText('calls', { path: 'a.call', text: '# x\nX(1\nY()\nZ(])\n' })
  if (result.ok || result.reason !== 'unreadable') throw new Error('it was read')
  const lines = result.diagnostics.map(({ span }) => span?.file.text.slice(0, span.start).split('\n').length)
  expect(new Set(lines)).toEqual(new Set([2, 4]))
})

const scalar = fc.oneof(fc.constant('nil'), fc.boolean().map(String), fc.integer().map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.string({ unit: 'binary' }).map((text) => `'${text.replaceAll(/[\\'\n\r]/gu, '')}'`))
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }).map((list) => `{ ${list.join(' ; ')} }`))
const line = fc.oneof(
  fc.tuple(fc.constantFrom('X', ' 任务流', 'a/b.lua'), fc.array(value, { maxLength: 4 })).map(([name, list]) => `${name}( ${list.join(' ,')} )`),
  fc.constantFrom('', '  ', '# note', '   # note -- '),
)

test('is stable and means the same', async () => {
  await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
    const given = lines.join('\n')
    const result = await formatText('calls', { path: 'a.call', text: given })
    // Texts at random hold characters that no call may hold.
    fc.pre(result.ok)
    if (!result.ok) return
    expect(meanings(result.text)).toEqual(meanings(given))
    expect(await formatted(result.text)).toBe(result.text)
  }), { numRuns: 300 })
})

function meanings(text: string): readonly unknown[] {
  return [...callLines(text)].filter(({ isCall }) => isCall).map(({ text: call }) => {
    const parsed = parseCall({ path: 'a.call', text: call })
    return parsed.ok ? [parsed.value.name.text, parsed.value.arguments.map(plainValue)] : parsed.diagnostics.map(({ code }) => code)
  })
}
