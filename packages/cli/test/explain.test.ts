import { explanationOf } from '@vodflow/core'
import { expect, test } from 'vitest'
import { main } from 'vodflow'
import { capturedIo } from './captured-io.ts'

async function explain(...args: readonly string[]) {
  const { io, out, err } = capturedIo()
  const status = await main(['explain', ...args], io)
  return { status, out: out(), err: err() }
}

test('a page has what it means, both examples with what the tool says, and how to mend it', async () => {
  const { status, out, err } = await explain('call/empty')
  expect([status, err]).toEqual([0, ''])
  const parts = [
    'call/empty (error)\n', 'is expected', '\nWrong\n', "\n  $ vodflow compile ''\n", '\n  <call>:1:1: error: the call is empty', '\nRight\n',
    "\n  $ vodflow compile 'QCVB_SimpleProcessFile'\n", '\nHow to mend it\n',
  ]
  const places = parts.map((part) => out.indexOf(part))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(parts.filter((part) => !out.includes(part))).toEqual([])
})

test('a code is found without its prefix, and as it is copied from a message', async () => {
  const { out } = await explain('call/empty')
  expect([await explain('empty'), await explain('[call/empty]'), await explain('CALL/EMPTY')].map((one) => one.out)).toEqual([out, out, out])
})

test('--json has the whole page', async () => {
  const { status, out } = await explain('call/empty', '--json')
  expect([status, JSON.parse(out)]).toEqual([0, { ...(await explanationOf('call/empty')), severity: 'error', summary: 'There is no procedure\'s name where a call is expected.' }])
})

test('what several catalogues call alike is asked for by its prefix', async () => {
  const message = "vodflow: 'syntax' is the code of several; there are 'config/syntax', 'json/syntax', 'lua/syntax', 'template/syntax'\n"
  expect(await explain('syntax')).toEqual({ status: 2, out: '', err: message })
})

async function hintsOf(isTTY: boolean, stdin: string): Promise<readonly string[]> {
  const { io, out } = capturedIo({ stdin, isTTY, env: { NO_COLOR: '1' } })
  await main(['validate', '-'], io)
  return out().split('\n').filter((line) => line.startsWith('vodflow explain'))
}

test('validate names the command once, where a person looks on', async () => {
  expect(await hintsOf(true, 'QCVB_SimpleProcessFile(10,,99)')).toEqual(['vodflow explain call/missing-value'])
  expect(await hintsOf(false, 'QCVB_SimpleProcessFile(10,,99)')).toEqual([])
  expect(await hintsOf(true, 'QCVB_SimpleProcessFile(10)')).toEqual([])
})

test('an unknown code is refused with what is near', async () => {
  expect(await explain('call/emty')).toEqual({ status: 2, out: '', err: "vodflow: 'call/emty' is no code of a diagnostic; did you mean 'call/empty'?\n" })
  expect(await explain('emtpy')).toEqual({ status: 2, out: '', err: "vodflow: 'emtpy' is no code of a diagnostic; did you mean 'call/empty'?\n" })
  expect(await explain('nothing/like-it')).toEqual({ status: 2, out: '', err: "vodflow: 'nothing/like-it' is no code of a diagnostic; 'vodflow explain' lists them all\n" })
})

test('without a code, all are listed with their first sentence', async () => {
  const { status, out } = await explain()
  expect([status, out]).toEqual([0, expect.stringContaining("call/empty\n    There is no procedure's name where a call is expected.\n")])
  expect(JSON.parse((await explain('--json')).out)).toContainEqual({ code: 'call/empty', severity: 'error', summary: "There is no procedure's name where a call is expected." })
})
