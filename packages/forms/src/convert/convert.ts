import {
  fail, hasErrors, ok, spanOf, textOf, wholeFile, type Action, type Call, type Diagnostic, type Procedure, type ProcedureSource, type Result, type SourceFacts,
  type SourceFile, type SourceSpan, type Value,
} from '@vodflow/core'
import { parseJsonDocument, type JsonDocument } from '@vodflow/frontend-json'
import { formatText } from '../format/format-text.ts'
import { casesOf, type Case } from './cases.ts'
import { convertDiagnostics } from './diagnostics.ts'
import { ownFormOf, type Json, type JsonObject } from './own-form.ts'
import { toCall } from './to-call.ts'
import { toLua } from './to-lua.ts'
import { toTemplate } from './to-template.ts'

export const targets = ['json', 'lua', 'call', 'procedure-template'] as const
export type Target = (typeof targets)[number]

export interface ConvertRequest {
  readonly call: Call
  readonly file: SourceFile
  /** One of vodflow's own: what its call says is all that anybody wrote. */
  readonly builtIn: boolean
  readonly source: ProcedureSource
  readonly target: Target
  readonly facts: SourceFacts | 'unknown'
  /** Where the new text will be, as messages name it. */
  readonly path: string
  /** The digest of the graph that a file gives. */
  readonly compileFile: (file: SourceFile, args: readonly Value[], facts: SourceFacts | 'unknown') => Promise<Result<string>>
  readonly compileCall: (call: string, facts: SourceFacts | 'unknown') => Promise<Result<string>>
}

export interface Converted {
  readonly text: string
  /** How many calls and sources gave the same graph in both forms; at least one. */
  readonly cases: number
  /** Of that graph where there was one case. */
  readonly digest: string
}

/**
 * The procedure in another form, or everything that the form cannot say, each at its place. The new text has been compiled, and its
 * graph is that of the old one; throws where it is not, since that is a fault of ours.
 */
export async function convert(request: ConvertRequest): Promise<Result<Converted>> {
  const document = ownDocument(request.file)
  if (document !== undefined && request.target === 'lua' && !isCalled(request.call) && hasChoices(document)) return keepChoices(request, document)
  const lost = isCalled(request.call) ? [] : lostParameters(request, document)
  const read = await request.source.instantiate({ arguments: request.call.arguments, facts: request.facts, call: request.call })
  const found = read.diagnostics.map((one) => asCondition(one, request.target))
  if (!read.ok || lost.length > 0) return fail(...lost, ...found.filter(({ code }) => lost.length === 0 || !code.startsWith('call/')))
  const written = await write(request, read.value, document)
  const diagnostics = [...found, ...(await instanceWarning(request, document)), ...tooMany(read.value, request.target), ...written.diagnostics]
  if (hasErrors(diagnostics)) return fail(...diagnostics)
  return proved(request, written.value, [{ arguments: request.call.arguments, facts: request.facts }], diagnostics)
}

interface WrittenText {
  readonly value: string
  readonly diagnostics: readonly Diagnostic[]
}

async function write(request: ConvertRequest, read: Procedure, document: JsonDocument | undefined): Promise<WrittenText> {
  const { target, file, call, builtIn } = request
  const procedure = builtIn ? { ...read, name: call.name.text } : read
  const whole = (setting: string) => firstLineOf(document?.spanAt([setting], 'key') ?? (file.path === call.name.text ? wholeFile(file) : call.span))
  const about = aboutOf(request, document)
  switch (target) {
    case 'json':
      return jsonText({ value: ownFormOf(procedure, about).value, diagnostics: [] })
    case 'procedure-template':
      return jsonText(toTemplate(procedure, about, whole))
    case 'lua':
      return toLua(ownFormOf(procedure, about), about.split('\n'))
    case 'call':
      return toCall(procedure, whole)
  }
}

function firstLineOf({ file, start, end }: SourceSpan): SourceSpan {
  const [line = ''] = file.text.slice(start).split('\n', 1)
  return spanOf(file, start, Math.min(end, start + line.length))
}

/** Longer lists, and more actions, are refused by those who would read them. */
const most = { list: 100, script: 200 }

function tooMany({ actions }: Procedure, target: Target): readonly Diagnostic[] {
  const field = (action: Action | undefined, name: string, count: number) => convertDiagnostics.create('field', action?.span, { field: name, found: `a list of ${count}`, target })
  if (target === 'lua') return actions.length > most.script ? [field(actions[most.script], 'actions', actions.length)] : []
  if (target === 'call') return []
  return [...new Set(actions.map(({ kind }) => kind))].flatMap((kind) => {
    // The later shape has a task for each definition.
    const all = actions.flatMap((action) => (action.kind !== kind ? [] : action.kind === 'transcode' && target !== 'json' ? action.definitions.map(() => action) : [action]))
    return all.length > most.list ? [field(all[most.list], kind, all.length)] : []
  })
}

function jsonText({ value, diagnostics }: { readonly value: JsonObject; readonly diagnostics: readonly Diagnostic[] }): WrittenText {
  return { value: JSON.stringify(value), diagnostics }
}

/** For people: what the author said, else where it comes from. */
function aboutOf({ file, call, builtIn }: ConvertRequest, document: JsonDocument | undefined): string {
  const { description } = recordOf(document?.value)
  const origin = builtIn ? textOf(call.span) : file.path
  return typeof description === 'string' ? description : `Made of ${origin.slice(-200)} by vodflow convert.`
}

