import { positionAt, type Diagnostic, type Task } from '@vodflow/core'
import type { Expectation, ExpectedDiagnostic, ExpectedTask, TestCase } from '@vodflow/project'
import { isRecord, isSame } from '../diff/differences.ts'
import { align, alignedLines, type AlignedLine } from './align.ts'
import type { Observed } from './observe.ts'

/** One member of an expectation that is not met. */
export interface Mismatch {
  readonly member: keyof Expectation | 'expect'
  readonly lines: readonly AlignedLine[]
  /** What stands there when the file is updated. */
  readonly update: unknown
}

/** What is expected and not there, and the other way round; nothing for a test that passes. */
export function compare({ expect }: TestCase, observed: Observed): readonly Mismatch[] {
  if (expect === undefined) return [unwritten(observed)]
  return [
    ...(expect.graph === undefined ? [] : compareGraph(expect.graph, observed)),
    ...(expect.tasks === undefined ? [] : compareTasks(expect.tasks, observed.tasks)),
    ...(expect.commands === undefined ? [] : compareCommands(expect.commands, observed.commands ?? [])),
    ...compareDiagnostics(expect.diagnostics, observed.diagnostics),
  ]
}

function unwritten({ tasks, diagnostics }: Observed): Mismatch {
  const found = diagnostics.map((one) => writtenDiagnostic(one, undefined))
  const update = { ...((tasks.length > 0 || found.length === 0) && { tasks: tasks.map(({ id }) => id) }), ...(found.length > 0 && { diagnostics: found }) }
  return { member: 'expect', lines: alignedLines([], JSON.stringify(update, undefined, 2).split('\n')), update }
}

function compareGraph(expected: string, { graph = 'no graph' }: Observed): readonly Mismatch[] {
  return expected === graph ? [] : [{ member: 'graph', lines: alignedLines([expected], [graph]), update: graph }]
}

function compareTasks(expected: readonly ExpectedTask[], found: readonly Task[]): readonly Mismatch[] {
  const pairs = align(expected, found, fitsTask)
  if (pairs.every((pair) => pair.expected !== undefined && pair.found !== undefined)) return []
  const shapeOf = (task: Task) => expected.find((one) => isRecord(one) && one['id'] === task.id)
  const update = pairs.flatMap((pair) => {
    if (pair.found === undefined) return []
    return [pair.expected ?? shownAs(pair.found, shapeOf(pair.found))]
  })
  return [{ member: 'tasks', lines: alignedLines(expected.flatMap(taskLines), update.flatMap(taskLines)), update }]
}

function fitsTask(expected: ExpectedTask, task: Task): boolean {
  return typeof expected === 'string' ? expected === task.id : isSame(expected, partOf(task, expected))
}

/** As much of a task as is asked for; its id where nothing is. */
function shownAs(task: Task, shape: ExpectedTask | undefined): ExpectedTask {
  const part = partOf(task, shape)
  return isRecord(shape) && isRecord(part) ? part : task.id
}

/** The members that the shape has, in its order; a list is one value. */
function partOf(value: unknown, shape: unknown): unknown {
  if (!isRecord(shape) || !isRecord(value)) return value
  return Object.fromEntries(Object.keys(shape).flatMap((key) => (Object.hasOwn(value, key) ? [[key, partOf(value[key], shape[key])]] : [])))
}

function taskLines(task: ExpectedTask): readonly string[] {
  return typeof task === 'string' ? [task] : JSON.stringify(task, undefined, 2).split('\n')
}

function compareCommands(expected: readonly string[], found: readonly string[]): readonly Mismatch[] {
  const pairs = align(expected, found, fitsPattern)
  if (pairs.every((pair) => pair.expected !== undefined && pair.found !== undefined)) return []
  const update = pairs.flatMap((pair) => (pair.found === undefined ? [] : [pair.expected ?? pair.found]))
  return [{ member: 'commands', lines: alignedLines(expected, update), update }]
}

/** `…` stands for any text, none too. Part by part from the left, which is enough and never slow. */
export function fitsPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('…')
  const last = rest.pop()
  if (last === undefined) return pattern === text
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/** Where none are named, warnings are nobody's concern, and errors are. */
function compareDiagnostics(expected: readonly ExpectedDiagnostic[] | undefined, found: readonly Diagnostic[]): readonly Mismatch[] {
  const looked = expected === undefined ? found.filter(({ severity }) => severity === 'error') : found
  const pairs = align(expected ?? [], looked, fitsDiagnostic)
  if (pairs.every((pair) => pair.expected !== undefined && pair.found !== undefined)) return []
  const written = (one: Diagnostic) => writtenDiagnostic(one, expected?.find(({ code }) => code === one.code))
  const update = pairs.flatMap((pair) => (pair.found === undefined ? [] : [pair.expected ?? written(pair.found)]))
  // What a problem says helps whoever did not expect it.
  const lines = pairs.map(({ expected: one, found: other }): AlignedLine => {
    if (one === undefined) return { sign: '+', text: other ? `${diagnosticText(writtenDiagnostic(other, fullShape))}: ${other.message}` : '' }
    return { sign: other === undefined ? '-' : ' ', text: diagnosticText(one) }
  })
  return [{ member: 'diagnostics', lines, update }]
}

const fullShape: Required<ExpectedDiagnostic> = { code: '', severity: 'error', file: '', line: 1, column: 1 }

function fitsDiagnostic(expected: ExpectedDiagnostic, found: Diagnostic): boolean {
  return isSame(expected, writtenDiagnostic(found, expected))
}

/** With the members that are asked for; with its place where nothing is. */
function writtenDiagnostic({ code, severity, span }: Diagnostic, shape: ExpectedDiagnostic | undefined): ExpectedDiagnostic {
  const place = span && { file: span.file.path, ...positionAt(span.file, span.start) }
  const asked = shape ?? { line: 1, column: 1 }
  return {
    code,
    ...('severity' in asked && severity !== 'info' && { severity }),
    ...('file' in asked && place && { file: place.file }),
    ...('line' in asked && place && { line: place.line }),
    ...('column' in asked && place && { column: place.column }),
  }
}

function diagnosticText({ code, severity, file, line, column }: ExpectedDiagnostic): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return `${severity ? `${severity} ` : ''}${code}${place === '' ? '' : ` at ${place}`}`
}
