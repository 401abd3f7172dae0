import { expect, test } from 'vitest'
import { addressFault, isPrivateAddress } from '../src/index.ts'

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

test.each([
  '127.0.0.1', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.16.0.1', '192.168.0.1', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9',
  '192.88.99.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:10.0.0.1', '::FFFF:7F00:1', '::127.0.0.1', 'fe80::1%eth0', 'fec0::1', 'fc00::1', 'fdff::1', 'ff02::1', '64:ff9b::10.0.0.1',
  '64:ff9b:1::8.8.8.8', '64:ff9b:0:1::8.8.8.8', '2002:7f00:1::', '2002:c0a8:1::1', '2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:db8::1', '3fff::1', '100::1', '5f00::1',
  'localhost', '', 'example.org', '1.2.3.4.5', 'fe80', ':::', '1::2::3',
])('the address %s is not asked', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each([
  '8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '192.0.1.1', '192.0.3.1', '203.0.112.1', '223.255.255.255', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2002:808:808::1',
  '2001:4860:4860::8888', '2001:200::1', '2606:4700::1', '3ffe::1', '3fff:1000::1',
])('near miss: the address %s may be', (address) => {
  expect(isPrivateAddress(address)).toBe(false)
})
