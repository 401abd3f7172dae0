import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { publicUrl, secretUrlIn, withoutSecrets } from '../../src/plan/without-secrets.ts'

test.each([
  ['https://user:pw@example.org/key?token=x&b=y#frag', 'https://***@example.org/key?token=***&b=***#***'],
  ['https://example.org/key', 'https://example.org/key'],
  ['https://a@b@example.org/', 'https://***@example.org/'],
  ['HTTPS://u:p/w@example.org/?x', 'HTTPS://u:p/w@example.org/?***'],
  ['file:/films/a?b=c', 'file:/films/a?b=c'],
  ['C:\\films\\a@b', 'C:\\films\\a@b'],
  ['https://example.org/?a=b=c&d', 'https://example.org/?a=***&***'],
])('%s', (url, shown) => expect(publicUrl(url)).toBe(shown))

test('a call is looked through for them', () => {
  expect(secretUrlIn("P('https://u:p@example.org/a')")).toBe('https://***@example.org/a')
  expect(secretUrlIn("P('https://example.org/a', {10})")).toBeUndefined()
})

test('no value of a query and no password survives; all else stays', () => {
  const secret = fc.stringMatching(/^[A-Z0-9]{8,20}$/u)
  fc.assert(fc.property(secret, secret, fc.webPath(), (password, token, path) => {
    const shown = JSON.stringify(withoutSecrets({ tasks: [{ drm: { url: `https://me:${password}@example.org${path.split(/[?#]/u)[0] ?? ''}?t=${token}` } }], n: 1 }))
    expect(shown).not.toContain(password)
    expect(shown).not.toContain(token)
    expect(shown).toContain('"n":1')
  }))
})
