import { spanOf, textOf, type Call, type Diagnostic, type Instantiation, type Procedure, type SourceFacts, type Value } from '@vodflow/core'
import { createJsonFrontEnd } from '../src/index.ts'

/** A call whose arguments are written in JSON between the brackets; null is nil. Every argument has its own span. */
export function callOf(...args: readonly unknown[]): Call {
  const texts = args.map((argument) => JSON.stringify(argument))
  const file = { path: 'call', text: `P(${texts.join(',')})` }
  let at = 2
  const values = texts.map((text, index) => {
    const value = valueOf(args[index], spanOf(file, at, at + text.length))
    at += text.length + 1
    return value
  })
  return { name: { text: 'P', kind: 'name', span: spanOf(file, 0, 1) }, arguments: values, span: spanOf(file, 0, file.text.length) }
}

function valueOf(plain: unknown, span: Value['span']): Value {
  const at = span && { span }
  if (plain === null) return { kind: 'nil', ...at }
  if (typeof plain === 'number') return { kind: 'number', value: plain, ...at }
  if (typeof plain === 'string') return { kind: 'string', value: plain, ...at }
  if (typeof plain === 'boolean') return { kind: 'boolean', value: plain, ...at }
  if (Array.isArray(plain)) return { kind: 'table', entries: plain.map((element, index) => ({ key: index + 1, value: valueOf(element, span) })), ...at }
  return { kind: 'table', entries: Object.entries(Object(plain)).map(([key, element]) => ({ key, value: valueOf(element, span) })), ...at }
}

export interface Given {
  readonly args?: readonly unknown[]
  readonly facts?: SourceFacts | 'unknown'
}

/** Loads a document (a text, or data to be written as JSON) and instantiates it. */
export async function run(document: unknown, given: Given = {}): Promise<Instantiation> {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const loaded = await createJsonFrontEnd().load({ path: 'folder/Course.json', text })
  if (!loaded.ok) return loaded
  const call = callOf(...(given.args ?? []))
  const result = await loaded.value.instantiate({ arguments: call.arguments, call, facts: given.facts ?? 'unknown' })
  return { ...result, diagnostics: [...loaded.diagnostics, ...result.diagnostics] }
}

export async function procedureOf(document: unknown, given: Given = {}): Promise<Procedure> {
  const result = await run(document, given)
  if (!result.ok) throw new Error(JSON.stringify(brief(result.diagnostics)))
  return result.value
}

/** Code and text of the place. */
export function brief(diagnostics: readonly Diagnostic[]): readonly (readonly [string, string | undefined])[] {
  return diagnostics.map(({ code, span }) => [code, span && textOf(span)])
}

/** Actions without their spans, to compare; located values become the values. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const record = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'span' && key !== 'places'))
  return 'span' in value && Object.keys(record).join() === 'value' ? plain(record['value']) : Object.fromEntries(Object.entries(record).map(([key, member]) => [key, plain(member)]))
}

export function factsOf(width: number, height: number, durationSeconds = 60): SourceFacts {
  return {
    container: 'mp4', sizeBytes: 9_000_000, durationSeconds, bitrateKbps: 1200, startSeconds: 0, md5: '', sourceType: '', sourceContext: '',
    videoStreams: [{
      index: 0, codec: 'h264', profile: 'High', pixelFormat: 'yuv420p', codedWidth: width, codedHeight: height, width, height, rotation: 0,
      sampleAspectRatio: { num: 1, den: 1 }, frameRate: { num: 30000, den: 1001 }, variableFrameRate: false, bitrateKbps: 1072,
      startSeconds: 0, durationSeconds, interlaced: false,
      colour: { range: 'tv', space: 'bt709', primaries: 'bt709', transfer: 'bt709' },
    }],
    audioStreams: [{ index: 1, codec: 'aac', profile: 'LC', samplingRate: 48_000, channels: 2, bitrateKbps: 128, startSeconds: 0, durationSeconds }],
  }
}

/** The normative example of design.md §4. */
export const course = {
  name: 'Course',
  parameters: [
    { name: 'defs', type: 'definitions', default: [210, 220] },
    { name: 'mark', type: 'integer', default: 0 },
  ],
  review: [{ definition: 10 }],
  process: {
    transcode: [{ definition: { param: 'defs' }, watermark: { param: 'mark' }, when: 'source.height >= 720', override: { video: { bitrate: 800 } } }],
    animatedGraphics: [{ definition: 20000, startTime: 1, endTime: 3 }],
    snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 1000] }],
    coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 0 }],
    sampleSnapshot: [{ definition: 10 }],
    imageSprite: [{ definition: 10 }],
  },
  priority: 0,
}
