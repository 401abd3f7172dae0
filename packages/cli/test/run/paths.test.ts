import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { problemOfInput, problemOfPaths } from '../../src/run/check-paths.ts'
import { eachNames } from '../../src/run/each-names.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-paths-'))
  await writeFile(join(folder, 'film.mp4'), 'x')
  await mkdir(join(folder, 'out'))
  await writeFile(join(folder, 'out/v.f10.mp4'), 'x')
})
afterEach(() => rm(folder, { recursive: true }))

test('a file and a folder are fine, be the folder there or not; a missing file is the run’s matter', async () => {
  expect(await problemOfPaths(['film.mp4'], 'out', folder)).toBeUndefined()
  expect(await problemOfPaths(['film.mp4', 'nothing.mp4'], 'new/deep', folder)).toBeUndefined()
  expect(await problemOfPaths(['film.mp4'], '.', folder)).toBeUndefined()
})

test.each([
  ['the same file in and out', 'film.mp4', 'film.mp4', /both the source and the output/],
  ['an output that is a file', 'film.mp4', 'out/v.f10.mp4', /is a file/],
  ['a source that a result would overwrite', 'out/v.f10.mp4', 'out', /would be overwritten/],
  ['an output that is a file, beside a URL', 'https://example.com/a.mp4', 'out/v.f10.mp4', /is a file/],
  ['an empty input', '', 'out', /-i is empty/],
  ['an empty output', 'film.mp4', '', /-o is empty/],
  ['a NUL', 'a\0b', 'out', /NUL/],
])('%s is one sentence', async (_, input, output, sentence) => {
  const problem = await problemOfPaths([input], output, folder)
  expect(problem).toMatch(sentence)
  expect(problem).not.toContain('\n')
})

test('a URL is nothing that a result could overwrite, and where only files are read it is one sentence without its query', async () => {
  expect(await problemOfPaths(['https://example.com/v.f10.mp4'], 'out', folder)).toBeUndefined()
  expect(problemOfInput('https://example.com/a.mp4?sign=fake-secret')).toMatch(/^'https:\/\/example.com\/a.mp4' is a URL, /)
})

test('a link does not hide that a source would be overwritten', async () => {
  await symlink(join(folder, 'out'), join(folder, 'link'))
  expect(await problemOfPaths(['link/v.f10.mp4'], 'out', folder)).toMatch(/would be overwritten/)
})

test('each input has a folder of its own', () => {
  expect(eachNames(['a/film.mp4', 'b/film.mkv', 'c/FILM.ts', 'film-2.mp4', '.hidden', 'other.mp4'])).toEqual(['film', 'film-2', 'FILM-3', 'film-2-2', 'hidden', 'other'])
})

test('--each: no name leads out of the folder or into our own records', () => {
  expect(eachNames(['...mp4', '..', '.', '/', '.vodflow.mp4'])).toEqual(['source', 'source-2', 'source-3', 'source-4', 'vodflow'])
})
