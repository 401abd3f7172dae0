import { assumeFacts, type SourceFacts, type Value } from '@vodflow/core'
import type { Json, JsonObject } from './own-form.ts'

/** One call of a procedure with what is known of the source. */
export interface Case {
  readonly arguments: readonly Value[]
  readonly facts: SourceFacts | 'unknown'
}

const most = 80

/**
 * Calls and sources by which two spellings of one procedure are compared: all defaults, each parameter otherwise, and for conditions
 * sources just below, at and above every number in them.
 */
export function casesOf(document: JsonObject, given: SourceFacts | 'unknown'): readonly Case[] {
  const parameters = Array.isArray(document['parameters']) ? (document['parameters'] as readonly JsonObject[]) : []
  const conditions = conditionsIn(document).join('\n')
  const usual = parameters.map(({ type, default: value }) => value ?? samples[String(type)]?.[0] ?? null)
  const numbers = [...conditions.matchAll(/\d+(?:\.\d+)?/gu)].map(([text]) => Number(text)).slice(0, 10)
  const texts = [...conditions.matchAll(/"([^"]*)"|'([^']*)'/gu)].map(([, double, single]) => double ?? single ?? '').slice(0, 10)
  const sources = conditions.includes('source') ? sourcesFor(conditions, numbers, texts) : []
  const facts = given === 'unknown' ? (sources[0] ?? given) : given
  const near = numbers.flatMap((number) => [number - 1, number, number + 1])
  const variants = parameters.flatMap(({ type }, index) =>
    [...(samples[String(type)] ?? []), ...(type === 'string' ? texts : type === 'integer' || type === 'number' ? near : [])].map((value) => usual.with(index, value)))
  return [
    { arguments: [], facts }, { arguments: usual.map(valueOf), facts },
    ...variants.map((values) => ({ arguments: values.map(valueOf), facts })),
    ...sources.map((source) => ({ arguments: usual.map(valueOf), facts: source })),
  ].slice(0, most)
}

/** Values that a parameter of a type may have; the first one where it has no default. */
const samples: { readonly [type: string]: readonly Json[] } = {
  definition: [10, 0, 20], definitions: [[10], [10, 20], 20, 0], integer: [1, 0, 10], number: [1, 0, 2.5], string: ['Time', 'Percent', ''],
  boolean: [true, false], list: [[0], [0, 1000], []],
}

function conditionsIn(document: JsonObject): readonly string[] {
  // The front end has held the document against its schema.
  const lists = [document['review'], ...Object.values((document['process'] ?? {}) as JsonObject)]
  return lists.flatMap((list) => (Array.isArray(list) ? (list as readonly JsonObject[]) : [])).flatMap(({ when }) => (typeof when === 'string' ? [when] : []))
}

function sourcesFor(conditions: string, numbers: readonly number[], texts: readonly string[]): readonly SourceFacts[] {
  const usual = 'width=1280,height=720,duration=60'
  const measured = ['width', 'height', 'bitrate', 'size'].filter((name) => conditions.includes(name))
  const said = [
    usual, 'video=none,duration=60', `${usual},audio=none`,
    ...numbers.flatMap((number) => [number - 1, number, number + 1]).flatMap((number) => measured.map((name) => `${usual.replace(new RegExp(`${name}=\\d+,`, 'u'), '')},${name}=${Math.ceil(number)}`)),
    ...texts.flatMap((text) => ['container', 'video.codec', 'audio.codec'].map((name) => `${usual},${name}=${text}`)),
  ]
  return said.flatMap((text) => {
    const assumed = assumeFacts(text)
    return assumed.ok ? [assumed.value.facts] : []
  })
}

function valueOf(value: Json): Value {
  if (value === null) return { kind: 'nil' }
  if (typeof value === 'number') return { kind: 'number', value }
  if (typeof value === 'string') return { kind: 'string', value }
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  return { kind: 'table', entries: [value].flat().map((element, index) => ({ key: index + 1, value: valueOf(element) })) }
}
