import { didYouMean, suggestionTail, type TemplateBodies, type TemplateKind } from '@vodflow/core'
import { impossibleCombinations } from './combinations.ts'
import { allowedText, type Field, type Fields, type NumberField } from './fields.ts'
import { fieldsOfKind } from './fields-of-kind.ts'
import { isWireBody } from './merge.ts'
import type { WireBody } from './project-template.ts'
import { fromWire } from './wire.ts'

export interface BodyProblem {
  readonly code: 'out-of-range' | 'missing-property' | 'unknown-property' | 'impossible-combination'
  /** The members at fault, the likeliest first; a problem of a value that was only inherited is not the heir's. */
  readonly paths: readonly (readonly string[])[]
  /** One lower-case sentence. */
  readonly text: string
  /** Known names that an unknown one may have been meant for. */
  readonly near?: readonly string[]
}

export interface ReadBody<K extends TemplateKind> {
  readonly body: TemplateBodies[K]
  readonly problems: readonly BodyProblem[]
}

/**
 * A merged body in the wire's names becomes the template's own, with every limit of templates.md §5.4 and §10 checked.
 * `body` is to be used only where there are no problems that count (`problemsOfOwn`).
 */
export function readBody<K extends TemplateKind>(kind: K, merged: WireBody): ReadBody<K> {
  const problems: BodyProblem[] = []
  const members = readMembers(fieldsOf(kind, merged), merged, [], problems)
  // Only presets say it: a file or an override that writes it has it reported as unknown, an heir has it from its base.
  const read = merged['remux'] === true ? { ...members, remux: true } : members
  // A value that cannot be at all is not told of once more for what stands beside it.
  const isTold = ([likeliest = []]: BodyProblem['paths']) => problems.some(({ code, paths: [path = []] }) => code === 'out-of-range' && path.join('.') === likeliest.join('.'))
  problems.push(...impossibleCombinations(kind, read).filter(({ paths }) => !isTold(paths)))
  return { body: fromWire(kind, read), problems }
}

/** Those problems that a text itself caused: presets break some limits, and inheriting that is no fault. */
export function problemsOfOwn(problems: readonly BodyProblem[], writes: (path: readonly string[]) => boolean): readonly BodyProblem[] {
  return problems.filter(({ code, paths }) => code === 'missing-property' || paths.some(writes))
}

/** What is left out of an output needs no parameters, and neither does a remux. */
function fieldsOf(kind: TemplateKind, merged: WireBody): Fields {
  if (kind !== 'transcode') return fieldsOfKind[kind]
  const remux = merged['remux'] === true
  const drop = (name: 'Video' | 'Audio') => remux || merged[`isFiltrate${name}`] === 1
  const { video, audio, ...others } = fieldsOfKind.transcode
  return {
    ...others,
    ...(video && { video: asGroup(video, !drop('Video')) }),
    ...(audio && { audio: asGroup(audio, !drop('Audio')) }),
  }
}

function asGroup(field: Field, required: boolean): Field {
  if (field.type !== 'group') return field
  if (required) return { ...field, required: true }
  return { ...field, members: Object.fromEntries(Object.entries(field.members).map(([name, member]) => [name, optional(member)])) }
}

function optional(field: Field): Field {
  const { required, ...others } = field
  return required ? others : field
}

function readMembers(fields: Fields, body: WireBody, path: readonly string[], problems: BodyProblem[]): WireBody {
  reportUnknown(fields, body, path, problems)
  const read = new Map<string, unknown>()
  for (const [name, field] of Object.entries(fields)) {
    const at = [...path, name]
    const value = body[name]
    if (value === undefined) {
      if (field.required) problems.push({ code: 'missing-property', paths: [at], text: `'${at.join('.')}' is missing; it is ${allowedText(field)}` })
      else if (field.fallback !== undefined) read.set(name, field.fallback)
    } else if (field.type === 'group' && isWireBody(value)) {
      read.set(name, readMembers(field.members, value, at, problems))
    } else {
      if (!fits(field, value)) problems.push(outOfRange(at, value, field))
      read.set(name, value)
    }
  }
  return Object.fromEntries(read)
}

function reportUnknown(fields: Fields, body: WireBody, path: readonly string[], problems: BodyProblem[]): void {
  const known = Object.keys(fields)
  for (const name of Object.keys(body)) {
    if (known.includes(name)) continue
    const at = [...path, name]
    const where = path.length === 0 ? 'here' : `in '${path.join('.')}'`
    const near = didYouMean(name.slice(0, 64), known)
    problems.push({ code: 'unknown-property', paths: [at], text: `${shown(name)} has no meaning ${where}${suggestionTail(near)}`, near })
  }
}

function outOfRange(path: readonly string[], value: unknown, field: Field): BodyProblem {
  return { code: 'out-of-range', paths: [path], text: `'${path.join('.')}' is ${shown(value)}; it must be ${allowedText(field)}` }
}

function fits(field: Field, value: unknown): boolean {
  switch (field.type) {
    case 'choice':
      return field.values.some((allowed) => allowed === value)
    case 'number':
      return typeof value === 'number' && numberFits(field, value)
    case 'text':
      return typeof value === 'string' && value.length <= field.maxLength && field.pattern.test(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'group':
      return isWireBody(value)
    case 'image':
      return isWireBody(value) && typeof value['sha256'] === 'string'
  }
}

function numberFits(field: NumberField, value: number): boolean {
  if (!Number.isFinite(value) || (field.integer && !Number.isInteger(value))) return false
  if (value === 0) return field.zero === true || field.min === 0
  if (field.max < 0) return value >= field.min && value <= field.max
  if (value < 0 && !field.negative) return false
  const magnitude = Math.abs(value)
  if (field.only !== undefined) return field.only.includes(magnitude)
  return magnitude >= field.min && magnitude <= field.max
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : typeof value === 'number' || typeof value === 'boolean' ? String(value) : `${kindOf(value)}`
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : 'an object'
}
