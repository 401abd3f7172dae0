import { didYouMean, spanOf, type Diagnostic } from '@vodflow/core'
import { plainList, type DocumentDiagnostics } from './diagnostics.ts'
import { renameFix } from './fixes.ts'
import type { JsonDocument, JsonPath } from './json-document.ts'
import type { SchemaError, SchemaValidator } from './schema-error.ts'
import { asRecord, foldAlternatives } from './schema-fold.ts'

/** Longest string of a file that a message repeats. */
const maxQuoted = 40
/** Misfits that are looked up in the text: a file may have a hundred thousand, and nobody reads on. */
const maxMisfits = 200

/** What does not fit the schema, each at its place, in the order of the text. Nobody else sees an instancePath. */
export function schemaDiagnostics(document: JsonDocument, validate: SchemaValidator, report: DocumentDiagnostics): readonly Diagnostic[] {
  if (validate(document.value)) return []
  const errors = foldAlternatives(validate.errors ?? []).slice(0, maxMisfits)
  const misspelt = errors.flatMap((error) => (hasUnknownName(error) ? meantNames(error).map((name) => nameIn(error, name)) : []))
  // The name that is missing stands there, misspelt: that is told where it stands.
  const diagnostics = errors
    .filter((error) => ![error.params['missingProperty']].flat().some((name) => misspelt.includes(nameIn(error, String(name)))))
    .map((error) => misfit(document, error, report))
  return withoutRepeats(diagnostics).toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
}

function misfit(document: JsonDocument, error: SchemaError, report: DocumentDiagnostics): Diagnostic {
  const path = pathOf(error.instancePath)
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'false schema':
      return unknownProperty(document, error, path, report)
    case 'required':
    case 'dependentRequired':
      return missingProperty(document, error, path, report)
    case 'propertyNames':
      return badName(document, error, path, report)
    case 'type':
      return report.create('wrong-type', document.spanAt(path), facts(document, error, path))
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return report.create('out-of-range', document.spanAt(path), facts(document, error, path))
    default:
      return notAllowed(document, error, path, report)
  }
}

function hasUnknownName({ params }: SchemaError): boolean {
  return (params['additionalProperty'] ?? params['unevaluatedProperty']) !== undefined
}

/** What the first unknown property of an object may have meant. */
function meantNames({ params, parentSchema }: SchemaError): readonly string[] {
  const name = params['additionalProperty'] ?? params['unevaluatedProperty']
  return didYouMean(String(name), knownNames(parentSchema))
}

function nameIn({ instancePath }: SchemaError, name: string): string {
  return `${instancePath}/${name}`
}

function knownNames(schema: unknown): readonly string[] {
  return Object.keys(asRecord(asRecord(schema)['properties']))
}

/** ajv reports an unknown property on the object around it and leaves its name in the parameters. */
function unknownProperty(document: JsonDocument, error: SchemaError, path: JsonPath, report: DocumentDiagnostics): Diagnostic {
  const inner = error.params['additionalProperty'] ?? error.params['unevaluatedProperty']
  const whole = inner === undefined ? path : [...path, String(inner)]
  const name = String(whole.at(-1) ?? '')
  const known = knownNames(error.parentSchema)
  const suggestions = didYouMean(name, known)
  const span = document.spanAt(whole, 'key')
  return report.create('unknown-property', span, { name, known, suggestions }, renameFix(span, name, suggestions, Object.keys(asRecord(error.data))))
}

function missingProperty(document: JsonDocument, error: SchemaError, path: JsonPath, report: DocumentDiagnostics): Diagnostic {
  const { start } = document.spanAt(path)
  const names = [error.params['missingProperty']].flat().map(String)
  // The opening brace: an object may be a page long.
  return report.create('missing-property', spanOf(document.file, start, start + 1), { names, within: whatAt(path) })
}

function badName(document: JsonDocument, error: SchemaError, path: JsonPath, report: DocumentDiagnostics): Diagnostic {
  const name = String(error.params['propertyName'])
  const expected = stated(error.schema) ?? 'a name that is allowed here'
  const params = { what: 'the property name', expected, found: quoted(name) }
  return report.create('not-allowed-value', document.spanAt([...path, name], 'key'), params)
}

function notAllowed(document: JsonDocument, error: SchemaError, path: JsonPath, report: DocumentDiagnostics): Diagnostic {
  const allowed = [error.params['allowedValues']].flat().filter((value) => typeof value === 'string')
  const suggestions = typeof error.data === 'string' ? didYouMean(error.data, allowed.filter(isFirstOfItsLetters)) : []
  const span = document.spanAt(path)
  return report.create('not-allowed-value', span, { ...facts(document, error, path), suggestions }, renameFix(span, String(error.data), suggestions))
}

