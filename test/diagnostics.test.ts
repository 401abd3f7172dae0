/** diagnostics/: every code has a page, and what the page shows is true. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { allExplanations, summaryOf } from '@vodflow/core'
import { expectGolden } from '@vodflow/testing'
import { catalogues, explanationsMarkdown, severities } from 'vodflow'
import { describe, expect, test } from 'vitest'
import { runExample } from './example-command.ts'

const root = resolve(import.meta.dirname, '..')
const pages = join(root, 'diagnostics')

const foldersIn = (folder: string) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name)
const codes = foldersIn(pages).flatMap((prefix) => foldersIn(join(pages, prefix)).map((name) => `${prefix}/${name}`))
const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '') : [])

describe('the set', () => {
  test('every code has a folder, and every folder is of a code', () => {
    const known = [...severities.keys()]
    expect(codes.filter((code) => !severities.has(code)), 'folders without a code').toEqual([])
    expect(known.filter((code) => !codes.includes(code)), 'codes without a folder').toEqual([])
  })

  test('a config needs nothing, so config/missing-property has no page', () => {
    expect(readFileSync(join(root, 'grammars/config.schema.json'), 'utf8')).not.toContain('"required"')
  })

  test('no catalogue is left out', async () => {
    const files = (await readdir(join(root, 'packages'), { recursive: true })).filter((path) => /^[^/]+\/src\/.*\.ts$/u.test(path))
    const text = files.map((path) => readFileSync(join(root, 'packages', path), 'utf8')).join('\n')
    const single = [...text.matchAll(/defineDiagnostics\('([a-z-]+)'/gu)].map(([, prefix]) => prefix)
    const documents = [...text.matchAll(/validate: \w+, prefix: '([a-z-]+)'/gu)].map(([, prefix]) => prefix)
    expect([...single, ...new Set(documents)].toSorted()).toEqual(catalogues.map(({ prefix }) => prefix).toSorted())
  })
})

/** A script's second is one of the clock, which a busy machine may use up for it. */
const patient = { retry: 2 }

describe.each(codes)('%s', (code) => {
  const folder = join(pages, code)
  const unit = linesOf(join(folder, 'unit'))[0]
  const [command = 'vodflow validate', rightCommand = command] = linesOf(join(folder, 'command'))

  test('says what it means and how to mend it', () => {
    const page = readFileSync(join(folder, 'page.md'), 'utf8')
    expect(page).toMatch(/^[^#\s][^#]*\n\n## Mend\n\n[^#\s][^#]*\n$/u)
  })

  test.runIf(unit !== undefined)('is provoked by the test it names', () => {
    expect(readFileSync(join(root, unit ?? ''), 'utf8')).toContain(code.split('/')[1] ?? code)
    expect(['wrong', 'right', 'command', 'expected.txt'].filter((name) => existsSync(join(folder, name)))).toEqual([])
  })

  test.runIf(unit === undefined)('is reported of the wrong example', patient, async () => {
    const { output } = await runExample(join(folder, 'wrong'), command, linesOf(join(folder, 'setup')))
    expect(output).toContain(`[${code}]`)
    await expectGolden(join(folder, 'expected.txt'), output)
  })

  test.runIf(unit === undefined)('is not reported of the right one', patient, async () => {
    const { output, status } = await runExample(join(folder, 'right'), rightCommand)
    expect(output).not.toContain(`[${code}]`)
    if (rightCommand.startsWith('vodflow validate')) expect([status, output]).toEqual([0, output])
  })
})

test('docs/diagnostics.md is made of the pages', async () => {
  // The outputs are read again, since a run that rewrites golden files has just changed them.
  const explanations = (await allExplanations()).map((one) =>
    one.wrong === undefined ? one : { ...one, wrong: { ...one.wrong, output: readFileSync(join(pages, one.code, 'expected.txt'), 'utf8') } },
  )
  await expectGolden(join(root, 'docs/diagnostics.md'), explanationsMarkdown(explanations))
})

test('a page begins with a sentence that can stand in a list', async () => {
  const long = (await allExplanations()).filter((one) => summaryOf(one).length > 160 || !/[.!?]$/u.test(summaryOf(one))).map(({ code }) => code)
  expect(long).toEqual([])
})
