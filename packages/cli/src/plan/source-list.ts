import { assumeFacts, fail, ok, type Diagnostic, type Result, type SourceFile, type SourceSpan } from '@vodflow/core'
import type { NamedSource } from './plan-sources.ts'

/** One entry of the list as the schema has held it. */
type Entry = Readonly<Record<string, string | number | boolean>>
type PlaceOf = (key: string, part: 'key' | 'value') => SourceSpan

/** The sources of `--assume-file`, grammars/sources.schema.json: those that can be assumed, and what is wrong with the others at its place. */
export async function readSources(file: SourceFile): Promise<Result<readonly NamedSource[]>> {
  const [{ parseJsonDocument }, { sourcesSchema }] = await Promise.all([import('@vodflow/frontend-json'), import('../generated/sources-schema.ts')])
  const parsed = parseJsonDocument(file, { validate: sourcesSchema, prefix: 'json' })
  if (!parsed.ok) return parsed
  // The schema has held the value against exactly this shape.
  const entries = parsed.value.value as readonly Entry[]
  const read = entries.map((entry, at) => assumedSource(entry, at, (key, part) => parsed.value.spanAt([at, key], part)))
  const diagnostics = read.flatMap((each) => each.diagnostics)
  // What is wrong with one is told; the others are planned all the same.
  return { ok: true, value: read.map((each, at) => (each.ok ? each.value : { name: nameOf(entries[at], at) })), diagnostics: [...parsed.diagnostics, ...diagnostics] }
}

function assumedSource(entry: Entry, at: number, place: PlaceOf): Result<NamedSource> {
  const pairs = Object.entries(entry).filter(([key]) => key !== 'name')
  const wrong = pairs.flatMap(([key, value]) => problemsOf(key, value, place))
  const facts = assumeFacts(pairs.map(([key, value]) => `${key}=${String(value)}`).join(','))
  if (wrong.length > 0) return fail(...wrong)
  // What only shows in company, such as `video=none` beside a width.
  return facts.ok ? ok({ name: nameOf(entry, at), source: { is: 'assumed', facts: facts.value.facts } }) : fail(...facts.diagnostics.map((each) => withPlace(each, place('video' in entry ? 'video' : 'audio', 'value'))))
}

function nameOf(entry: Entry | undefined, at: number): string {
  return String(entry?.['name'] ?? `source ${at + 1}`)
}

function problemsOf(key: string, value: string | number | boolean, place: PlaceOf): readonly Diagnostic[] {
  return assumeFacts(`${key}=${String(value)}`).diagnostics.map((each) => withPlace(each, place(key, each.code === 'check/unknown-fact' ? 'key' : 'value')))
}

function withPlace(diagnostic: Diagnostic, span: SourceSpan): Diagnostic {
  return { ...diagnostic, span }
}
