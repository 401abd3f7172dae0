import type { IncomingMessage } from 'node:http'
import { pullDiagnostics } from './diagnostics.ts'
import type { Trouble } from './trouble.ts'
import { shownUrl } from './url.ts'

const words: Readonly<Record<number, string>> = {
  401: 'it wants to know who asks', 403: 'it does not give the file to us (a signed URL may have expired)', 404: 'there is no such file', 410: 'the file is gone', 429: 'it is asked too often',
}

const passing: readonly number[] = [408, 425, 429]

/** An answer that is no file. */
export function badStatus(url: URL, answer: IncomingMessage): Trouble {
  const status = answer.statusCode ?? 0
  const why = words[status] ?? (status >= 500 ? 'it is in trouble' : 'that is no file')
  const afterMs = waitAskedFor(answer.headers['retry-after'])
  return {
    is: 'trouble', again: status >= 500 || passing.includes(status), why: `the server answered ${status}`, ...(afterMs !== undefined && { afterMs }),
    tell: (attempts) => pullDiagnostics.create('source-http-status', undefined, { url: shownUrl(url), status, why, attempts }),
  }
}

/** In seconds only, and never more than a minute. */
function waitAskedFor(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/u.test(header) ? Math.min(60, Number(header)) * 1000 : undefined
}
