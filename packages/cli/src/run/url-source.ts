import { ok, type ProjectConfig, type Result } from '@vodflow/core'
import { parseClip, shownUrl, type PullRequest } from '@vodflow/engine'
import { printable } from '../reporters/text-width.ts'

/** Options that only a URL needs. */
export interface UrlOptions {
  readonly fileMd5?: string
  readonly maxSize?: string
}

export function isUrlInput(input: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(input)
}

/** As it may be printed: a URL without its query, which may hold a signature. */
export function shownInput(input: string): string {
  return isUrlInput(input) ? `${shownUrl(input)}${fragmentOf(input)}` : input
}

/** What is wrong with the options, as one sentence. */
export function problemOfUrlOptions({ fileMd5, maxSize }: UrlOptions, inputs: readonly string[]): string | undefined {
  const given = fileMd5 === undefined ? maxSize === undefined ? undefined : '--max-size' : '--file-md5'
  if (given === undefined) return undefined
  if (!inputs.some(isUrlInput)) return `${given} is for a source that is a URL; there is none`
  if (fileMd5 !== undefined && inputs.length > 1) return `--file-md5 is of one file, and -i is given ${inputs.length} times`
  if (fileMd5 !== undefined && !/^[0-9a-f]{32}$/i.test(fileMd5)) return `--file-md5 is '${printable(fileMd5)}'; it must be an MD5, 32 digits from 0 to f`
  if (maxSize !== undefined && bytesIn(maxSize) === undefined) return `--max-size is '${printable(maxSize)}'; it must be a number of bytes, such as 500M, 1.5G or 2GiB`
  return undefined
}

/** What is to be pulled; `#START,END` behind the URL is a clip of it. */
export function urlRequest(input: string, options: UrlOptions, config: ProjectConfig): Result<PullRequest> {
  const fragment = fragmentOf(input)
  const clip = fragment === '' ? ok(undefined) : parseClip(unescaped(fragment.slice(1)))
  if (!clip.ok) return clip
  const url = input.slice(0, input.length - fragment.length)
  const fileName = nameIn(url)
  return ok({
    form: 'pullFile',
    url,
    ...(fileName !== '' && { fileName }),
    ...(options.fileMd5 !== undefined && { md5: options.fileMd5.toLowerCase() }),
    maxBytes: (options.maxSize === undefined ? undefined : bytesIn(options.maxSize)) ?? config.pull.maxBytes,
    ...(clip.value !== undefined && { clip: clip.value }),
  })
}

function fragmentOf(input: string): string {
  const at = input.indexOf('#')
  return at === -1 ? '' : input.slice(at)
}

/** The file name at the end of a URL's path, as far as it can be a name here; '' where there is none. */
export function nameIn(url: string): string {
  const last = shownUrl(url).replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').split('/').at(-1) ?? ''
  return unescaped(last).replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_').replace(/^[.\s]+/u, '').slice(0, 120).trim()
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const units: Readonly<Record<string, number>> = {
  '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40,
}

function bytesIn(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,15}(?:\.\d{1,6})?) ?([a-z]{0,3})$/i.exec(text.trim()) ?? []
  const factor = units[unit.toLowerCase()]
  const bytes = digits === undefined || factor === undefined ? 0 : Math.floor(Number(digits) * factor)
  return bytes >= 1 && bytes <= 1e15 ? bytes : undefined
}