/** Parameters and conditions stay what they are. */
async function keepChoices(request: ConvertRequest, document: JsonDocument): Promise<Result<Converted>> {
  const { value, diagnostics } = await toLua({ value: recordOf(document.value), spanAt: (path) => document.spanAt(path) }, aboutOf(request, document).split('\n'))
  if (hasErrors(diagnostics)) return fail(...diagnostics)
  return proved(request, value, casesOf(recordOf(document.value), request.facts), diagnostics)
}

/** Compiles both, in every case that the old one can be compiled in. */
async function proved(request: ConvertRequest, written: string, cases: readonly Case[], diagnostics: readonly Diagnostic[]): Promise<Result<Converted>> {
  const file = { path: request.path, text: await inStyle(request, written) }
  let same = 0
  let digest = ''
  let firstProblem: readonly Diagnostic[] | undefined
  for (const { arguments: args, facts } of cases) {
    const before = request.builtIn ? await request.compileCall(request.call.span.file.text, facts) : await request.compileFile(request.file, args, facts)
    if (!before.ok) {
      firstProblem ??= before.diagnostics
      continue
    }
    const after = request.target === 'call' ? await request.compileCall(file.text, facts) : await request.compileFile(file, cases.length > 1 ? args : [], facts)
    if (!after.ok || after.value !== before.value) throw new Error(differs(request, file.text, after))
    same += 1
    digest = before.value
  }
  return same === 0 ? fail(...(firstProblem ?? [])) : ok({ text: file.text, cases: same, digest }, diagnostics)
}

function differs({ file, target }: ConvertRequest, text: string, after: Result<string>): string {
  const reason = after.ok ? 'another graph' : (after.diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'no graph')
  return `'${file.path}' as ${target} gives ${reason}; nothing was written, and the text would have been:\n${text}`
}

async function inStyle({ target, path }: ConvertRequest, text: string): Promise<string> {
  const formatted = await formatText(target === 'lua' ? 'lua' : target === 'call' ? 'calls' : 'json', { path, text })
  // Without the optional formatter Lua stays as it was put together.
  return formatted.ok ? formatted.text.trimEnd() + '\n' : text
}

function ownDocument(file: SourceFile): JsonDocument | undefined {
  if (!file.path.endsWith('.json')) return undefined
  const parsed = parseJsonDocument(file, { validate: () => true, prefix: 'json' })
  return parsed.ok && !Object.keys(recordOf(parsed.value.value)).some((key) => /^[A-Z]/u.test(key)) ? parsed.value : undefined
}

/** Whether a file is in the form already that is asked for, and nothing is given that could be put into it. */
export function isInFormAlready({ file, builtIn, target, call, facts }: Pick<ConvertRequest, 'file' | 'builtIn' | 'target' | 'call' | 'facts'>): boolean {
  if (isCalled(call) || facts !== 'unknown' || builtIn) return false
  return target === 'json' ? ownDocument(file) !== undefined : target === 'lua' && file.path.endsWith('.lua')
}

/** With parentheses: `file.lua()` says that there are no arguments, `file.lua` says nothing of them. */
function isCalled({ name, span }: Call): boolean {
  return span.file.text.slice(name.span.end).trim() !== ''
}

function parametersOf(document: JsonDocument | undefined): readonly JsonObject[] {
  const { parameters } = recordOf(document?.value)
  // The front end has held the document against its schema.
  return Array.isArray(parameters) ? (parameters as readonly JsonObject[]) : []
}

function hasChoices(document: JsonDocument): boolean {
  return parametersOf(document).length > 0 || JSON.stringify(document.value).includes('"when":')
}

function lostParameters({ file, target, builtIn }: ConvertRequest, document: JsonDocument | undefined): readonly Diagnostic[] {
  const lost = (name: string, span: Diagnostic['span']) => convertDiagnostics.create('parameter', span, { name, target })
  if (document) return parametersOf(document).map(({ name = '' }, index) => lost(String(name), document.spanAt(['parameters', index, 'name'])))
  if (builtIn) return []
  return luaParameters(file).map(({ name, start }) => lost(name, spanOf(file, start, start + name.length)))
}

/** What the script's entry takes, as far as its text says so. */
function luaParameters({ path, text }: SourceFile): readonly { readonly name: string; readonly start: number }[] {
  const entry = path.endsWith('.lua') ? /\bfunction\s+CreateProcedure\s*\(|\bCreateProcedure\s*=\s*function\s*\(/u.exec(text) : null
  if (entry === null) return []
  const start = entry.index + entry[0].length
  const list = text.slice(start, text.indexOf(')', start))
  return [...list.matchAll(/\w+|\.\.\./gu)].map((match) => ({ name: match[0], start: start + match.index }))
}

/** A text that goes on one way for one source and another way for another. */
function asCondition(diagnostic: Diagnostic, target: Target): Diagnostic {
  return diagnostic.code.endsWith('/needs-facts') ? convertDiagnostics.create('condition', diagnostic.span, { target }) : diagnostic
}

async function instanceWarning(request: ConvertRequest, document: JsonDocument | undefined): Promise<readonly Diagnostic[]> {
  const { call, builtIn, source, facts, file } = request
  const takes = parametersOf(document).length + luaParameters(file).length > 0
  const without = facts === 'unknown' ? undefined : await source.instantiate({ arguments: call.arguments, facts: 'unknown', call })
  const lost = { arguments: !builtIn && takes, source: without?.ok === false }
  return lost.arguments || lost.source ? [convertDiagnostics.create('one-instance', call.span, lost)] : []
}

function recordOf(value: unknown): JsonObject {
  // What a JSON document holds is JSON.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [member: string]: Json }) : {}
}