interface Facts {
  readonly what: string
  readonly expected: string
  readonly found: string
}

function facts(document: JsonDocument, error: SchemaError, path: JsonPath): Facts {
  const found = foundText(document, error, path)
  const expected = stated(error.parentSchema) ?? expectedText(error)
  // An id of 19 digits loses its last ones as a number, so it has to be text.
  const hint = error.params['type'] === 'string' && typeof error.data === 'number' ? '; write it in double quotes' : ''
  return { what: whatAt(path), expected, found: found + hint }
}

function stated(schema: unknown): string | undefined {
  const words = asRecord(schema)['x-expected']
  return typeof words === 'string' ? words : undefined
}

function expectedText({ keyword, params, parentSchema }: SchemaError): string {
  const schema = asRecord(parentSchema)
  switch (keyword) {
    case 'type':
      return plainList([params['type']].flat().map((type) => typeWords[String(type)] ?? String(type)), 'or')
    case 'enum':
      return plainList([params['allowedValues']].flat().map((value) => JSON.stringify(value)), 'or')
    case 'const':
      return JSON.stringify(params['allowedValue'])
    case 'pattern':
      return `text that matches ${String(params['pattern'])}`
    case 'multipleOf':
      return `a multiple of ${String(params['multipleOf'])}`
    case 'uniqueItems':
      return 'a list in which no element stands twice'
    case 'minLength':
    case 'maxLength':
      return bounds(schema['minLength'], schema['maxLength'], 'characters long')
    case 'minItems':
    case 'maxItems':
      return `a list of ${bounds(schema['minItems'], schema['maxItems'], 'elements')}`
    case 'minProperties':
    case 'maxProperties':
      return `an object of ${bounds(schema['minProperties'], schema['maxProperties'], 'properties')}`
    case 'exclusiveMinimum':
      return `above ${String(params['limit'])}`
    case 'exclusiveMaximum':
      return `below ${String(params['limit'])}`
    case 'minimum':
    case 'maximum':
      return bounds(schema['minimum'], schema['maximum'])
    default:
      return 'one of the allowed forms'
  }
}

const typeWords: { readonly [type: string]: string } = {
  integer: 'an integer', number: 'a number', string: 'a string', boolean: 'true or false', array: 'a list', object: 'an object', null: 'null',
}

function bounds(from: unknown, to: unknown, unit?: string): string {
  const range = from === undefined ? `at most ${String(to)}` : to === undefined ? `at least ${String(from)}` : `${String(from)} to ${String(to)}`
  return unit === undefined ? range : `${range} ${unit}`
}

function foundText(document: JsonDocument, { keyword, data }: SchemaError, path: JsonPath): string {
  if (Array.isArray(data)) return keyword === 'type' ? 'a list' : `a list of ${data.length}`
  if (typeof data === 'object' && data !== null) return 'an object'
  if (typeof data === 'string') return /^(min|max)Length$/.test(keyword) ? `${[...data].length} characters` : quoted(data)
  return document.numberText(path) ?? String(data)
}

function quoted(text: string): string {
  const shown = text.length > maxQuoted ? `${text.slice(0, maxQuoted - 1)}…` : text
  return JSON.stringify(shown)
}

/** `'definition'`, `element 2 of 'transcode'`, or the document. */
function whatAt(path: JsonPath): string {
  const last = path.at(-1)
  if (last === undefined) return 'the document'
  return typeof last === 'number' ? `element ${last + 1} of ${whatAt(path.slice(0, -1))}` : `'${last}'`
}

/** A key of digits alone counts as an index here; the document finds both. */
function pathOf(pointer: string): JsonPath {
  const segments = pointer.split('/').slice(1)
  return segments
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((segment) => (/^\d{1,7}$/.test(segment) ? Number(segment) : segment))
}

/** The same sentence at the same place, from two branches of a schema, is one. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [identity(diagnostic), diagnostic])).values()]
}

function identity({ code, span, message }: Diagnostic): string {
  return `${code} ${span?.start} ${message}`
}

/** A schema may allow a word in another case too (slips.ts): only the documented one, which stands first, is named. */
function isFirstOfItsLetters(word: string, index: number, words: readonly string[]): boolean {
  return words.findIndex((other) => other.toLowerCase() === word.toLowerCase()) === index
}
