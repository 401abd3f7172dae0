import { didYouMean, spanOf, textOf, type Diagnostic, type SourceFacts, type SourceSpan } from '@vodflow/core'
import type { Environment, ParseResult, SourceRange } from '@marcbachmann/cel-js'
import { jsonDiagnostics, referenceDiagnostics } from '../diagnostics.ts'
import type { Bindings, Parameter, ParameterType, ParameterValue } from '../own-form/parameters.ts'
import { allowedFunctions, readExpression } from './expression.ts'
import { slipAt } from './slips.ts'
import { sourceValues, sourceVariables } from './source-variables.ts'
import { offsetInJsonString } from './string-offset.ts'

/** A checked `when`. */
export interface Condition {
  /** Names of the parameters that it may read. */
  readonly parameters: readonly string[]
  /** It reads nothing, so every call and every source has this. */
  readonly always?: boolean
  holds(bindings: Bindings, facts: SourceFacts | 'unknown'): boolean | Diagnostic
}

/** How far an expression may go; the schema bounds its characters. */
const limits = { maxAstNodes: 500, maxDepth: 32, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 8 }

/** CEL is loaded with the first `when` of the process, so a file without one does not pay for it. */
export async function createConditionCompiler(parameters: readonly Parameter[]) {
  const { Environment } = await import('@marcbachmann/cel-js')
  const environment = declare(new Environment({ unlistedVariablesAreDyn: false, limits }), parameters)
  return (text: string, span: SourceSpan): Condition | Diagnostic => compile(environment, parameters, text, span)
}

function declare(environment: Environment, parameters: readonly Parameter[]): Environment {
  const source = Object.fromEntries(Object.entries(sourceVariables).map(([name, { type }]) => [name, type]))
  const params = Object.fromEntries(parameters.map(({ name, type }) => [name, celTypes[type]]))
  return environment.registerVariable({ name: 'source', schema: source }).registerVariable({ name: 'params', schema: params })
}

const celTypes: { readonly [T in ParameterType]: string } = {
  definition: 'int', definitions: 'list<int>', integer: 'int', number: 'double', string: 'string', boolean: 'bool', list: 'list<dyn>',
}

function compile(environment: Environment, parameters: readonly Parameter[], text: string, span: SourceSpan): Condition | Diagnostic {
  const parsed = attempt(() => environment.parse(text))
  if (!parsed.ok) return syntaxProblem(text, span, parsed)
  const expression = readExpression(parsed.value.ast)
  if (expression.unbounded) {
    const allowed = expression.unbounded.found.includes('loop') ? 'one loop at a time is allowed' : `allowed are ${allowedFunctions.join(', ')}`
    return jsonDiagnostics.create('condition-not-allowed', within(span, expression.unbounded), { found: expression.unbounded.found, allowed })
  }
  const known = parameters.map(({ name }) => name)
  const unknown = expression.parameters.find(({ name }) => !known.includes(name))
  if (unknown) {
    const params = { name: unknown.name, suggestions: didYouMean(unknown.name, known) }
    return referenceDiagnostics.create('unknown-parameter', within(span, unknown), params)
  }
  const problem = typeProblem(parsed.value, span)
  if (problem) return problem
  const used = expression.readsAllParameters ? known : expression.parameters.map(({ name }) => name)
  const reads = expression.readsSource || expression.readsAllParameters || used.length > 0
  const always = reads ? undefined : decide(parsed.value, new Map(), 'unknown', span)
  return {
    parameters: used,
    ...(typeof always === 'boolean' && { always }),
    holds(bindings, facts) {
      if (facts === 'unknown' && expression.readsSource) return jsonDiagnostics.create('needs-facts', span, { what: 'this condition' })
      return decide(parsed.value, bindings, facts, span)
    },
  }
}

function syntaxProblem(text: string, span: SourceSpan, { problem, range }: Failed): Diagnostic {
  const slip = range && slipAt(text, range)
  if (slip === undefined) return jsonDiagnostics.create('condition-syntax', within(span, range), { problem })
  const place = within(span, slip)
  const fixes = [{ title: `write ${slip.wanted}`, edits: [{ span: place, text: slip.wanted }] }]
  return jsonDiagnostics.create('condition-syntax', place, { problem: `'${slip.found}' is written '${slip.wanted}' there` }, { fixes })
}

