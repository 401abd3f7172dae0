import {
  didYouMean, type Diagnostic, type Located, type PositionType, type QualityCheck, type SourceFile, type SourceSpan, type TemplateOverride,
} from '@vodflow/core'
import { luaDiagnostics } from './diagnostics.ts'
import { renameFix, unquoteFix } from './fixes.ts'
import { actionClasses, drmClass, slipNames, type ActionClassName } from './host-api.ts'
import { placeOfName, placeOfNew, placeOfValue } from './place-in-line.ts'
import type { WireField, WireObject, WireValue } from './protocol.ts'
import { reportCase, reportName } from './slips.ts'

const positionTypes: readonly PositionType[] = ['Time', 'Percent']
const greatestDefinition = 2 ** 31 - 1

/** Range of a number, as a test and in words. */
interface Range {
  readonly holds: (value: number) => boolean
  readonly expected: string
}

const definitionRange: Range = wholeRange(1, greatestDefinition)

export function wholeRange(least: number, most: number): Range {
  return {
    holds: (value) => Number.isInteger(value) && value >= least && value <= most,
    expected: `a whole number from ${least} to ${most}`,
  }
}

/** Seconds and percents may have decimals. */
export function numberRange(least: number, most: number): Range {
  return { holds: (value) => value >= least && value <= most, expected: `a number from ${least} to ${most}` }
}

/** Reads the fields of one object of a script and reports every one that is not as it has to be, at its line. */
export class FieldReader {
  readonly #object: WireObject
  readonly #file: SourceFile
  readonly #report: (diagnostic: Diagnostic) => void

  constructor(object: WireObject, file: SourceFile, report: (diagnostic: Diagnostic) => void) {
    this.#object = object
    this.#file = file
    this.#report = report
  }

