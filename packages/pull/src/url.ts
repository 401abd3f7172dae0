import { type Diagnostic, fail, ok, type Result } from '@vodflow/core'
import { pullDiagnostics } from './diagnostics.ts'

/** Longer ones are no address that anybody wrote. */
const maxLength = 8192

/** Whether a text that stands for a source is meant as a URL. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//iu.test(text)
}

/** http and https, with a host and without a user in it. */
export function readUrl(text: string): Result<URL> {
  if (text.length > maxLength) return fail(unusable(`${text.slice(0, 60)}…`, `it is longer than ${maxLength} characters`))
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return fail(unusable(bare(text), 'it is no URL'))
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fail(unusable(bare(text), `only http and https are pulled, not '${url.protocol.slice(0, -1)}'`))
  if (url.username !== '' || url.password !== '') return fail(unusable(shownUrl(url), 'it has a user name or a password in it, which would be sent to whoever answers'))
  url.hash = ''
  return ok(url)
}

function unusable(url: string, why: string): Diagnostic {
  return pullDiagnostics.create('source-url-unusable', undefined, { url, why })
}

/** What may be printed of a URL: no user, no query (signed URLs have their key there), no fragment. */
export function shownUrl(url: URL | string): string {
  if (typeof url === 'string') return URL.canParse(url) ? shownUrl(new URL(url)) : bare(url)
  return url.host === '' ? bare(url.href) : `${url.protocol}//${url.host}${url.pathname}`
}

/** The same for what cannot be parsed. */
function bare(text: string): string {
  return text.replace(/[?#].*$/su, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/iu, '$1').slice(0, 200)
}

/** The file name at the end of a URL's path, as far as it can be a name here; '' where there is none. */
export function nameInUrl(text: string): string {
  if (!URL.canParse(text)) return ''
  const last = new URL(text).pathname.split('/').at(-1) ?? ''
  const name = unescaped(last).replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_').replace(/^[.\s]+/u, '')
  return name.slice(0, 120).trim()
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