function typeProblem(parsed: ParseResult, span: SourceSpan): Diagnostic | undefined {
  const checked = attempt(() => parsed.check())
  if (!checked.ok) return jsonDiagnostics.create('condition-type', within(span, checked.range), { problem: checked.problem, known: [] })
  const { valid, type = '', error } = checked.value
  if (!valid) {
    const { problem, range } = described(error)
    return jsonDiagnostics.create('condition-type', within(span, range), { problem, known: suggestions(error) })
  }
  // A list's elements are dyn: whether one is a boolean shows when it is read.
  if (type === 'bool' || type === 'dyn') return undefined
  return jsonDiagnostics.create('condition-type', span, { problem: `its result must be true or false, and it is of the type ${type}`, known: [] })
}

/** Near names, where the problem is a name. */
function suggestions(error: unknown): readonly string[] {
  const [, name] = /^(?:No such key|Unknown variable): (\w+)/.exec(described(error).original) ?? []
  return name === undefined ? [] : didYouMean(name, ['source', 'params', ...Object.keys(sourceVariables)])
}

function decide(parsed: ParseResult, bindings: Bindings, facts: SourceFacts | 'unknown', span: SourceSpan): boolean | Diagnostic {
  const params = Object.fromEntries([...bindings].map(([name, { parameter, value }]) => [name, celValue(parameter.type, value)]))
  const source = facts === 'unknown' ? {} : sourceValues(facts)
  const result = attempt((): unknown => parsed({ source, params }))
  if (!result.ok) return jsonDiagnostics.create('condition-failed', within(span, result.range), { problem: result.problem })
  if (typeof result.value === 'boolean') return result.value
  return jsonDiagnostics.create('condition-failed', span, { problem: 'its result is neither true nor false' })
}

/** CEL's integers are BigInts; a JavaScript number is a double to it. */
function celValue(type: ParameterType, value: ParameterValue): unknown {
  if (typeof value === 'object') return value.map((element) => (Number.isSafeInteger(element) ? BigInt(element) : element))
  return typeof value === 'number' && type !== 'number' ? BigInt(value) : value
}

interface Failed { readonly ok: false; readonly problem: string; readonly range?: SourceRange }

type Attempt<T> = { readonly ok: true; readonly value: T } | Failed

/** The library throws what it finds; here that is data. */
function attempt<T>(action: () => T): Attempt<T> {
  try {
    return { ok: true, value: action() }
  } catch (error) {
    const { problem, range } = described(error)
    return { ok: false, problem, ...(range && { range }) }
  }
}

function described(error: unknown): { problem: string; original: string; range?: SourceRange } {
  if (!(error instanceof Error)) return { problem: 'it cannot be read', original: '' }
  const original = 'summary' in error && typeof error.summary === 'string' ? error.summary : (error.message.split('\n', 1)[0] ?? '')
  // CEL mixes its integers and doubles in comparisons by size only.
  const hint = /\bdouble\b.*\bint\b|\bint\b.*\bdouble\b/.test(original) ? '; beside a double, write a whole number as 2.0' : ''
  const [, index] = /^No such key: index out of bounds, index (-?\d+) /u.exec(original) ?? []
  const problem = index === undefined
    ? (original.charAt(0).toLowerCase() + original.slice(1)).replace('token: EOF', 'end') + hint
    : `the list has no element ${index}, counted from 0`
  // Every error of the library that has a place has it in this form.
  const range = 'range' in error ? (error.range as SourceRange | undefined) : undefined
  return { problem, original, ...(range && { range }) }
}

/** A range of the expression as a span of the file: the expression stands in a JSON string, with its quotes and escapes. */
function within(span: SourceSpan, range: SourceRange | undefined): SourceSpan {
  if (range === undefined) return span
  const raw = textOf(span)
  const start = span.start + offsetInJsonString(raw, range.start)
  const end = span.start + offsetInJsonString(raw, range.end)
  // The end of the expression is no character; its closing quote stands for it.
  return spanOf(span.file, start, Math.min(span.end, Math.max(end, start + 1)))
}
