import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { type AllowList, mayBeAsked } from './allow-list.ts'
import { pullDiagnostics } from './diagnostics.ts'
import type { Address, Network } from './network.ts'
import { Stalled, trouble, type Trouble, unknownHost, unreached } from './trouble.ts'
import { readUrl, shownUrl } from './url.ts'

export interface Asking {
  readonly network: Network
  readonly allowed: AllowList
  readonly signal: AbortSignal
}

export type Headers = Readonly<Record<string, string>>

const redirects: readonly number[] = [301, 302, 303, 307, 308]

/** The answer to a GET after all redirects; each hop is held against the rules as if it were the first. */
export async function ask(first: URL, headers: Headers, asking: Asking): Promise<IncomingMessage | Trouble> {
  const visited = new Set<string>()
  for (let url = first; ; ) {
    visited.add(url.href)
    const answer = await askOnce(url, headers, asking)
    if ('is' in answer || !redirects.includes(answer.statusCode ?? 0)) return answer
    answer.destroy()
    const next = nextUrl(url, answer.headers.location, asking.allowed)
    if ('is' in next) return next
    if (visited.has(next.href)) return badRedirect(first, 'the redirects go in a circle')
    if (visited.size > asking.network.limits.redirects) return badRedirect(first, `there are more than ${asking.network.limits.redirects} redirects`)
    url = next
  }
}

export function nextUrl(from: URL, location: string | undefined, allowed: AllowList): URL | Trouble {
  if (location === undefined || !URL.canParse(location, from.href)) return badRedirect(from, 'the answer does not say where to')
  const next = readUrl(new URL(location, from).href)
  if (!next.ok) return badRedirect(from, next.diagnostics.map(({ message }) => message).join('; '))
  const downgraded = from.protocol === 'https:' && next.value.protocol === 'http:' && !allowed.allowsHost(hostOf(next.value))
  return downgraded ? badRedirect(from, `from an encrypted connection to one that is not, '${shownUrl(next.value)}'`) : next.value
}

function badRedirect(url: URL, why: string): Trouble {
  return trouble(pullDiagnostics.create('source-bad-redirect', undefined, { url: shownUrl(url), why }))
}

async function askOnce(url: URL, headers: Headers, { network, allowed, signal }: Asking): Promise<IncomingMessage | Trouble> {
  const addresses = await checkedAddresses(url, network, allowed)
  if ('is' in addresses) return addresses
  try {
    return await answerOf(url, headers, addresses, network.limits.answerMs, signal)
  } catch (error) {
    if (signal.aborted) throw error
    return unreached(url, error)
  }
}

/** Resolved once and all of them checked, so that the connection has nothing left to ask a name server for. */
async function checkedAddresses(url: URL, network: Network, allowed: AllowList): Promise<readonly Address[] | Trouble> {
  const host = hostOf(url)
  const addresses = await addressesOf(host, network)
  if ('is' in addresses) return addresses
  const forbidden = addresses.find(({ address }) => !mayBeAsked(host, address, allowed))
  return forbidden === undefined ? addresses : trouble(pullDiagnostics.create('source-address-private', undefined, { host, address: forbidden.address }))
}

async function addressesOf(host: string, network: Network): Promise<readonly Address[] | Trouble> {
  const version = isIP(host)
  if (version !== 0) return [{ address: host, family: version === 6 ? 6 : 4 }]
  try {
    const found = await network.resolve(host)
    return found.length > 0 ? found : unknownHost(host, undefined)
  } catch (error) {
    return unknownHost(host, error)
  }
}

/** Without the brackets of a v6 address, as everything but a URL writes it. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/u, '$1').replace(/\.$/u, '')
}

function answerOf(url: URL, headers: Headers, addresses: readonly Address[], answerMs: number, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const host = hostOf(url)
    const sent = request({
      method: 'GET', protocol: url.protocol, hostname: host, port: url.port, path: `${url.pathname}${url.search}`,
      // A connection of its own: one that is kept open would be to an address that was checked for another name.
      agent: false, signal, servername: isIP(host) === 0 ? host : '',
      headers: { ...headers, host: url.host, 'user-agent': 'vodflow', accept: '*/*', 'accept-encoding': 'identity' },
      lookup: (_host, options, callback) => {
        const [first] = addresses
        if (options.all) callback(null, [...addresses])
        else callback(null, first?.address ?? '', first?.family)
      },
    })
    const timer = setTimeout(() => sent.destroy(new Stalled(`nothing was answered for ${answerMs / 1000} s`)), answerMs)
    sent.once('response', (answer) => {
      clearTimeout(timer)
      resolve(answer)
    })
    // Stays, since a connection can fail after its answer was given too; who reads the answer hears of that.
    sent.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    sent.end()
  })
}
