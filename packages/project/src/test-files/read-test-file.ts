import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { assumeFacts, fail, hasErrors, ok, type Diagnostic, type Result, type SourceFacts, type SourceFile, type SourceSpan } from '@vodflow/core'
import { documentDiagnostics, parseJsonDocument, type JsonDocument, type JsonPath } from '@vodflow/frontend-json'
import { testSchema } from '../generated/test-schema.ts'
import { callOf } from './call-of.ts'

/** A `*.test.json`, as grammars/test.schema.json describes it. */
export interface TestFile {
  readonly file: SourceFile
  readonly cases: readonly TestCase[]
}

export interface TestCase {
  readonly name: string
  readonly call: string
  readonly facts: SourceFacts | 'unknown'
  readonly strict: boolean
  /** Absent: not written yet. */
  readonly expect?: Expectation
  /** Where it stands, from the root of the document. */
  readonly path: JsonPath
  /** Of a member of what is expected, or of the name. */
  readonly spanOf: (member?: keyof Expectation) => SourceSpan
}

export interface Expectation {
  readonly graph?: string
  readonly tasks?: readonly ExpectedTask[]
  readonly commands?: readonly string[]
  readonly diagnostics?: readonly ExpectedDiagnostic[]
}

/** An id, or some members of a task. */
export type ExpectedTask = string | Readonly<Record<string, unknown>>

export interface ExpectedDiagnostic {
  readonly code: string
  readonly severity?: 'error' | 'warning'
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** The document as its schema has it. */
interface Written {
  readonly assume?: Assume
  readonly tests: readonly WrittenCase[]
}

type Assume = Readonly<Record<string, string | number | boolean>>

interface WrittenCase {
  readonly name: string
  readonly call?: string
  readonly arguments?: readonly unknown[]
  readonly assume?: Assume | null
  readonly strict?: boolean
  readonly expect?: Expectation
}

const report = documentDiagnostics('json')

/** All that is wrong with the file is told at its place: `json/…`, and `check/…` for facts that are none. */
export async function readTestFile(file: SourceFile, path: string): Promise<Result<TestFile>> {
  const parsed = parseJsonDocument(file, { validate: testSchema, prefix: 'json' })
  if (!parsed.ok) return parsed
  // The schema has held the value against exactly this shape.
  const written = parsed.value.value as Written
  const beside = await procedureBeside(path)
  const cases: TestCase[] = []
  const diagnostics: Diagnostic[] = [...parsed.diagnostics]
  for (const [index, one] of written.tests.entries()) {
    const read = readCase(parsed.value, one, { index, beside, assume: written.assume ?? {} })
    diagnostics.push(...read.diagnostics)
    if (read.ok) cases.push(read.value)
  }
  return hasErrors(diagnostics) ? fail(...diagnostics) : ok({ file, cases }, diagnostics)
}

/** `Course.lua` or `Course.json` for `Course.test.json`, by its name alone; undefined where neither is there. */
async function procedureBeside(path: string): Promise<string | undefined> {
  const name = basename(path).replace(/\.test\.json$/u, '')
  for (const candidate of [`${name}.lua`, `${name}.json`]) {
    const isThere = await stat(join(dirname(path), candidate)).then((found) => found.isFile(), () => false)
    if (isThere) return candidate
  }
  return undefined
}

interface CaseContext {
  readonly index: number
  readonly beside: string | undefined
  readonly assume: Assume
}

function readCase(document: JsonDocument, one: WrittenCase, { index, beside, assume }: CaseContext): Result<TestCase> {
  const path = ['tests', index]
  const call = one.call ?? (beside === undefined ? undefined : callOf(beside, one.arguments ?? []))
  if (one.call !== undefined && one.arguments !== undefined) {
    return fail(report.create('unknown-property', document.spanAt([...path, 'arguments'], 'key'), { name: 'arguments', suggestions: [], known: ['name', 'call', 'assume', 'strict', 'expect'] }))
  }
  if (call === undefined) return fail(report.create('missing-property', document.spanAt(path), { names: ['call'], within: `a test without a procedure beside it` }))
  const facts = one.assume === null ? ok('unknown' as const) : factsOf(document, { ...assume, ...one.assume }, (key) => (one.assume && key in one.assume ? [...path, 'assume', key] : ['assume', key]))
  if (!facts.ok) return facts
  return ok({
    name: one.name, call, facts: facts.value, strict: one.strict === true, ...(one.expect && { expect: one.expect }), path,
    spanOf: (member) => document.spanAt(member === undefined || one.expect?.[member] === undefined ? [...path, 'name'] : [...path, 'expect', member]),
  })
}

function factsOf(document: JsonDocument, assume: Assume, placeOf: (key: string) => JsonPath): Result<SourceFacts> {
  const pairs = Object.entries(assume).map(([key, value]) => ({ key, text: `${key}=${String(value)}` }))
  const all = assumeFacts(pairs.map(({ text }) => text).join(','))
  if (all.ok) return ok(all.value.facts)
  const found = pairs.flatMap(({ key, text }) => {
    const alone = assumeFacts(text)
    return alone.ok ? [] : alone.diagnostics.map((one): Diagnostic => ({ ...one, span: document.spanAt(placeOf(key), 'key') }))
  })
  // What each fact alone does not tell is about all of them.
  return fail(...(found.length > 0 ? found : all.diagnostics.map((one): Diagnostic => ({ ...one, span: document.spanAt(['tests']) }))))
}
