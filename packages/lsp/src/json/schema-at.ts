import type { FileKind } from '@vodflow/project'
import type { JSONPath } from 'jsonc-parser'
import { configSchema, procedureSchema, templateSchema } from '../generated/grammars.ts'

export type Schema = Readonly<Record<string, unknown>>

/** What the schemas say about the place at a path; several, where several forms are allowed there. */
export function schemasAt(fileKind: FileKind, document: unknown, path: JSONPath): readonly Schema[] {
  const inOverride = path.indexOf('override')
  if (fileKind === 'procedure' && path[1] === 'transcode' && inOverride > 0) {
    // Template fields in the template's own names, which the schema of procedures leaves to that of templates.
    return walk(templateSchema, { kind: 'transcode' }, path.slice(inOverride + 1))
  }
  const root = { procedure: procedureSchema, template: templateSchema, config: configSchema, calls: {}, test: {} }[fileKind]
  return walk(root, document, path)
}

function walk(root: unknown, document: unknown, path: JSONPath): readonly Schema[] {
  let at = expanded(root, record(root), document)
  let value = document
  for (const segment of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, segment) : undefined
    const inner = value
    at = at.flatMap((schema) => below(schema, segment).flatMap((next) => expanded(root, next, inner)))
  }
  return at
}

function below(schema: Schema, segment: string | number): readonly Schema[] {
  const next = typeof segment === 'number' ? schema['items'] : record(schema['properties'])[segment]
  return typeof next === 'object' && next !== null ? [record(next)] : []
}

/** A schema with all that applies beside it. */
function expanded(root: unknown, schema: Schema, value: unknown, depth = 0): readonly Schema[] {
  if (depth > 20) return []
  const also: unknown[] = [...list(schema['anyOf']), ...list(schema['oneOf']), ...list(schema['allOf'])]
  if (typeof schema['$ref'] === 'string') also.push(referred(root, schema['$ref']))
  if (schema['if'] !== undefined) also.push(matches(record(schema['if']), value) ? schema['then'] : schema['else'])
  return [schema, ...also.flatMap((one) => (typeof one === 'object' && one !== null ? expanded(root, record(one), value, depth + 1) : []))]
}

function referred(root: unknown, ref: string): unknown {
  return ref.replace(/^#\//u, '').split('/').reduce<unknown>((at, name) => record(at)[name], root)
}

/** The few keywords that our schemas decide by. */
function matches(schema: Schema, value: unknown): boolean {
  const of = record(value)
  const properties = Object.entries(record(schema['properties']))
  return (
    (schema['type'] !== 'object' || (typeof value === 'object' && value !== null && !Array.isArray(value))) &&
    list(schema['required']).every((name) => typeof name === 'string' && name in of) &&
    properties.every(([name, inner]) => record(inner)['const'] === undefined || of[name] === undefined || of[name] === record(inner)['const']) &&
    (schema['not'] === undefined || !matches(record(schema['not']), value)) &&
    (schema['anyOf'] === undefined || list(schema['anyOf']).some((inner) => matches(record(inner), value)))
  )
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  // Every object of JSON can be read like this.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function descriptionOf(schemas: readonly Schema[]): string | undefined {
  return schemas.map((schema) => schema['description']).find((text) => typeof text === 'string')
}
