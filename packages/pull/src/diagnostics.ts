import { defineDiagnostics } from '@vodflow/core'

/** Why a URL did not become a file, where the URL or its server is at fault. A URL is shown without its query, which may hold a signature. */
export const pullDiagnostics = defineDiagnostics('check', {
  'source-url-unusable': { severity: 'error', message: (p: { url: string; why: string }) => `the source '${p.url}' cannot be pulled: ${p.why}` },
  'source-address-private': {
    severity: 'error',
    message: (p: { host: string; address: string }) =>
      `'${p.host}' ${p.host === p.address ? 'is' : `leads to ${p.address}, which is`} an address of this machine or of a private network; name the host or its network under 'pull.allow' in vodflow.config.json to permit it`,
  },
  'source-host-unknown': { severity: 'error', message: (p: { host: string; why: string }) => `the host '${p.host}' has no address: ${p.why}` },
  'source-not-reached': { severity: 'error', message: (p: { host: string; why: string; attempts: number }) => `'${p.host}' cannot be reached: ${p.why}${tried(p.attempts)}` },
  'source-not-trusted': { severity: 'error', message: (p: { host: string; why: string }) => `no encrypted connection to '${p.host}': ${p.why}` },
  'source-http-status': {
    severity: 'error',
    message: (p: { url: string; status: number; why: string; attempts: number }) => `the server answered ${p.status} for '${p.url}': ${p.why}${tried(p.attempts)}`,
  },
  'source-bad-redirect': { severity: 'error', message: (p: { url: string; why: string }) => `'${p.url}' is redirected, and not to a file: ${p.why}` },
  'source-too-large': {
    severity: 'error',
    message: (p: { url: string; bytes: number | 'more'; maxBytes: number }) =>
      `'${p.url}' ${p.bytes === 'more' ? 'goes on past' : `has ${grouped(p.bytes)} bytes, more than`} the ${grouped(p.maxBytes)} that are allowed; --max-size or 'pull.maxBytes' allows more`,
  },
  'source-md5-differs': { severity: 'error', message: (p: { url: string; expected: string; found: string }) => `the MD5 of '${p.url}' is ${p.found}, and ${p.expected} was asked for` },
  'source-cut-short': {
    severity: 'error',
    message: (p: { url: string; received: number; total: number | 'unknown'; why: string; attempts: number }) =>
      `'${p.url}' never came to its end: ${grouped(p.received)} ${p.total === 'unknown' ? 'bytes' : `of ${grouped(p.total)} bytes`} are here, then ${p.why}${tried(p.attempts)}; the same command goes on from there`,
  },
})

/** This machine is at fault. */
export const pullRoomDiagnostics = defineDiagnostics('run', {
  'no-room-for-source': {
    severity: 'error',
    message: (p: { url: string; folder: string; needed: number | 'unknown' }) =>
      `no space is left in '${p.folder}' for ${p.needed === 'unknown' ? '' : `the ${grouped(p.needed)} bytes that are still to come of `}'${p.url}'; make room and give the same command again`,
  },
  'source-not-kept': { severity: 'error', message: (p: { folder: string; why: string }) => `what is pulled cannot be written into '${p.folder}': ${p.why}` },
})

function tried(attempts: number): string {
  return attempts > 1 ? ` (tried ${attempts} times)` : ''
}

function grouped(value: number): string {
  return value.toLocaleString('en')
}
