import {
  assumeFacts, defaultConfig, spanOf, wholeFile, type Action, type Call, type Compiled, type Diagnostic, type Located, type NumberValue, type Procedure,
  type ProjectConfig, type Result, type SourceFacts, type SourceSpan, type TemplateCatalogue, type ToolBuild, type TranscodeAction, type Value,
} from '@vodflow/core'
import { compileProcedure, createCatalogue, type CompileContext, type ProjectTemplate } from '../../src/index.ts'
import { projectTemplate } from './project-templates.ts'

/** A text in which every value has a place of its own: `at('10')` is the first of it that has not been asked for. */
export class Text {
  readonly file
  private from = 0
  constructor(text: string, path = 'procedure.json') {
    this.file = { path, text }
  }
  at(word: string): SourceSpan {
    const start = this.file.text.indexOf(word, this.from)
    if (start < 0) throw new Error(`'${word}' is not in the rest of the text`)
    this.from = start + word.length
    return spanOf(this.file, start, start + word.length)
  }
}

export const file = { path: 'procedure.json', text: 'x' }
export const somewhere = wholeFile(file)
export const located = <T>(value: T, span = somewhere): Located<T> => ({ value, span })

export function transcode(definitions: readonly (number | Located<number>)[], others: Partial<Omit<TranscodeAction, 'watermarks' | 'drm'>> & { watermarks?: readonly number[]; drm?: number } = {}): TranscodeAction {
  const { watermarks = [], drm, ...rest } = others
  return {
    kind: 'transcode', span: somewhere, disableHigherBitrate: false, hlsMasterPlaylist: false, idrAlignment: false, ...rest,
    definitions: definitions.map((definition) => (typeof definition === 'number' ? located(definition) : definition)),
    watermarks: watermarks.map((definition) => located(definition)),
    ...(drm !== undefined && { drm: located(drm) }),
  }
}

export const review = (definition: number): Action => ({ kind: 'review', span: somewhere, definition: located(definition) })
export const samples = (definition: number): Action => ({ kind: 'sampleSnapshot', span: somewhere, definition: located(definition) })
export const sprite = (definition: number): Action => ({ kind: 'imageSprite', span: somewhere, definition: located(definition) })
export const snapshots = (...timeOffset: readonly number[]): Action => ({
  kind: 'snapshotByTimeOffset', span: somewhere, definition: located(10), timeOffset: timeOffset.map((offset) => located(offset)),
})
export const cover = (positionType: 'Time' | 'Percent', position: number, definition = 10): Action => ({
  kind: 'coverBySnapshot', span: somewhere, definition: located(definition), positionType: located(positionType), position: located(position),
})
export const animated = (startTime?: number, endTime?: number): Action => ({
  kind: 'animatedGraphics', span: somewhere, definition: located(20_000),
  ...(startTime !== undefined && { startTime: located(startTime) }), ...(endTime !== undefined && { endTime: located(endTime) }),
})

export interface Setting {
  readonly facts?: string
  readonly config?: ProjectConfig['defaults']
  readonly templates?: readonly ProjectTemplate[]
  readonly call?: Call
  readonly builtIn?: boolean
  readonly strict?: boolean
  readonly build?: ToolBuild
  readonly priority?: number
}

export function contextOf({ facts, config = {}, templates = [], call = callOf('Course'), builtIn = false, strict = false, build }: Setting): CompileContext {
  return {
    call, builtIn, strict, procedureFile: file, facts: facts === undefined ? 'unknown' : factsOf(facts),
    config: { ...defaultConfig, defaults: config }, templates: catalogueOf(templates), ...(build && { build }),
  }
}

function factsOf(text: string): SourceFacts {
  const assumed = assumeFacts(text)
  if (!assumed.ok) throw new Error(`bad facts in a test: ${text}`)
  return assumed.value.facts
}

export function catalogueOf(templates: readonly ProjectTemplate[]): TemplateCatalogue {
  const catalogue = createCatalogue(templates)
  if (!catalogue.ok) throw new Error(catalogue.diagnostics.map(({ message }) => message).join('\n'))
  return catalogue.value
}

export function compile(actions: readonly Action[], setting: Setting = {}): Result<Compiled> {
  const procedure: Procedure = { name: 'Course', actions, priority: setting.priority ?? 0 }
  return compileProcedure(procedure, contextOf(setting))
}

export function compiled(actions: readonly Action[], setting: Setting = {}): Compiled {
  const result = compile(actions, setting)
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.value
}

export const idsOf = ({ graph }: Compiled): readonly string[] => graph.tasks.map(({ id }) => id)

/** The codes of all diagnostics, in order. */
export function codes(actions: readonly Action[], setting: Setting = {}): readonly string[] {
  return compile(actions, setting).diagnostics.map(({ code }) => code)
}

export function only(result: Result<Compiled>): Diagnostic {
  const [first, ...others] = result.diagnostics
  if (first === undefined || others.length > 0) throw new Error(`one diagnostic was expected, not ${result.diagnostics.length}`)
  return first
}

/** A call as frontend-call would give it: `Name`, or `Name(…)` with numbers and tables of numbers. */
export function callOf(text: string): Call {
  const source = { path: '<call>', text }
  const name = /^\w+/.exec(text)?.[0] ?? ''
  const span = (start: number, end: number) => spanOf(source, start, end)
  const numberAt = (match: RegExpMatchArray, from: number): NumberValue => {
    const start = from + (match.index ?? 0)
    return { kind: 'number', value: Number(match[0]), span: span(start, start + match[0].length) }
  }
  const inner = text.slice(name.length + 1, -1)
  const values = [...inner.matchAll(/\{[^}]*\}|-?\d+/g)].map((match): Value => {
    const start = name.length + 1 + (match.index ?? 0)
    if (!match[0].startsWith('{')) return numberAt(match, name.length + 1)
    const entries = [...match[0].matchAll(/-?\d+/g)].map((element, at) => ({ key: at + 1, value: numberAt(element, start) }))
    return { kind: 'table', entries, span: span(start, start + match[0].length) }
  })
  return { name: { text: name, kind: 'name', span: span(0, name.length) }, arguments: values, span: span(0, text.length) }
}

/** A watermark of the project, with an image that is on this machine. */
export const mark = (definition: number): ProjectTemplate => ({
  ...projectTemplate({ kind: 'watermark', definition }, { image: { sha256: 'ab'.repeat(32), format: 'png', width: 64, height: 32 } }),
  imagePath: '/project/logo.png',
})

export const key = (definition: number): ProjectTemplate =>
  projectTemplate({ kind: 'drm', definition }, { keySource: 'VodBuildInKMS', getKeyUrl: 'https://keys.example/get' })
