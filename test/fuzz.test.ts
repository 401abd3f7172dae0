/**
 * What nobody would write: the examples and the wrong pages, cut, doubled and mixed. No text may crash or stop `validate`, and every
 * diagnostic has a place in it. `npm test` tries a seeded sample; `npm run torture` a hundred thousand of each language.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FrontEnd } from '@vodflow/core'
import { createJsonFrontEnd } from '@vodflow/frontend-json'
import { createLuaFrontEnd } from '@vodflow/frontend-lua'
import { validate } from '@vodflow/project'
import { afterAll, describe, expect, test } from 'vitest'
import { mutated, numbersFrom } from './mutation.ts'

const torture = process.env['VODFLOW_TORTURE'] !== undefined
const cases = torture ? 100_000 : 700
/** A script may take a second of its own, and the machine of a test is busy. */
const mostMilliseconds = torture ? 2_000 : 10_000
const seed = Number(process.env['VODFLOW_FUZZ_SEED'] ?? 20_261_121)

const root = resolve(import.meta.dirname, '..')
const empty = mkdtempSync(join(tmpdir(), 'vodflow-fuzz-'))
const lua = createLuaFrontEnd()
const json = createJsonFrontEnd()
afterAll(async () => {
  await lua.close()
  rmSync(empty, { recursive: true, force: true })
})

/** Each `validate` would end its worker and start the next with another. */
const keptOpen = (frontEnd: FrontEnd): FrontEnd => ({ ...frontEnd, load: (file) => frontEnd.load(file), close: () => Promise.resolve() })
const frontEnds = { '.lua': () => Promise.resolve(keptOpen(lua)), '.json': () => Promise.resolve(keptOpen(json)) }

function corpusOf(ending: string): readonly string[] {
  const folders = ['procedures', 'diagnostics', 'test/broken-inputs']
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(ending) && !/(?:^|[\\/])(?:graph|stages)\.json$/u.test(path))
      .map((path) => join(root, folder, path)))
  // What goes beyond a bound by its length alone is tried where the bound is; here it would be most of the time.
  return files.map((path) => readFileSync(path, 'utf8')).filter((text) => text.length < 20_000)
}

const names = { '.call': 'fuzz.call', '.json': 'procedures/fuzz.json', '.lua': 'procedures/fuzz.lua' }

describe.each(['.call', '.json', '.lua'] as const)('%s', (ending) => {
  test(`${cases} texts`, async () => {
    const corpus = corpusOf(ending === '.call' ? '.call' : ending)
    expect(corpus.length).toBeGreaterThan(10)
    const random = numbersFrom(seed)
    const failures: string[] = []
    for (let index = 0; index < cases && failures.length < 10; index += 1) {
      const text = mutated(corpus, random)
      const startedAt = performance.now()
      const problem = await problemOf(text, names[ending])
      const milliseconds = performance.now() - startedAt
      if (milliseconds > mostMilliseconds) failures.push(`case ${index} took ${Math.round(milliseconds)} ms: ${JSON.stringify(text)}`)
      if (problem !== undefined) failures.push(`case ${index}: ${problem}: ${JSON.stringify(text)}`)
    }
    expect(failures).toEqual([])
  }, torture ? 3_600_000 : 240_000)
})

async function problemOf(text: string, name: string): Promise<string | undefined> {
  try {
    const builtInProcedures = { folder: join(root, 'procedures') }
    const found = await validate({ from: empty, directory: empty, builtInProcedures, frontEnds, paths: [], given: { text, name }, facts: 'unknown' })
    if (!found.ok) return `refused: ${found.problem}`
    const lost = found.diagnostics.find(({ span, message }) =>
      span === undefined || span.start < 0 || span.end < span.start || span.end > span.file.text.length || message.trim() === '')
    return lost && `${lost.code} has no place in the text: ${lost.span?.start}-${lost.span?.end}`
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}
