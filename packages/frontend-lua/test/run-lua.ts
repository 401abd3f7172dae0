import { textOf, type Call, type Diagnostic, type FrontEnd, type Procedure, type Result, type SourceFacts, type Value } from '@vodflow/core'
import { positionAt } from '@vodflow/core'

/** An argument as it is written in the call, and what it means. */
export type Written = readonly [text: string, value: Value]

/** A call with a place for each argument: `Name(a, b)` where the arguments are written as given. */
export function callWith(...written: Written[]): Call {
  const texts = written.map(([text]) => text)
  const file = { path: '<call>', text: `Name(${texts.join(', ')})` }
  let at = 'Name('.length
  const values = written.map(([text, value]) => {
    const span = { file, start: at, end: at + text.length }
    at += text.length + 2
    return { ...value, span }
  })
  const span = { file, start: 0, end: file.text.length }
  return { name: { text: 'Name', kind: 'name', span: { file, start: 0, end: 4 } }, arguments: values, span }
}

export function num(value: number): Written {
  return [String(value), { kind: 'number', value }]
}
export function str(value: string): Written {
  return [`"${value}"`, { kind: 'string', value }]
}
export function list(...values: readonly number[]): Written {
  const entries = values.map((value, index) => ({ key: index + 1, value: { kind: 'number', value } as const }))
  return [`{${values.join(',')}}`, { kind: 'table', entries }]
}
export const nil: Written = ['nil', { kind: 'nil' }]

export interface RunOptions {
  readonly call?: Call
  readonly facts?: SourceFacts | 'unknown'
  readonly path?: string
}

export async function runLua(frontEnd: FrontEnd, text: string, options: RunOptions = {}): Promise<Result<Procedure>> {
  const call = options.call ?? callWith()
  const loaded = await frontEnd.load({ path: options.path ?? 'procedures/Test.lua', text })
  if (!loaded.ok) return loaded
  return loaded.value.instantiate({ arguments: call.arguments, facts: options.facts ?? 'unknown', call })
}

/** `code@line`, for tests that ask what was said and where. */
export function told(result: Result<unknown>): string[] {
  return result.diagnostics.map((diagnostic) => `${diagnostic.code}@${lineOf(diagnostic)}`)
}

export function lineOf(diagnostic: Diagnostic): number {
  return diagnostic.span === undefined ? 0 : positionAt(diagnostic.span.file, diagnostic.span.start).line
}

export function pointedAt(diagnostic: Diagnostic | undefined): string {
  return diagnostic?.span === undefined ? '' : textOf(diagnostic.span)
}

/** The actions without their places: what was asked for. */
export function asked(result: Result<Procedure>): unknown {
  if (!result.ok) return told(result)
  return result.value.actions.map((action) => withoutSpans(action))
}

function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'span')
  const only = entries.length === 1 ? entries[0] : undefined
  if (only?.[0] === 'value') return only[1]
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutSpans(member)]))
}

/** A whole script around the body of `handleProcess`, in one line before it, so that the body starts at line 2. */
export function inHandler(body: string): string {
  return `P = NewProcedureClass() function P:handleProcess(file) local set = ProcessActionSet:new()\n${body}\nreturn set end function CreateProcedure(...) return P:new(...) end`
}

export const someFacts: SourceFacts = {
  container: 'mp4', sizeBytes: 5_000_000_000, durationSeconds: 10.5, bitrateKbps: 999.5, startSeconds: 0, md5: '',
  sourceType: 'RECORD', sourceContext: 'rtmp://push/直播',
  videoStreams: [{
    index: 0, codec: 'h264', profile: 'High', pixelFormat: 'yuv420p', codedWidth: 1920, codedHeight: 1088, width: 1920, height: 1080,
    rotation: 0, sampleAspectRatio: { num: 1, den: 1 }, frameRate: { num: 30000, den: 1001 }, variableFrameRate: false,
    bitrateKbps: 871.4, startSeconds: 0, durationSeconds: 10, interlaced: false,
    colour: { range: 'tv', space: 'bt709', primaries: 'bt709', transfer: 'bt709' },
  }],
  audioStreams: [
    { index: 1, codec: 'aac', profile: 'LC', samplingRate: 48_000, channels: 2, bitrateKbps: 128.1, startSeconds: 0, durationSeconds: 10.5 },
  ],
}
