import {
  fail, hasErrors, settle, spanOf, withEarlier, type Action, type Diagnostic, type InstantiateRequest, type Procedure, type Result,
} from '@vodflow/core'
import { createConditionCompiler, type Condition } from '../condition/condition.ts'
import { jsonDiagnostics, referenceDiagnostics } from '../diagnostics.ts'
import { cursor, type Cursor, type JsonDocument } from '../document/index.ts'
import { lowerReview, processLowerings, type Lower } from './actions.ts'
import { bindArguments, readParameters, type Bindings, type Parameter } from './parameters.ts'
import { createReader, type Reader } from './reader.ts'
import { notifyModeSlot, prioritySlot } from './slots.ts'

export type Instantiate = (request: InstantiateRequest) => Result<Procedure>

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

function instantiate(form: Form, request: InstantiateRequest): Result<Procedure> {
  const bound = bindArguments(form.parameters, request, request.call.name.text)
  if (!bound.ok) return fail(...bound.diagnostics)
  const reader = createReader(form.parameters, bound.value)
  const actions = form.steps.flatMap((step) => lowered(step, bound.value, request, reader))
  const [priority] = reader.values(form.root.get('priority'), prioritySlot)
  const [notifyMode] = reader.values(form.root.get('notifyMode'), notifyModeSlot)
  const procedure = { name: form.name, actions, priority: priority?.value ?? 0, ...(notifyMode && { notifyMode: notifyMode.value }) }
  return withEarlier(bound.diagnostics, settle(procedure, reader.diagnostics))
}

function lowered({ element, lower, condition }: Step, bindings: Bindings, { facts }: InstantiateRequest, reader: Reader): readonly Action[] {
  const holds = condition?.holds(bindings, facts) ?? true
  if (holds === true) return lower(element, reader)
  if (holds !== false) reader.diagnostics.push(holds)
  return []
}
