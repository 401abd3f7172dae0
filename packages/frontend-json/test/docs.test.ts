import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { callDiagnostics, jsonDiagnostics, referenceDiagnostics, sourceVariables } from '../src/index.ts'
import { allowedFunctions } from '../src/condition/expression.ts'
import { documentDiagnostics } from '../src/document/index.ts'
import { brief, factsOf, procedureOf, run } from './support.ts'

const docs = readFileSync(new URL('../../../docs/language-json.md', import.meta.url), 'utf8')
const examples = [...docs.matchAll(/```json\n([^]*?)```/g)].map(([, text = '']) => text)

test('the table of variables is the one of the code', () => {
  const rows = [...docs.matchAll(/^\| `source\.(\w+)` \| (\w+) \| (.*) \|$/gm)].map(([, name, type, description]) => [name, type, description])
  expect(rows).toEqual(Object.entries(sourceVariables).map(([name, { type, description }]) => [name, type, description]))
})

test('the functions and the codes are those of the code', () => {
  for (const name of allowedFunctions) expect(docs).toMatch(new RegExp(`[\` ]${name}[\` ,]`))
  const catalogues = [documentDiagnostics('json'), jsonDiagnostics, referenceDiagnostics, callDiagnostics]
  const codes = catalogues.flatMap(({ prefix, catalogue }) => Object.keys(catalogue).map((code) => `${prefix}/${code}`))
  const listed = [...docs.slice(docs.indexOf('## Codes')).matchAll(/`([a-z-]+\/[a-z-]+)`/g)].map(([, code]) => code)
  expect(listed.toSorted()).toEqual(codes.toSorted())
})

test('the examples run as it is said', async () => {
  const [course = '', template = ''] = examples
  const kinds = async (given: Parameters<typeof run>[1]) => (await procedureOf(course, given)).actions.map(({ kind }) => kind)
  const always = ['coverBySnapshot', 'sampleSnapshot', 'imageSprite']
  expect(await kinds({ facts: factsOf(1280, 720) })).toEqual(['review', 'transcode', ...always])
  expect(await kinds({ facts: factsOf(854, 480) })).toEqual(['review', ...always])
  expect((await procedureOf(template)).actions).toHaveLength(5)
  const problems = [...(await run(course)).diagnostics, ...(await run(course, { args: ['x'] })).diagnostics]
  expect(brief(problems)).toEqual([['json/needs-facts', '"source.height >= 720"'], ['call/wrong-argument-type', '"x"']])
  for (const { message } of problems) expect(docs).toContain(message)
})
