import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowListOf, mayBeAsked } from '../src/allow-list.ts'
import { nextUrl } from '../src/ask.ts'
import { type Network, systemNetwork } from '../src/network.ts'
import { pullFile } from '../src/index.ts'
import { fakeCertificate } from './fake-certificate.ts'
import { arrived, filmServer, freshFolder, listen, network } from './film-server.ts'

async function said(url: string, allow: readonly string[], net: Network = network()): Promise<string> {
  const result = await pullFile({ url, allow, maxBytes: 1e9 }, { folder: await freshFolder(), signal: new AbortController().signal, network: net, onProgress: ({ receivedBytes }) => (arrived.bytes = receivedBytes) })
  return result.ok ? 'pulled' : result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n')
}

test('this machine and private networks are refused, and the sentence names the way out', async () => {
  const server = await filmServer()
  expect(await said(server.url, [])).toBe(
    "check/source-address-private: '127.0.0.1' is an address of this machine or of a private network; name the host or its network under 'pull.allow' in vodflow.config.json to permit it",
  )
  for (const host of ['2130706433', '0x7f.1', '0177.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '10.0.0.1', '[fe80::1]', '[64:ff9b::10.0.0.1]', '169.254.169.254']) {
    expect(await said(`http://${host}:${server.port}/`, []), host).toContain('check/source-address-private')
  }
  expect(server.asked).toEqual([])
})

test('one bad address among good ones is enough', async () => {
  const server = await filmServer()
  const net = network({ 'films.example': ['8.8.8.8', '::ffff:127.0.0.1'] })
  expect(await said(`http://films.example:${server.port}/film.mp4`, [], net)).toContain("'films.example' leads to ::ffff:127.0.0.1")
})

test.each([['127.0.0.1'], ['127.0.0.0/8'], ['films.example'], ['*.example'], ['FILMS.example']])('%s in pull.allow permits it', async (entry) => {
  const server = await filmServer()
  expect(await said(`http://films.example:${server.port}/film.mp4`, [entry], network({ 'films.example': ['127.0.0.1'] }))).toBe('pulled')
})

test.each([['127.0.0.2'], ['10.0.0.0/8'], ['example'], ['*.films.example'], ['films.example.org']])('near miss: %s does not', async (entry) => {
  const server = await filmServer()
  expect(await said(`http://films.example:${server.port}/film.mp4`, [entry], network({ 'films.example': ['127.0.0.1'] }))).toContain('check/source-address-private')
  expect(server.asked).toEqual([])
})

test('the connection is made to the address that was checked, whatever the name leads to afterwards', async () => {
  const server = await filmServer()
  let asked = 0
  const rebinding: Network = { ...network(), resolve: async () => [{ address: (asked += 1) === 1 ? '127.0.0.1' : '10.9.9.9', family: 4 }] }
  expect(await said(`http://films.example:${server.port}/film.mp4`, ['127.0.0.1'], rebinding)).toBe('pulled')
  expect(asked).toBe(1)
  // The other way round: a name that is public when it is looked at, and loopback when it is asked again after a cut.
  server.cuts = [1000]
  asked = 0
  expect(await said(`http://films.example:${server.port}/film.mp4`, ['127.0.0.1'], rebinding)).toContain("'films.example' leads to 10.9.9.9")
})

test('each redirect is held against the same rules', async () => {
  const film = await filmServer()
  const port = await listen((request, response) => {
    const targets: Readonly<Record<string, string>> = {
      '/good': `http://films.example:${film.port}/film.mp4`, '/relative': '/good', '/private': 'http://169.254.169.254/latest/', '/name': 'http://inside.example/', '/file': 'file:///etc/passwd',
      '/user': 'http://user:fake-secret@films.example/', '/loop': '/loop2', '/loop2': '/loop', '/nowhere': '', '/bad': 'http://[', '/data': 'data:video/mp4,x',
    }
    const path = request.url ?? ''
    const location = path.startsWith('/long') ? `/long${Number(path.slice(5)) + 1}` : targets[path]
    response.writeHead(302, location === '' ? {} : { location }).end()
  })
  const net = network({ 'films.example': ['127.0.0.1'], 'inside.example': ['192.168.1.7'] })
  const from = (path: string): Promise<string> => said(`http://films.example:${port}${path}`, ['films.example'], net)
  expect(await from('/good')).toBe('pulled')
  expect(await from('/relative')).toBe('pulled')
  expect(await from('/private')).toContain("check/source-address-private: '169.254.169.254'")
  expect(await from('/name')).toContain("check/source-address-private: 'inside.example' leads to 192.168.1.7")
  expect(await from('/file')).toContain("check/source-bad-redirect")
  expect(await from('/data')).toContain("only http and https are pulled, not 'data'")
  expect(await from('/user')).toContain('it has a user name or a password in it')
  expect(await from('/user')).not.toContain('fake-secret')
  expect(await from('/loop')).toContain('the redirects go in a circle')
  expect(await from('/long1')).toContain('there are more than 5 redirects')
  for (const path of ['/nowhere', '/bad']) expect(await from(path)).toContain('the answer does not say where to')
})

function next(from: string, to: string, ...allow: string[]): string {
  const url = nextUrl(new URL(from), to, allowListOf(allow))
  return 'is' in url ? url.tell(1).message : url.href
}

test('an encrypted connection is not left for one that is not, but to a host that is permitted', () => {
  expect(next('https://films.example/a', 'http://films.example/b')).toBe("'https://films.example/a' is redirected, and not to a file: from an encrypted connection to one that is not, 'http://films.example/b'")
  expect(next('https://films.example/a', 'http://films.lan/b', 'films.lan')).toBe('http://films.lan/b')
  expect([next('http://films.example/a', 'https://films.example/b'), next('https://films.example/a/b', '../c?d')]).toEqual(['https://films.example/b', 'https://films.example/c?d'])
})

test('what is no URL to pull', async () => {
  for (const url of ['ftp://films.example/a', 'file:///etc/passwd', 'https://', 'http:///x', 'https://user:fake-secret@films.example/', 'gopher://x/', `https://films.example/${'x'.repeat(9000)}`]) {
    const words = await said(url, [])
    expect(words, url).toMatch(/^check\/source-(url-unusable|host-unknown)/)
    expect(words).not.toContain('fake-secret')
  }
  expect(await said('ftp://films.example/a', [])).toBe("check/source-url-unusable: the source 'ftp://films.example/a' cannot be pulled: only http and https are pulled, not 'ftp'")
})

test('names, ports and tongues that lead nowhere', async () => {
  expect(await said('https://nobody.example/film.mp4', [])).toBe("check/source-host-unknown: the host 'nobody.example' has no address: no name server knows it")
  const port = await listen(() => {})
  expect(await said('http://127.0.0.1:1/', ['127.0.0.1'])).toBe("check/source-not-reached: '127.0.0.1:1' cannot be reached: nothing listens there")
  expect(await said(`https://127.0.0.1:${port}/`, ['127.0.0.1'])).toContain('check/source-not-trusted')
})

test('a certificate that nobody vouches for ends it', async () => {
  const port = await listen((_, response) => response.end('film'), fakeCertificate)
  expect(await said(`https://127.0.0.1:${port}/`, ['127.0.0.1'])).toBe(`check/source-not-trusted: no encrypted connection to '127.0.0.1:${port}': it signed its certificate itself`)
})

test('the system looks names up as it does for all programs', async () => {
  const found = await systemNetwork.resolve('localhost')
  expect(found.map(({ address }) => address).every((address) => ['127.0.0.1', '::1'].includes(address))).toBe(true)
})

test('no v4 address passes in another dress', () => {
  const nothing = allowListOf([])
  fc.assert(
    fc.property(fc.ipV4(), (v4) => {
      const groups = v4.split('.').map(Number)
      const hex = [0, 2].map((at) => ((groups[at] ?? 0) * 256 + (groups[at + 1] ?? 0)).toString(16))
      const dresses = [`::ffff:${v4}`, `::ffff:${hex.join(':')}`, `64:ff9b::${v4}`, `2002:${hex.join(':')}::1`]
      for (const dress of dresses) expect([dress, mayBeAsked('x', dress, nothing)]).toEqual([dress, mayBeAsked('x', v4, nothing)])
    }),
  )
})

test('no text throws, and what is no address is not asked', () => {
  fc.assert(fc.property(fc.string(), (text) => void mayBeAsked('x', text, allowListOf([])), ))
  fc.assert(fc.property(fc.stringMatching(/^[0-9a-f:.x%]{0,40}$/), (text) => void mayBeAsked('x', text, allowListOf(['10.0.0.0/8', 'fd00::/8'])), ))
  fc.assert(fc.property(fc.ipV6(), (v6) => {
    const first = Number.parseInt(v6.split(':')[0] || '0', 16)
    if (first >= 0x4000 || (first > 0x64 && first < 0x2000)) expect(mayBeAsked('x', v6, allowListOf([]))).toBe(false)
  }))
})
