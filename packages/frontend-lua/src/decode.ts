import { stages, type Stage } from './host-api.ts'
import {
  failureCodes, noteCodes, type Done, type End, type Failed, type Note, type Setting, type WireAction, type WireEntry, type WireField, type WireObject,
  type WireValue,
} from './protocol.ts'

/** What a worker answered, looked at member by member: a script has been running where it comes from. */
export interface Ended {
  readonly notes: readonly Note[]
  readonly end: End
}

/** Raised inside of this file only; `decodeEnded` turns it into a value. */
class Malformed extends Error {}

export function decodeEnded(answer: unknown): Ended | { readonly malformed: string } {
  try {
    const message = record(answer, 'the answer')
    return { notes: list(message['notes'], 'notes', 200).map(note), end: end(message['end']) }
  } catch (error) {
    if (error instanceof Malformed) return { malformed: error.message }
    throw error
  }
}

function end(value: unknown): End {
  const found = record(value, 'end')
  switch (found['kind']) {
    case 'checked':
      return { kind: 'checked' }
    case 'done':
      return done(found)
    case 'failed':
      return failed(found)
    default:
      throw new Malformed('an end of an unknown kind')
  }
}

function done(found: Fields): Done {
  const actions = actionsOf(found['actions'])
  const handlers = list(found['handlers'], 'handlers', 50).map((item) => {
    const handler = record(item, 'a handler')
    return { name: text(handler['name']), line: line(handler['line']) }
  })
  const entry = record(found['entry'], 'the entry')
  const priority = setting(found['priority'])
  const notifyMode = setting(found['notifyMode'])
  return {
    kind: 'done', actions, handlers, entry: { parameters: number(entry['parameters']), isOpen: entry['isOpen'] === true },
    readsSource: found['readsSource'] === true, ...(priority && { priority }), ...(notifyMode && { notifyMode }),
  }
}

function setting(value: unknown): Setting | undefined {
  if (value === undefined) return undefined
  const found = record(value, 'a setting')
  return { value: wireValue(found['value']), line: line(found['line']) }
}

function failed(found: Fields): Failed {
  const trace = list(found['trace'], 'trace', 50).map((item) => {
    const caller = record(item, 'a caller')
    return { line: line(caller['line']), name: text(caller['name']) }
  })
  return {
    kind: 'failed',
    code: oneOf(failureCodes, found['code']),
    text: text(found['text']),
    line: line(found['line']),
    trace,
    ...optionalArgument(found['argument']),
    ...(found['actions'] !== undefined && { actions: actionsOf(found['actions']) }),
  }
}

function actionsOf(value: unknown): readonly WireAction[] {
  return list(value, 'actions', 2_000).map(action)
}

function note(value: unknown): Note {
  const found = record(value, 'a note')
  return {
    code: oneOf(noteCodes, found['code']),
    line: line(found['line']),
    subject: text(found['subject']),
    found: text(found['found']),
    ...optionalArgument(found['argument']),
  }
}

function action(value: unknown): WireAction {
  const found = record(value, 'an action')
  if (found['stage'] === undefined) return wireObject(found, 0)
  return { ...wireObject(found, 0), stage: oneOf<Stage>(stages, found['stage']) }
}

function wireObject(value: unknown, depth: number): WireObject {
  const found = record(value, 'an object')
  const fields = list(found['fields'], 'fields', 10_000).map((item) => field(item, depth))
  return { class: text(found['class']), line: line(found['line']), fields }
}

function field(value: unknown, depth: number): WireField {
  const found = record(value, 'a field')
  const elementLines = list(found['elementLines'], 'elementLines', 100_000).map((pair) => {
    const [element, at] = list(pair, 'an element line', 2)
    return [number(element), line(at)] as const
  })
  return { name: text(found['name']), value: wireValue(found['value'], depth + 1), line: line(found['line']), elementLines }
}

function wireValue(value: unknown, depth = 0): WireValue {
  if (depth > 40) throw new Malformed('a value that is too deep')
  const found = record(value, 'a value')
  switch (found['kind']) {
    case 'nil':
      return { kind: 'nil' }
    case 'boolean':
      return { kind: 'boolean', value: found['value'] === true }
    case 'number':
      return { kind: 'number', value: number(found['value']) }
    case 'string':
      return { kind: 'string', value: text(found['value']) }
    case 'table':
      return { kind: 'table', entries: list(found['entries'], 'entries', 10_000).map((item) => entry(item, depth)) }
    case 'object':
      return { kind: 'object', object: wireObject(found['object'], depth) }
    case 'other':
      return { kind: 'other', type: text(found['type']) }
    default:
      throw new Malformed('a value of an unknown kind')
  }
}

function entry(value: unknown, depth: number): WireEntry {
  const found = record(value, 'an entry')
  const key = found['key']
  if (typeof key !== 'string' && typeof key !== 'number' && typeof key !== 'boolean') throw new Malformed('a key of an unknown kind')
  return { key, value: wireValue(found['value'], depth + 1) }
}

type Fields = Readonly<Record<string, unknown>>

function record(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(`${what} is no object`)
  // Just seen to be an object; each member is looked at before it is used.
  return value as Fields
}

function list(value: unknown, what: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new Malformed(`${what} is no list of at most ${most}`)
  return value
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Malformed('a text is no string')
  return value
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new Malformed('a number is none')
  return value
}

function line(value: unknown): number {
  const found = number(value)
  return Number.isInteger(found) && found >= 1 ? found : 1
}

function optionalArgument(value: unknown): { readonly argument?: number } {
  return typeof value === 'number' ? { argument: value } : {}
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T {
  const found = allowed.find((item) => item === value)
  if (found === undefined) throw new Malformed(`'${String(value)}' is none of ${allowed.join(', ')}`)
  return found
}