  get span(): SourceSpan {
    return placeOfNew(this.#file, this.#object.line, this.#object.class)
  }

  /** Fields that the class does not have: mostly misspelt ones. */
  checkNames(): void {
    const known = knownFields(this.#object.class)
    for (const field of this.#object.fields) {
      if (known.includes(field.name)) continue
      const instead = this.#slips[field.name]
      if (instead !== undefined && this.#named(instead) === undefined) {
        reportName(this.#file, field.line, { owner: this.#object.class, found: field.name, instead }, this.#report)
        continue
      }
      const similar = didYouMean(field.name, known)
      const owner = this.#object.class
      const place = placeOfName(this.#file, field.line, field.name)
      this.#report(luaDiagnostics.create('unknown-field', place, { owner, field: field.name, known, similar }, renameFix(place, field.name, similar)))
    }
  }

  boolean(name: string): boolean {
    const field = this.#field(name)
    if (field === undefined) return false
    if (field.value.kind === 'boolean') return field.value.value
    this.#wrongType(field, name, 'true or false', field.value)
    return false
  }

  /** One number with its place; nothing when it is not set or not right. */
  number(name: string, range: Range): Located<number> | undefined {
    const field = this.#field(name)
    if (field === undefined) return undefined
    const value = this.#asNumber(field, name, field.value, range)
    return value === undefined ? undefined : { value, span: this.#at(field) }
  }

  positionType(): Located<PositionType> | undefined {
    const field = this.#field('positionType')
    if (field === undefined) return undefined
    const { value } = field
    const meant = value.kind === 'string' ? positionTypes.find((type) => type.toLowerCase() === value.value.toLowerCase()) : undefined
    if (meant !== undefined && value.kind === 'string') {
      const params = { subject: this.#subject('positionType'), found: value.value, instead: meant }
      if (value.value !== meant) reportCase(this.#file, field.line, params, this.#report)
      return { value: meant, span: this.#at(field) }
    }
    this.#wrongType(field, 'positionType', "'Time' or 'Percent'", value)
    return undefined
  }

  /** A number or a list of them, each once, with the line that added it. */
  definitions(name: string, meaning: { readonly zeroIsNone: boolean } = { zeroIsNone: false }): readonly Located<number>[] {
    const field = this.#field(name)
    if (field === undefined || (meaning.zeroIsNone && isZero(field.value))) return []
    return this.#numbers(field, name, definitionRange)
  }

  numbers(name: string, range: Range): readonly Located<number>[] {
    const field = this.#field(name)
    return field === undefined ? [] : this.#numbers(field, name, range)
  }

  /** As `definitions`, and says so when there is none. */
  requiredDefinitions(): readonly Located<number>[] {
    return this.#holdsNothing('definition') ? this.#missing('definition') : this.definitions('definition')
  }

  /** As `numbers`, and says so when there is none. */
  requiredNumbers(name: string, range: Range): readonly Located<number>[] {
    return this.#holdsNothing(name) ? this.#missing(name) : this.numbers(name, range)
  }

  #holdsNothing(name: string): boolean {
    const value = this.#field(name)?.value
    return value === undefined || (value.kind === 'table' && value.entries.length === 0)
  }

  #missing(field: string): readonly never[] {
    this.#report(luaDiagnostics.create('missing-field', this.span, { owner: this.#object.class, field }))
    return []
  }

  /** A DRM object, or the number of its template; 0 is none. */
  drm(): Located<number> | undefined {
    const field = this.#field('drm')
    if (field === undefined || isZero(field.value)) return undefined
    if (field.value.kind === 'number' || field.value.kind === 'string') return this.number('drm', definitionRange)
    if (field.value.kind !== 'object' || field.value.object.class !== 'DRM') {
      return this.#wrongType(field, 'drm', 'a DRM object, as DRM:new() makes one, or the number of an encryption template', field.value)
    }
    const inner = new FieldReader(field.value.object, this.#file, this.#report)
    inner.checkNames()
    return inner.requiredDefinitions()[0]
  }

  override(): Located<TemplateOverride> | undefined {
    const field = this.#field('override')
    if (field === undefined) return undefined
    const plain = field.value.kind === 'table' ? plainTable(field.value) : undefined
    if (plain === undefined || Array.isArray(plain)) {
      const expected = 'a table of template fields and plain values, as { video = { bitrate = 800 } }'
      const held = strangeIn(field.value)
      const found = held === undefined ? describe(field.value) : `a table that holds ${held}`
      return this.#wrongTypeFound(field, 'override', expected, found)
    }
    return { value: plain, span: this.#at(field) }
  }

  verify(): Located<QualityCheck> | undefined {
    const field = this.#field('verify')
    if (field === undefined) return undefined
    const plain = field.value.kind === 'table' ? plainTable(field.value) : undefined
    const members = Object.entries(plain ?? {})
    const [name, ssim] = members[0] ?? []
    const expected = 'a table with the one field ssim, a number above 0 and at most 1, as { ssim = 0.95 }'
    if (members.length !== 1 || name !== 'ssim' || typeof ssim !== 'number') return this.#wrongType(field, 'verify', expected, field.value)
    const range = numberRange(0, 1)
    if (ssim > 0 && range.holds(ssim)) return { value: { ssim }, span: this.#at(field) }
    this.#report(luaDiagnostics.create('out-of-range', this.#at(field), { subject: this.#subject('verify.ssim'), found: ssim, expected: 'a number above 0, at most 1' }))
    return undefined
  }

  #numbers(field: WireField, name: string, range: Range): Located<number>[] {
    const elements = field.value.kind === 'table' ? listElements(field.value) : [field.value]
    if (elements === undefined) {
      this.#wrongType(field, name, 'a number or a list of numbers', field.value)
      return []
    }
    const lines = new Map(field.elementLines)
    return elements.flatMap((element) => {
      const value = this.#asNumber(field, name, element, range)
      if (value === undefined) return []
      return [{ value, span: this.#at(field, element, lines.get(value)) }]
    })
  }

  #asNumber(field: WireField, name: string, value: WireValue, range: Range): number | undefined {
    const found = value.kind === 'string' ? this.#fromString(field, name, value.value) : value.kind === 'number' ? value.value : undefined
    if (found === undefined) return this.#wrongType(field, name, 'a number', value)
    if (range.holds(found)) return found
    this.#report(luaDiagnostics.create('out-of-range', this.#at(field, value, new Map(field.elementLines).get(found)), { subject: this.#subject(name), found, expected: range.expected }))
    return undefined
  }

  #fromString(field: WireField, name: string, text: string): number | undefined {
    if (!/^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(text)) return undefined
    const line = this.#at(field)
    this.#report(luaDiagnostics.create('numeric-string', this.#at(field, { kind: 'string', value: text }), { subject: this.#subject(name), found: text }, unquoteFix(line, text)))
    return Number(text)
  }

  #wrongType(field: WireField, name: string, expected: string, value: WireValue): undefined {
    return this.#wrongTypeFound(field, name, expected, describe(value))
  }

  #wrongTypeFound(field: WireField, name: string, expected: string, found: string): undefined {
    this.#report(luaDiagnostics.create('wrong-type', this.#at(field), { subject: this.#subject(name), expected, found }))
  }

  #subject(name: string): string {
    return `'${name}' of this ${this.#object.class}`
  }

  /** nil is as good as never assigned. */
  #field(name: string): WireField | undefined {
    const slip = Object.entries(this.#slips).find(([, meant]) => meant === name)?.[0]
    return this.#named(name) ?? (slip === undefined ? undefined : this.#named(slip))
  }

  #named(name: string): WireField | undefined {
    const found = this.#object.fields.find((field) => field.name === name)
    return found?.value.kind === 'nil' ? undefined : found
  }

  get #slips(): { readonly [written: string]: string } {
    return (isActionClass(this.#object.class) && slipNames[this.#object.class]) || {}
  }

  #at(field: WireField, value = field.value, line = field.line): SourceSpan {
    return placeOfValue(this.#file, line, value)
  }
}

function knownFields(className: string): readonly string[] {
  if (className === 'DRM') return drmClass.fields
  return isActionClass(className) ? actionClasses[className].fields : []
}

export function isActionClass(name: string): name is ActionClassName {
  return Object.hasOwn(actionClasses, name)
}

function isZero(value: WireValue): boolean {
  return value.kind === 'number' && value.value === 0
}

export function describe(value: WireValue): string {
  switch (value.kind) {
    case 'nil':
      return 'nil'
    case 'boolean':
    case 'number':
      return String(value.value)
    case 'string':
      return `'${value.value.slice(0, 40)}'`
    case 'table':
      return 'a table'
    case 'object':
      return `a ${value.object.class}`
    case 'other':
      return value.type
  }
}

type Table = Extract<WireValue, { kind: 'table' }>

/** The values at 1, 2, … in their order, or nothing when there is any other key. */
function listElements(table: Table): readonly WireValue[] | undefined {
  const sorted = table.entries.toSorted((a, b) => Number(a.key) - Number(b.key))
  const isList = sorted.every((entry) => typeof entry.key === 'number' && Number.isInteger(entry.key) && entry.key >= 1)
  return isList ? sorted.map((entry) => entry.value) : undefined
}

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain }

/** The first part of a table that is no plain data, in words. */
function strangeIn(value: WireValue): string | undefined {
  if (value.kind !== 'table') return undefined
  for (const { value: part } of value.entries) {
    if (part.kind === 'other' || part.kind === 'object') return describe(part)
    const inner = strangeIn(part)
    if (inner !== undefined) return inner
  }
  return undefined
}

/** Nothing when a part of it is no plain data. */
function plainTable(table: Table): Plain[] | { [key: string]: Plain } | undefined {
  const isList = table.entries.length > 0 && listElements(table) !== undefined
  const entries: [string, Plain][] = []
  for (const entry of isList ? table.entries.toSorted((a, b) => Number(a.key) - Number(b.key)) : table.entries) {
    const value = plain(entry.value)
    if (value === undefined) return undefined
    entries.push([String(entry.key), value])
  }
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}

function plain(value: WireValue): Plain | undefined {
  switch (value.kind) {
    case 'nil':
      return null
    case 'table':
      return plainTable(value)
    case 'object':
    case 'other':
      return undefined
    default:
      return value.value
  }
}
