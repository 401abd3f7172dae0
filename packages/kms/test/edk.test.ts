import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { isFileId, masterKeyOf, newDataKey, unwrap, wrap } from '../src/index.ts'

const master = masterKeyOf(Buffer.alloc(32, 0xfa))
const other = masterKeyOf(Buffer.alloc(32, 0xfb))
const dataKey = Buffer.from('fake data key 16')

test('what is wrapped comes out again, with the file it is of', () => {
  const edk = wrap(master, '5285890784246869930', dataKey)
  expect(edk).toMatch(/^[\w-]{86}$/)
  expect(unwrap(master, edk)).toEqual({ ok: true, fileId: '5285890784246869930', dataKey })
})

test('every key and every wrapping is another one', () => {
  const made = Array.from({ length: 50 }, () => newDataKey(master, '1'))
  expect(new Set(made.map((one) => one.dataKey.toString('hex'))).size).toBe(50)
  expect(new Set(Array.from({ length: 50 }, () => wrap(master, '1', dataKey))).size).toBe(50)
})

test('another master key opens nothing', () => {
  expect(unwrap(other, wrap(master, '1', dataKey))).toEqual({ ok: false, why: 'not-mine' })
})

test('not one byte of it can be changed, the fileId and the version included', () => {
  const bytes = Buffer.from(wrap(master, '5285890784246869930', dataKey), 'base64url')
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(unwrap(master, changed.toString('base64url')).ok, `byte ${at}`).toBe(false)
  }
  const longer = Buffer.concat([bytes, Buffer.from('1')]).toString('base64url')
  expect(unwrap(master, longer)).toEqual({ ok: false, why: 'not-mine' })
})

test.each([
  ['', 'not-an-edk'], ['AA', 'not-an-edk'], ['not base64!', 'not-an-edk'], [Buffer.alloc(45, 1).toString('base64url'), 'not-an-edk'],
  [Buffer.alloc(60, 2).toString('base64url'), 'other-version'], [Buffer.alloc(60, 1).toString('base64url'), 'not-mine'],
  [`${wrap(master, '1', dataKey)}==`, 'not-an-edk'], ['A'.repeat(1_000_000), 'not-an-edk'],
])('%.30s is refused', (edk, why) => {
  expect(unwrap(master, edk)).toEqual({ ok: false, why })
})

test('any text is answered', () => {
  assert(property(string({ unit: 'binary' }), (text) => !unwrap(master, text).ok), { seed: 4, numRuns: 30 })
})

test('a fileId is what may stand in an address and a file name', () => {
  expect(['1', '5285890784246869930', 'a-b_c.d', 'x'.repeat(64)].map(isFileId)).toEqual([true, true, true, true])
  expect(['', 'a b', 'a/b', 'ü', 'x'.repeat(65), 'a\n'].map(isFileId)).toEqual([false, false, false, false, false, false])
  expect(() => wrap(master, 'a b', dataKey)).toThrow(RangeError)
  expect(() => wrap(master, '1', dataKey.subarray(1))).toThrow(RangeError)
})

test('a master key prints nothing of itself', () => {
  expect(`${JSON.stringify(master)} ${String(master)} ${Object.values(master).join()}`).not.toMatch(/fa|250|�/)
})
