import { defaultConfig } from '@vodflow/core'
import { expect, test } from 'vitest'
import { isUrlInput, nameIn, problemOfUrlOptions, shownInput, urlRequest } from '../../src/run/url-source.ts'

const url = 'https://films.example/a%20b/film.mp4?sign=fake-secret'

test('what is a URL and what is a file', () => {
  expect(['http://a', 'HTTPS://a/b', 'ftp://a', 's3://b/c'].map(isUrlInput)).toEqual([true, true, true, true])
  expect(['film.mp4', 'C:/film.mp4', './http:/a', 'a://b', '//host/film.mp4'].map(isUrlInput)).toEqual([false, false, false, false, false])
})

test('a request, with the clip behind the URL', () => {
  expect(urlRequest(`${url}#10,-5`, { fileMd5: 'ABCDEF'.padEnd(32, '0') }, defaultConfig)).toEqual({
    ok: true, diagnostics: [],
    value: { form: 'pullFile', url, fileName: 'film.mp4', md5: 'abcdef'.padEnd(32, '0'), maxBytes: 34359738368, clip: { start: 10, end: -5 } },
  })
  expect(urlRequest('https://films.example/', {}, defaultConfig)).toMatchObject({ value: { url: 'https://films.example/', maxBytes: 34359738368 } })
  expect(urlRequest(`${url}#t=10`, {}, defaultConfig).diagnostics.map(({ code }) => code)).toEqual(['check/bad-clip'])
})

test.each([['500', 500], ['1.5k', 1500], ['20M', 20e6], ['2GiB', 2 * 2 ** 30], ['1 gb', 1e9], ['1T', 1e12]])('--max-size %s', (maxSize, maxBytes) => {
  expect(problemOfUrlOptions({ maxSize }, [url])).toBeUndefined()
  expect(urlRequest(url, { maxSize }, defaultConfig)).toMatchObject({ value: { maxBytes } })
})

test.each(['0', '', 'big', '-1', '1e3', '1X', '0.1', '9999T', '2 GiB!'])("--max-size '%s' is none", (maxSize) => {
  expect(problemOfUrlOptions({ maxSize }, [url])).toBe(`--max-size is '${maxSize}'; it must be a number of bytes, such as 500M, 1.5G or 2GiB`)
})

test('options that do not fit', () => {
  expect(problemOfUrlOptions({}, ['film.mp4'])).toBeUndefined()
  expect(problemOfUrlOptions({ fileMd5: 'abc' }, [url])).toBe("--file-md5 is 'abc'; it must be an MD5, 32 digits from 0 to f")
  expect(problemOfUrlOptions({ fileMd5: '0'.repeat(32) }, ['film.mp4'])).toBe('--file-md5 is for a source that is a URL; there is none')
  expect(problemOfUrlOptions({ maxSize: '1G' }, ['film.mp4'])).toBe('--max-size is for a source that is a URL; there is none')
  expect(problemOfUrlOptions({ fileMd5: '0'.repeat(32) }, [url, url])).toBe('--file-md5 is of one file, and -i is given 2 times')
})

test('a URL is shown without its query, and names a folder by its last part', () => {
  expect(shownInput(`${url}#1,2`)).toBe('https://films.example/a%20b/film.mp4#1,2')
  expect(shownInput('https://me:fake-secret@films.example/x?y')).toBe('https://films.example/x')
  expect(shownInput('a?b#c.mp4')).toBe('a?b#c.mp4')
  expect(['https://a/b/film.mp4?x=/y.mp4', 'https://a/%2e%2e%2fetc', 'https://a/', 'https://a', 'https://a/..%5C..%5Cx', `https://a/${'x'.repeat(300)}`].map(nameIn)).toEqual(
    ['film.mp4', '_etc', '', '', '_.._x', 'x'.repeat(120)],
  )
})
