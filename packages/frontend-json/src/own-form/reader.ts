import { didYouMean, type Diagnostic, type Located, type SourceSpan } from '@vodflow/core'
import { referenceDiagnostics } from '../diagnostics.ts'
import { asRecord, type Cursor } from '../document/index.ts'
import type { Bindings, Parameter, ParameterType, Scalar } from './parameters.ts'

/** What may stand at one place; the schema holds the same for what is written there, this holds it for a parameter's value. */
export interface Slot<T extends Scalar> {
  readonly expected: string
  readonly types: readonly ParameterType[]
  readonly accepts: (value: Scalar) => value is T
  /** Several values may stand there, so a list may. */
  readonly list?: true
  /** 0 stands for nothing. */
  readonly zeroIsNone?: true
  readonly maxCount?: number
  /** What a written value is read as (slips.ts); a parameter's value has to be right. */
  readonly normal?: (value: Scalar) => Scalar
}

/** Reads values, parameters put in. Without bindings it only checks the types that the parameters declare. */
export interface Reader {
  readonly diagnostics: Diagnostic[]
  /** Names of the parameters that something referred to. */
  readonly used: Set<string>
  values<T extends Scalar>(at: Cursor | undefined, slot: Slot<T>): readonly Located<T>[]
  /** A whole JSON value with every `{"param": …}` in it replaced. */
  filled(at: Cursor): unknown
}

export function createReader(parameters: readonly Parameter[], bindings: Bindings | undefined): Reader {
  const diagnostics: Diagnostic[] = []
  const used = new Set<string>()

  function find(name: string, span: SourceSpan): Parameter | undefined {
    used.add(name)
    const parameter = parameters.find((candidate) => candidate.name === name)
    const suggestions = () => didYouMean(name, parameters.map((candidate) => candidate.name))
    if (!parameter) diagnostics.push(referenceDiagnostics.create('unknown-parameter', span, { name, suggestions: suggestions() }))
    return parameter
  }

  function referred<T extends Scalar>(name: string, at: Cursor, slot: Slot<T>): readonly Located<T>[] {
    const parameter = find(name, at.get('param')?.span ?? at.span)
    if (parameter === undefined) return []
    if (!slot.types.includes(parameter.type)) {
      const params = { name, type: parameter.type, expected: slot.expected }
      const related = [{ message: 'declared here', span: parameter.span }]
      diagnostics.push(referenceDiagnostics.create('wrong-parameter-type', at.span, params, { related }))
      return []
    }
    const bound = bindings?.get(name)
    return bound === undefined ? [] : fitting(bound, at.span, slot)
  }

  function fitting<T extends Scalar>(bound: { parameter: Parameter; value: unknown; span: SourceSpan }, span: SourceSpan, slot: Slot<T>): readonly Located<T>[] {
    const all = scalars(bound.value).filter((value) => !(slot.zeroIsNone && value === 0))
    const values = all.filter(slot.accepts)
    if (values.length === all.length && all.length <= (slot.maxCount ?? (slot.list ? 1000 : 1))) return values.map((value) => ({ value, span }))
    const params = { name: bound.parameter.name, found: shown(bound.value), expected: slot.expected }
    const related = [{ message: 'the value is given here', span: bound.span }]
    diagnostics.push(referenceDiagnostics.create('value-does-not-fit', span, params, { related }))
    return []
  }

  function values<T extends Scalar>(at: Cursor | undefined, slot: Slot<T>): readonly Located<T>[] {
    if (at === undefined) return []
    if (Array.isArray(at.value)) return at.items().flatMap((element) => values(element, slot))
    const name = referenceIn(at)
    if (name !== undefined) return referred(name, at, slot)
    const { normal = asWritten } = slot
    return scalars(at.value).map(normal).filter(slot.accepts).map((value) => ({ value, span: at.span })).filter(({ value }) => !(slot.zeroIsNone && value === 0))
  }

  function filled(at: Cursor): unknown {
    const name = referenceIn(at)
    if (name !== undefined) return find(name, at.get('param')?.span ?? at.span) && bindings?.get(name)?.value
    if (Array.isArray(at.value)) return at.items().map(filled)
    if (typeof at.value !== 'object' || at.value === null) return at.value
    return Object.fromEntries(at.members().map(([key, member]) => [key, filled(member)]))
  }

  return { diagnostics, used, values, filled }
}

const asWritten = (value: Scalar): Scalar => value

function referenceIn(at: Cursor): string | undefined {
  const record = asRecord(at.value)
  return typeof record['param'] === 'string' && Object.keys(record).length === 1 ? record['param'] : undefined
}

function scalars(value: unknown): readonly Scalar[] {
  return [value].flat().filter((element) => typeof element === 'number' || typeof element === 'string' || typeof element === 'boolean')
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
