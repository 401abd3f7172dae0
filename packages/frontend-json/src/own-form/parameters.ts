import { plainValue, settle, type Diagnostic, type InstantiateRequest, type PlainValue, type Result, type SourceSpan, type Value } from '@vodflow/core'
import { callDiagnostics, jsonDiagnostics, referenceDiagnostics } from '../diagnostics.ts'
import type { Cursor } from '../document/index.ts'

export type ParameterType = 'definition' | 'definitions' | 'integer' | 'number' | 'string' | 'boolean' | 'list'
export type Scalar = number | string | boolean
export type ParameterValue = Scalar | readonly Scalar[]

export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  readonly default?: { readonly value: ParameterValue; readonly span: SourceSpan }
  /** Where the name is declared. */
  readonly span: SourceSpan
}

/** A parameter with the value of one call, and where that value was written. */
export interface Bound {
  readonly parameter: Parameter
  readonly value: ParameterValue
  readonly span: SourceSpan
}
export type Bindings = ReadonlyMap<string, Bound>

/** Elements of one list, characters of one string. */
const maxElements = 1000
const maxCharacters = 10_000

export const expectedOf: { readonly [T in ParameterType]: string } = {
  definition: "a template's number",
  definitions: "a template's number or a list of them",
  integer: 'an integer',
  number: 'a number',
  string: `a string of at most ${maxCharacters} characters`,
  boolean: 'true or false',
  list: `a list of at most ${maxElements} numbers, strings and booleans`,
}

export function readParameters(list: Cursor | undefined): { parameters: readonly Parameter[]; diagnostics: readonly Diagnostic[] } {
  const parameters: Parameter[] = []
  const diagnostics: Diagnostic[] = []
  for (const element of list?.items() ?? []) {
    const parameter = readParameter(element, diagnostics)
    const earlier = parameters.find(({ name }) => name === parameter.name)
    if (earlier === undefined) parameters.push(parameter)
    else {
      const related = [{ message: 'first declared here', span: earlier.span }]
      diagnostics.push(referenceDiagnostics.create('duplicate-parameter', parameter.span, { name: parameter.name }, { related }))
    }
  }
  return { parameters, diagnostics }
}

function readParameter(element: Cursor, diagnostics: Diagnostic[]): Parameter {
  const nameAt = element.get('name') ?? element
  const name = String(nameAt.value)
  // The schema has checked it against this very list.
  const type = element.get('type')?.value as ParameterType
  const given = element.get('default')
  // JSON data is plain data.
  const value = given && convert(type, given.value as PlainValue)
  if (given && value === undefined) diagnostics.push(jsonDiagnostics.create('wrong-default', given.span, { name, expected: expectedOf[type] }))
  return { name, type, span: nameAt.span, ...(given && value !== undefined && { default: { value, span: given.span } }) }
}

/** The arguments of a call under the names of the parameters, by position; nil and what is not given take the default. */
export function bindArguments(parameters: readonly Parameter[], request: InstantiateRequest, name: string): Result<Bindings> {
  const diagnostics: Diagnostic[] = []
  const bindings = new Map<string, Bound>()
  parameters.forEach((parameter, index) => {
    const bound = bindOne(parameter, index, request)
    if ('value' in bound) bindings.set(parameter.name, bound)
    else diagnostics.push(bound)
  })
  const extra = request.arguments[parameters.length]
  if (extra !== undefined) {
    const params = { name, allowed: parameters.length, found: request.arguments.length }
    diagnostics.push(callDiagnostics.create('too-many-arguments', extra.span ?? request.call.span, params))
  }
  return settle(bindings, diagnostics)
}

function bindOne(parameter: Parameter, index: number, request: InstantiateRequest): Bound | Diagnostic {
  const argument = request.arguments[index]
  const span = argument?.span ?? request.call.span
  const params = { index: index + 1, name: parameter.name, expected: expectedOf[parameter.type] }
  if (argument === undefined || argument.kind === 'nil') {
    if (parameter.default) return { parameter, ...parameter.default }
    const related = [{ message: 'declared here, without a default', span: parameter.span }]
    return callDiagnostics.create('missing-argument', span, params, { related })
  }
  const value = convert(parameter.type, plainValue(argument))
  if (value !== undefined) return { parameter, value, span }
  const related = [{ message: 'declared here', span: parameter.span }]
  return callDiagnostics.create('wrong-argument-type', span, { ...params, found: describe(argument) }, { related })
}

function convert(type: ParameterType, value: PlainValue): ParameterValue | undefined {
  switch (type) {
    case 'definition':
      return isDefinition(value) ? value : undefined
    case 'definitions':
      if (isDefinition(value)) return value === 0 ? [] : [value]
      return Array.isArray(value) && value.length <= 100 && value.every((element) => isDefinition(element) && element > 0) ? value : undefined
    case 'integer':
      return Number.isSafeInteger(value) ? Number(value) : undefined
    case 'list':
      return Array.isArray(value) && value.length <= maxElements && value.every(isScalar) ? value : undefined
    default:
      return typeof value === type && isScalar(value) ? value : undefined
  }
}

function isDefinition(value: PlainValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isScalar(value: PlainValue): value is Scalar {
  if (typeof value === 'string') return value.length <= maxCharacters
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

function describe(value: Value): string {
  switch (value.kind) {
    case 'table':
      return value.entries.every(({ key }, index) => key === index + 1) ? describeList(value.entries.length) : 'a table with keys'
    case 'string':
      return value.value.length > 40 ? `a string of ${value.value.length} characters` : JSON.stringify(value.value)
    case 'nil':
      return 'nil'
    default:
      return String(value.value)
  }
}

function describeList(length: number): string {
  return length === 0 ? 'an empty list' : `a list of ${length}`
}
