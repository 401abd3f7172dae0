import {
  fail, hasErrors, ok, settle, spanOf, type Action, type Diagnostic, type InstantiateRequest, type Instantiation, type Procedure, type Result,
} from '@vodflow/core'
import { createConditionCompiler, type Condition } from '../condition/condition.ts'
import { jsonDiagnostics, referenceDiagnostics } from '../diagnostics.ts'
import { cursor, type Cursor, type JsonDocument } from '../document/index.ts'
import { lowerReview, processLowerings, type Lower } from './actions.ts'
import { bindArguments, readParameters, type Bindings, type Parameter } from './parameters.ts'
import { createReader, type Reader } from './reader.ts'
import { notifyModeSlot, prioritySlot } from './slots.ts'

export type Instantiate = (request: InstantiateRequest) => Instantiation

/** An element of `review` or of a list in `process`, with its `when` compiled. */
interface Step {
  readonly element: Cursor
  readonly lower: Lower
  readonly condition?: Condition
}

/** A document of vodflow's own form (design.md §4), checked as far as it can be without arguments and facts. */
export async function readOwnForm(document: JsonDocument, name: string): Promise<Result<Instantiate>> {
  const root = cursor(document)
  const { parameters, diagnostics } = readParameters(root.get('parameters'))
  const found = [...diagnostics]
  const steps = await readSteps(root, parameters, found)
  const checker = createReader(parameters, undefined)
  for (const { element, lower, condition } of steps) {
    lower(element, checker)
    for (const parameter of condition?.parameters ?? []) checker.used.add(parameter)
  }
  checker.values(root.get('priority'), prioritySlot)
  checker.values(root.get('notifyMode'), notifyModeSlot)
  found.push(...idle(root, steps))
  found.push(...checker.diagnostics)
  if (!hasErrors(found)) found.push(...unused(parameters, checker))
  return settle((request) => instantiate({ name, root, parameters, steps }, request), found)
}

async function readSteps(root: Cursor, parameters: readonly Parameter[], diagnostics: Diagnostic[]): Promise<readonly Step[]> {
  const process = root.get('process')
  const elements = [
    ...(root.get('review')?.items() ?? []).map((element) => ({ element, lower: lowerReview })),
    ...Object.entries(processLowerings).flatMap(([list, lower]) => (process?.get(list)?.items() ?? []).map((element) => ({ element, lower }))),
  ]
  if (!elements.some(({ element }) => element.get('when'))) return elements
  const compileCondition = await createConditionCompiler(parameters)
  return elements.map(({ element, lower }) => {
    const when = element.get('when')
    if (when === undefined) return { element, lower }
    const condition = compileCondition(String(when.value), when.span)
    if ('holds' in condition) return { element, lower, condition }
    diagnostics.push(condition)
    return { element, lower }
  })
}

/** What is never done, whatever the call and the source are. */
function idle(root: Cursor, steps: readonly Step[]): readonly Diagnostic[] {
  const { span } = root.get('process') ?? root
  if (steps.length === 0) return [jsonDiagnostics.create('empty-procedure', spanOf(span.file, span.start, span.start + 1), undefined)]
  return steps.flatMap(({ element, condition }) => {
    const definition = element.get('definition')
    const when = element.get('when')
    return [
      ...(Array.isArray(definition?.value) && definition.value.length === 0 ? [jsonDiagnostics.create('no-definition', definition.span, undefined)] : []),
      ...(when && condition?.always !== undefined ? [jsonDiagnostics.create('constant-condition', when.span, { always: condition.always })] : []),
    ]
  })
}

function unused(parameters: readonly Parameter[], reader: Reader): readonly Diagnostic[] {
  return parameters
    .filter(({ name }) => !reader.used.has(name))
    .map(({ name, span }) => referenceDiagnostics.create('unused-parameter', span, { name }))
}

interface Form {
  readonly name: string
  readonly root: Cursor
  readonly parameters: readonly Parameter[]
  readonly steps: readonly Step[]
}

function instantiate(form: Form, request: InstantiateRequest): Instantiation {
  const bound = bindArguments(form.parameters, request, request.call.name.text)
  if (!bound.ok) return fail(...bound.diagnostics)
  const reader = createReader(form.parameters, bound.value)
  const parts = form.steps.map((step) => lowered(step, bound.value, request, reader))
  const [priority] = reader.values(form.root.get('priority'), prioritySlot)
  const [notifyMode] = reader.values(form.root.get('notifyMode'), notifyModeSlot)
  const procedureOf = (actions: readonly Action[]): Procedure => ({ name: form.name, actions, priority: priority?.value ?? 0, ...(notifyMode && { notifyMode: notifyMode.value }) })
  const undecided = parts.flatMap((part) => part.undecided ?? [])
  const diagnostics = [...bound.diagnostics, ...reader.diagnostics, ...undecided]
  if (!hasErrors(diagnostics)) return ok(procedureOf(parts.flatMap(({ actions }) => actions)), diagnostics)
  return { ok: false, diagnostics, ...(!hasErrors(reader.diagnostics) && { rest: procedureOf(whatMayBe(form, parts, bound.value)) }) }
}

interface Lowered {
  readonly actions: readonly Action[]
  /** Why it is not known whether the element counts. */
  readonly undecided?: Diagnostic
}

function lowered({ element, lower, condition }: Step, bindings: Bindings, { facts }: InstantiateRequest, reader: Reader): Lowered {
  const holds = condition?.holds(bindings, facts) ?? true
  if (typeof holds !== 'boolean') return { actions: [], undecided: holds }
  return { actions: holds ? lower(element, reader) : [] }
}

/** With what an undecided condition would let in, since that is wrong, if it is, whatever the source is. Of several reviews one may exclude the other. */
function whatMayBe({ steps, parameters }: Form, parts: readonly Lowered[], bindings: Bindings): readonly Action[] {
  const all = steps.flatMap(({ element, lower }, index) => {
    const { actions = [], undecided } = parts[index] ?? {}
    if (undecided === undefined) return actions
    const reader = createReader(parameters, bindings)
    const possible = lower(element, reader)
    return reader.diagnostics.length === 0 ? possible : []
  })
  const isOnly = all.filter(({ kind }) => kind === 'review').length === 1
  return all.filter((action) => isOnly || action.kind !== 'review' || parts.some(({ actions }) => actions.includes(action)))
}
