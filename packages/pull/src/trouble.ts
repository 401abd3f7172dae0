import type { Diagnostic } from '@vodflow/core'
import { pullDiagnostics } from './diagnostics.ts'

/** Why an attempt did not end well. Made into a diagnostic only when it is the last one, which says how many there were. */
export interface Trouble {
  readonly is: 'trouble'
  /** Whether trying once more may help. */
  readonly again: boolean
  /** In words, where there is another attempt. */
  readonly why: string
  /** What the server asked to wait. */
  readonly afterMs?: number
  readonly tell: (attempts: number) => Diagnostic
}

export function trouble(diagnostic: Diagnostic): Trouble {
  return { is: 'trouble', again: false, why: diagnostic.message, tell: () => diagnostic }
}

/** Thrown into a connection to end it; never leaves this package. */
export class Stalled extends Error {}

/** A connection that could not be made, or an answer that did not come. */
export function unreached(url: URL, error: unknown): Trouble {
  const code = codeOf(error)
  const host = url.host
  const untrusted = untrustedWords[code]
  if (untrusted !== undefined || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO') {
    return trouble(pullDiagnostics.create('source-not-trusted', undefined, { host, why: untrusted ?? `it does not speak TLS as we do (${code})` }))
  }
  // Nobody listens there: that does not change in a second.
  const again = code !== 'ECONNREFUSED'
  const why = wordsOf(error)
  return { is: 'trouble', again, why, tell: (attempts) => pullDiagnostics.create('source-not-reached', undefined, { host, why, attempts }) }
}

export function unknownHost(host: string, error: unknown): Trouble {
  const code = codeOf(error)
  const known = code === 'ENOTFOUND' || code === 'ENODATA'
  const why = known ? 'no name server knows it' : code === 'EAI_AGAIN' ? 'no name server answers' : wordsOf(error)
  return { is: 'trouble', again: !known, why, tell: () => pullDiagnostics.create('source-host-unknown', undefined, { host, why }) }
}

export function wordsOf(error: unknown): string {
  if (error instanceof Stalled) return error.message
  const code = codeOf(error)
  return networkWords[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`)
}

/** Node's code of a failed system call. Of several addresses that all failed, that of the first. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'nothing answers',
  ENETUNREACH: 'there is no way to its network',
  EHOSTUNREACH: 'there is no way to it',
  ENETDOWN: 'there is no network',
  HPE_INVALID_CONSTANT: 'what answers does not speak HTTP',
  HPE_INVALID_VERSION: 'what answers does not speak HTTP',
  HPE_HEADER_OVERFLOW: 'the head of its answer is too long',
  Z_DATA_ERROR: 'what it sent cannot be unpacked',
}

const untrustedWords: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it signed its certificate itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from nobody who is known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from nobody who is known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from nobody who is known here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  CERT_REVOKED: 'its certificate was revoked',
}
