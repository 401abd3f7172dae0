import { expect, test } from 'vitest'
import { createCatalogue } from '../../src/index.ts'
import { projectTemplate } from '../support/project-templates.ts'

const codesOf = (getKeyUrl: string) =>
  createCatalogue([projectTemplate({ kind: 'drm', definition: 900 }, { keySource: 'PrivateKMS', getKeyUrl })]).diagnostics.map(({ code }) => code)

test.each([
  ['https://127.0.0.1/key', 'template/unsafe-address'], ['https://me:secret@keys.example/key', 'template/unsafe-address'],
  ['http://keys.example/key', 'template/unencrypted-address'], ['ftp://keys.example/key', 'template/out-of-range'],
])('%s', (address, code) => {
  expect(codesOf(address)).toEqual([code])
})

test('near miss: a public address over https', () => {
  expect(codesOf('https://127.0.0.1.keys.example/key')).toEqual([])
})
