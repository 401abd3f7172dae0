import { expect, test } from 'vitest'
import { addressFault } from '../src/index.ts'

test.each([
  'https://localhost/key', 'https://LOCALHOST./key', 'https://127.0.0.1/k', 'https://127.1', 'https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/',
  'https://10.0.0.8:8443/k', 'https://172.31.255.1/', 'https://192.168.1.1./', 'https://169.254.169.254/latest', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/', 'https://[fe80::1%25eth0]/', 'https://[fd00::1]/', 'https://[64:ff9b::7f00:1]/', 'https://0/', 'https://router/', 'https://keys.internal/',
  'https://%31%32%37.0.0.1/', 'https://１２７.0.0.1/', 'https://100.64.0.1/',
])('%s is private', (address) => {
  expect(addressFault(address)).toBe('private')
})

test.each([
  'https://keys.example/get?v=1', 'https://172.32.0.1/', 'https://192.169.1.1/', 'https://8.8.8.8/', 'https://127.0.0.1.example/', 'https://localhost.example/',
  'https://[2001:4860:4860::8888]/', 'https://11.0.0.1:8443/', 'https://100.128.0.1/',
])('near miss: %s', (address) => {
  expect(addressFault(address)).toBeUndefined()
})

test('scheme, credentials, encryption', () => {
  expect(['ftp://keys.example/', 'file:///etc/passwd', 'keys.example', 'https:///x'].map(addressFault)).toEqual(['scheme', 'scheme', 'scheme', 'scheme'])
  expect(['https://user:secret@keys.example/', 'https://keys.example@127.0.0.1/'].map(addressFault)).toEqual(['credentials', 'credentials'])
  expect(addressFault('http://keys.example/')).toBe('not-encrypted')
})
