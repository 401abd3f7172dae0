import type { SchemaError } from './schema-error.ts'

/**
 * The validator's errors without the noise of alternatives. It reports every alternative of an anyOf and then the anyOf; what
 * is left is what the author's alternative lacks, or one error that names all of them.
 */
export function foldAlternatives(errors: readonly SchemaError[]): readonly SchemaError[] {
  const folded: SchemaError[] = []
  for (const error of errors) {
    if (isEcho(error)) continue
    // One by one: there may be more errors than a call may have arguments.
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') folded.push(error)
    else for (const kept of foldOne(error, takeInner(folded, error))) folded.push(kept)
  }
  return folded
}

/** `if` only repeats that its `then` failed; an error inside propertyNames is repeated by propertyNames with the name. */
function isEcho(error: SchemaError): boolean {
  return error.keyword === 'if' || 'propertyName' in error
}

/** Removes from the end of `errors` what the alternatives of `outer` reported, and gives it. */
function takeInner(errors: SchemaError[], outer: SchemaError): readonly SchemaError[] {
  let start = errors.length
  while (start > 0 && belongs(errors[start - 1], outer)) start -= 1
  return errors.splice(start)
}

function belongs(error: SchemaError | undefined, outer: SchemaError): boolean {
  if (error === undefined || !isAtOrBelow(error.instancePath, outer.instancePath)) return false
  // A keyword beside the anyOf is not one of its alternatives.
  return error.parentSchema !== outer.parentSchema || error.instancePath !== outer.instancePath
}

function isAtOrBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}/`)
}

function foldOne(outer: SchemaError, inner: readonly SchemaError[]): readonly SchemaError[] {
  if (inner.length === 0) return [outer]
  const here = (error: SchemaError) => error.instancePath === outer.instancePath
  const meant = inner.filter((error) => !(here(error) && error.keyword === 'type'))
  if (meant.length === 0) return [mergedType(outer, inner)]
  const missing = meant.filter((error) => here(error) && error.keyword === 'required')
  const choices = meant.filter((error) => here(error) && isChoice(error))
  if (choices.length === meant.length) return [mergedChoice(outer, choices)]
  return missing.length > 1 ? [mergedMissing(missing), ...meant.filter((error) => !missing.includes(error))] : meant
}

function isChoice(error: SchemaError): boolean {
  return error.keyword === 'enum' || error.keyword === 'const'
}

function mergedType(outer: SchemaError, inner: readonly SchemaError[]): SchemaError {
  const { ['x-expected']: words } = asRecord(outer.parentSchema)
  return {
    ...outer,
    keyword: 'type',
    params: { type: [...new Set(inner.flatMap((error) => error.params['type']))] },
    parentSchema: typeof words === 'string' ? outer.parentSchema : {},
  }
}

function mergedChoice(outer: SchemaError, inner: readonly SchemaError[]): SchemaError {
  const allowedValues = inner.flatMap((error) => error.params['allowedValues'] ?? [error.params['allowedValue']])
  return { ...outer, keyword: 'enum', params: { allowedValues } }
}

function mergedMissing(missing: readonly SchemaError[]): SchemaError {
  const [first] = missing
  const names = [...new Set(missing.flatMap((error) => error.params['missingProperty']))]
  return { keyword: 'required', instancePath: '', schemaPath: '', ...first, params: { missingProperty: names } }
}

export function asRecord(value: unknown): { readonly [key: string]: unknown } {
  // A JSON object is nothing but such a record.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { [key: string]: unknown }) : {}
}
