import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KmsConfig } from '@vodflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findMasterKey, parseMasterKey, unwrap, wrap } from '../src/index.ts'

const fake = Buffer.alloc(32, 0xfa)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-kms-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const find = (config: KmsConfig | undefined, env: Readonly<Record<string, string>> = {}) => findMasterKey({ config, folder, env })

test.each([
  ['hex', fake.toString('hex')], ['HEX', fake.toString('hex').toUpperCase()], ['base64', fake.toString('base64')], ['base64url', fake.toString('base64url')],
  ['white space around it', `\n ${fake.toString('hex')}\n`],
])('32 bytes as %s', (_name, text) => {
  expect(parseMasterKey(text)).toEqual(fake)
})

test('44 characters of base64 that look like hex are base64', () => {
  const text = `${'0123456789abcdef'.repeat(3).slice(0, 43)}=`
  expect(parseMasterKey(text)).toHaveLength(32)
})

test.each([
  ['', 'empty'], ['AA', '1 byte long'], ['a secret?', 'neither hex nor base64'], ['00'.repeat(31), '31 bytes long'], ['00'.repeat(33), '33 bytes long'],
  [Buffer.alloc(16).toString('base64'), '16 bytes long'], ['0'.repeat(63), '47 bytes long'],
])('%s is none', (text, found) => {
  expect(parseMasterKey(text)).toBe(found)
})

test('from a variable, and the same key from a file', async () => {
  await writeFile(join(folder, 'master.key'), fake.toString('base64'), { mode: 0o600 })
  const [inFile, inVariable] = await Promise.all([find({ masterKeyFile: 'master.key' }), find({ masterKeyEnv: 'KEY' }, { KEY: fake.toString('hex') })])
  if (!inFile.ok || !inVariable.ok || 'missing' in inFile.value || 'missing' in inVariable.value) throw new Error('no key')
  expect(inFile.diagnostics).toEqual([])
  expect(unwrap(inFile.value.key, wrap(inVariable.value.key, '1', Buffer.alloc(16)))).toMatchObject({ ok: true })
})

test('none is there: no error, but a sentence', async () => {
  const sentences = await Promise.all([find(undefined), find({ masterKeyEnv: 'KEY' }), find({ masterKeyEnv: 'KEY' }, { KEY: ' ' }), find({ masterKeyFile: 'none' }), find({ masterKeyFile: '.' })])
  expect(sentences.map((found) => found.ok && 'missing' in found.value && found.value.missing)).toEqual([
    expect.stringContaining('name one in the config'), expect.stringContaining("'KEY'"), expect.stringContaining("'KEY'"),
    "the master key cannot be read from 'none': there is no such file", "the master key cannot be read from '.': it is no file",
  ])
})

test('a key that is none is an error that shows nothing of it', async () => {
  await writeFile(join(folder, 'short.key'), 'fa'.repeat(20), { mode: 0o600 })
  const found = await find({ masterKeyFile: 'short.key' })
  expect(found.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['config/bad-master-key', "the master key in 'short.key' is 20 bytes long; it has to be 32 bytes, as 64 hex digits or as base64"],
  ])
})

test.skipIf(process.platform === 'win32')('a file that everybody can read is used, with a warning', async () => {
  const path = join(folder, 'open.key')
  await writeFile(path, fake.toString('hex'))
  await chmod(path, 0o644)
  const open = await find({ masterKeyFile: path })
  expect([open.ok, open.diagnostics.map(({ code, severity }) => `${severity} ${code}`)]).toEqual([true, ['warning config/exposed-master-key']])
  await chmod(path, 0o640)
  expect((await find({ masterKeyFile: path })).diagnostics).toEqual([])
})
