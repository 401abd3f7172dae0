/**
 * Sixty files with one to four mistakes each, twenty in each language: one `validate` of the folder reports each mistake at its
 * exact range, and nothing else. In a file `<|code:text|>` stands around what the diagnostic must point at.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { positionAt } from '@vodflow/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const inputs = join(import.meta.dirname, 'broken-inputs')
const folder = mkdtempSync(join(tmpdir(), 'vodflow-broken-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Input {
  readonly path: string
  readonly text: string
  /** `line:column-line:column code`, in the order of the text. */
  readonly mistakes: readonly string[]
}

function readInput(path: string): Input {
  const marked = readFileSync(join(inputs, path), 'utf8')
  let text = ''
  const marks: { readonly code: string; readonly start: number; readonly end: number }[] = []
  let read = 0
  for (const match of marked.matchAll(/<\|([a-z-]+\/[a-z0-9-]+):([\s\S]*?)\|>/g)) {
    const [whole, code = '', inner = ''] = match
    text += marked.slice(read, match.index)
    marks.push({ code, start: text.length, end: text.length + inner.length })
    text += inner
    read = match.index + whole.length
  }
  text += marked.slice(read)
  const at = (offset: number) => {
    const { line, column } = positionAt({ path, text }, offset)
    return `${line}:${column}`
  }
  return { path, text, mistakes: marks.map(({ code, start, end }) => `${at(start)}-${at(end)} ${code}`) }
}

const files = ['call', 'json', 'lua'].flatMap((language) =>
  readdirSync(join(inputs, language)).toSorted().map((name) => readInput(join(language, name))))

interface Reported {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly place: { readonly file: string; readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }
}

const reported = new Map<string, readonly Reported[]>()

beforeAll(async () => {
  await writeFile(join(folder, 'vodflow.config.json'), '{}')
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const { stdout } = await runVodflow(['validate', 'call', 'json', 'lua', '--format', 'json'], { cwd: folder })
  // What our own program prints: vodflow/diagnostics@1.
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Reported[] }
  for (const one of diagnostics) reported.set(one.place.file, [...(reported.get(one.place.file) ?? []), one])
}, 120_000)

test('there are twenty in each language, with one to four mistakes each', () => {
  expect(files).toHaveLength(60)
  for (const language of ['call', 'json', 'lua']) expect(files.filter(({ path }) => path.startsWith(language))).toHaveLength(20)
  expect(files.filter(({ mistakes }) => mistakes.length < 1 || mistakes.length > 4).map(({ path }) => path)).toEqual([])
})

describe('every mistake is reported at its exact range, and nothing else', () => {
  for (const { path, mistakes } of files) test(path, () => {
    const found = (reported.get(path) ?? []).map(({ code, place: { line, column, endLine, endColumn } }) => `${line}:${column}-${endLine}:${endColumn} ${code}`)
    expect(found.toSorted(), JSON.stringify((reported.get(path) ?? []).map(({ message }) => message), undefined, 2)).toEqual([...mistakes].toSorted())
  })
})
