import {
  didYouMean, hasErrors, lineSpan, notifyModes, ok, settle, textOf, type Action, type Call, type Diagnostic, type NotifyMode, type Procedure, type Result,
  type SourceFile, type SourceSpan,
} from '@vodflow/core'
import { luaCallDiagnostics, luaDiagnostics } from './diagnostics.ts'
import { describe, isActionClass } from './field-reader.ts'
import { handlers, knownGlobals, knownMembers, fileClass, stageOfHandler, withheldGlobals, type Stage } from './host-api.ts'
import { renameFix } from './fixes.ts'
import { nearEntry } from './near-entry.ts'
import { placeOfName, placeOfNew, placeOfValue } from './place-in-line.ts'
import { limits, type Done, type Failed, type Note, type WireAction } from './protocol.ts'
import type { Ended } from './decode.ts'
import { reportCase } from './slips.ts'
import { toActions } from './to-actions.ts'

export interface Origin {
  readonly file: SourceFile
  /** Absent where nothing but the syntax was looked at. */
  readonly call: Call | undefined
}

/** Nothing where only the syntax was looked at; `rest` as in core's `Instantiation`. */
export type ScriptResult = Result<Procedure | undefined> & { readonly rest?: Procedure }

/** What a worker answered, as a procedure or as what is wrong with the script. Pure. */
export function toProcedure(ended: Ended, origin: Origin): ScriptResult {
  const diagnostics = ended.notes.map((note) => noteDiagnostic(note, origin))
  switch (ended.end.kind) {
    case 'failed':
      return failedProcedure(ended.end, diagnostics, origin)
    case 'checked':
      return settle(undefined, diagnostics)
    case 'done': {
      const report = (diagnostic: Diagnostic) => {
        if (diagnostics.length < limits.notes) diagnostics.push(diagnostic)
      }
      const procedure = doneProcedure(ended.end, origin.file, report)
      checkCall(ended.end, origin, report)
      if (diagnostics.length === 0 && procedure.actions.length === 0) checkEmpty(ended.end, origin.file, report)
      return hasErrors(diagnostics) ? { ok: false, diagnostics, rest: procedure } : ok(procedure, diagnostics)
    }
  }
}

/** With what the script had asked for by then, and what is wrong with that. */
function failedProcedure(failure: Failed, notes: readonly Diagnostic[], origin: Origin): ScriptResult {
  const found: Diagnostic[] = []
  const report = (diagnostic: Diagnostic) => {
    // A field may have been about to come.
    if (diagnostic.code !== 'lua/missing-field' && found.length < limits.notes) found.push(diagnostic)
  }
  const actions = (failure.actions ?? []).flatMap((action) => actionsOf(action, origin.file, report)).slice(0, limits.actions)
  const diagnostics = [...notes, ...found, failureDiagnostic(failure, origin)]
  return { ok: false, diagnostics, ...(actions.length > 0 && { rest: { name: nameOf(origin.file), actions, priority: 0 } }) }
}

function doneProcedure(done: Done, file: SourceFile, report: (diagnostic: Diagnostic) => void): Procedure {
  checkHandlers(done, file, report)
  const used = done.actions.filter((action) => action.stage !== undefined)
  for (const action of done.actions) if (action.stage === undefined) reportUnused(action, file, report)
  const actions = used.flatMap((action) => actionsOf(action, file, report))
  const count = Math.max(actions.length, used.length)
  if (count > limits.actions) report(luaDiagnostics.create('too-many-actions', lineSpan(file, used.at(-1)?.line ?? 1), { count }))
  const notifyMode = notifyModeOf(done, file, report)
  return { name: nameOf(file), actions, priority: priorityOf(done, file, report), ...(notifyMode && { notifyMode }) }
}

/** Lua drops what a function has no parameter for, and with it what the caller meant by it. */
function checkCall({ entry }: Done, { call }: Origin, report: (diagnostic: Diagnostic) => void): void {
  if (call === undefined || entry.isOpen) return
  const extra = call.arguments.slice(entry.parameters).find(({ kind }) => kind !== 'nil')
  if (extra === undefined) return
  const params = { name: call.name.text, allowed: entry.parameters, found: call.arguments.length }
  report(luaCallDiagnostics.create('too-many-arguments', extra.span ?? call.span, params))
}

/** Only where nothing could make it otherwise: no argument, no fact. `no-handler` has been said already. */
function checkEmpty({ actions, entry, handlers: found, readsSource }: Done, file: SourceFile, report: (diagnostic: Diagnostic) => void): void {
  const [first] = found.filter(({ name }) => name in stageOfHandler)
  if (first === undefined || entry.parameters > 0 || entry.isOpen || readsSource) return
  report(luaDiagnostics.create('empty-procedure', lineSpan(file, actions[0]?.line ?? first.line), undefined))
}

function actionsOf(wire: WireAction, file: SourceFile, report: (diagnostic: Diagnostic) => void): readonly Action[] {
  if (!isActionClass(wire.class)) return []
  const right = wire.class === 'ReviewAction' ? 'review' : 'process'
  // A script that failed may not have put it into a set yet.
  const stage = wire.stage ?? right
  if (stage !== right) {
    const params = { owner: wire.class, stage: stageNames[stage], allowed: allowedIn[stage] }
    report(luaDiagnostics.create('wrong-stage', placeOfNew(file, wire.line, wire.class), params))
    return []
  }
  return toActions(wire.class, wire, file, report)
}

const stageNames: Readonly<Record<Stage, string>> = {
  review: 'review',
  manualReview: 'manual review',
  process: 'process',
  publish: 'publish',
}

const allowedIn: Readonly<Record<Stage, string>> = {
  review: 'goes a ReviewAction and nothing else',
  manualReview: 'is nothing that vodflow can do yet',
  process: 'goes every action but a ReviewAction',
  publish: 'is nothing that vodflow can do yet',
}

function reportUnused(action: WireAction, file: SourceFile, report: (diagnostic: Diagnostic) => void): void {
  report(luaDiagnostics.create('unused-action', placeOfNew(file, action.line, action.class), { owner: action.class }))
}

function checkHandlers(done: Done, file: SourceFile, report: (diagnostic: Diagnostic) => void): void {
  // Only a near miss is a mistake: a script may have helpers of its own whose names begin with `handle`.
  const misspelt = done.handlers.filter(({ name }) => !(name in stageOfHandler) && didYouMean(name, handlers).length > 0)
  for (const { name, line } of misspelt) report(luaDiagnostics.create('unknown-handler', placeOfName(file, line, name), { name, known: handlers }))
  if (misspelt.length === 0 && !done.handlers.some((handler) => handler.name in stageOfHandler)) report(luaDiagnostics.create('no-handler', lineSpan(file, 1), undefined))
}

function priorityOf(done: Done, file: SourceFile, report: (diagnostic: Diagnostic) => void): number {
  if (done.priority === undefined) return 0
  const { value, line } = done.priority
  const expected = 'a whole number from -10 to 10'
  if (value.kind === 'number' && Number.isInteger(value.value) && value.value >= -10 && value.value <= 10) return value.value
  const span = placeOfValue(file, line, value)
  if (value.kind === 'number') report(luaDiagnostics.create('out-of-range', span, { subject: 'the priority', found: value.value, expected }))
  else report(luaDiagnostics.create('wrong-type', span, { subject: 'the priority', found: describe(value), expected }))
  return 0
}

function notifyModeOf({ notifyMode }: Done, file: SourceFile, report: (diagnostic: Diagnostic) => void): NotifyMode | undefined {
  if (notifyMode === undefined) return undefined
  const { value, line } = notifyMode
  const meant = value.kind === 'string' ? notifyModes.find((mode) => mode.toLowerCase() === value.value.toLowerCase()) : undefined
  const subject = 'the notify mode'
  if (meant === undefined) {
    report(luaDiagnostics.create('wrong-type', lineSpan(file, line), { subject, expected: "'Finish', 'Change' or 'None'", found: describe(value) }))
  } else if (value.kind === 'string' && value.value !== meant) reportCase(file, line, { subject, found: value.value, instead: meant }, report)
  return meant
}

/** `procedures/Course.lua` is the procedure `Course`. */
function nameOf(file: SourceFile): string {
  return (file.path.split(/[\\/]/).at(-1) ?? file.path).replace(/\.lua$/i, '')
}

function noteDiagnostic(note: Note, origin: Origin): Diagnostic {
  const span = placeOf(note.line, note.argument, origin)
  const { subject, found } = note
  switch (note.code) {
    case 'warning':
      return luaDiagnostics.create('warning', span, { text: subject })
    case 'print':
      // Lua puts a tab between what `print` is given, and a message is one line.
      return luaDiagnostics.create('print', span, { text: subject.replaceAll('\t', ' ') })
    case 'read-only':
      return luaDiagnostics.create('read-only', placeOfName(origin.file, note.line, /\w+(?='?$)/u.exec(subject)?.[0] ?? ''), { subject })
    case 'unknown-field': {
      const known = subject === 'File' ? fileClass.fields : []
      return luaDiagnostics.create('unknown-field', placeOfName(origin.file, note.line, found), { owner: subject, field: found, known, similar: didYouMean(found, known) })
    }
    case 'not-an-action':
      return luaDiagnostics.create('not-an-action', span, { found })
    case 'not-a-set':
      return luaDiagnostics.create('not-a-set', span, { field: subject, found })
    case 'wrong-return':
      return luaDiagnostics.create('wrong-return', span, { handler: subject, found })
    case 'too-many-notes':
      return luaDiagnostics.create('too-many-notes', span, { most: limits.notes })
  }
}

function failureDiagnostic(failure: Failed, origin: Origin): Diagnostic {
  const span = placeOf(failure.line, failure.argument, origin)
  const { code, text } = failure
  const related = failure.trace.map((caller) => ({
    message: caller.name === '' ? 'called here' : `called here, in '${caller.name}'`,
    span: lineSpan(origin.file, caller.line),
  }))
  const extras = related.length > 0 ? { related } : {}
  switch (code) {
    case 'syntax':
      return luaDiagnostics.create('syntax', span, { text })
    case 'runtime':
      return luaDiagnostics.create('runtime', nameIn(text, failure, origin) ?? span, { text, ...unknownName(text) }, extras)
    case 'refused':
      // At an argument of the call, the way through the script means nothing.
      return luaDiagnostics.create('refused', span, { text }, failure.argument === undefined ? extras : {})
    case 'no-entry': {
      const near = nearEntry(origin.file)
      const params = { found: text, ...(near && { near: near.name, isLocal: near.isLocal }) }
      return luaDiagnostics.create('no-entry', near?.span ?? span, params, near && renameFix(near.span, near.name, near.isLocal ? [] : ['CreateProcedure']))
    }
    case 'not-an-instance':
      return luaDiagnostics.create('not-an-instance', span, { found: text })
    case 'needs-facts':
      return luaDiagnostics.create(code, placeOfName(origin.file, failure.line, 'mediaInfo'), undefined, extras)
    default:
      return luaDiagnostics.create(code, span, undefined, extras)
  }
}

/** The name that Lua's message is about. */
function nameIn(text: string, { line, argument }: Failed, origin: Origin): SourceSpan | undefined {
  const name = /\((?:global|local|upvalue|method|field) '(\w{1,60})'\)/u.exec(text)?.[1]
  return name === undefined || argument !== undefined ? undefined : placeOfName(origin.file, line, name)
}

/** A misspelt name of the host API shows as a nil that is called or indexed. */
function unknownName(text: string): { readonly similar: readonly string[]; readonly withheld: string } {
  const match = /attempt to (?:call|index) a nil value \((global|method|field) '([^']{1,60})'\)/.exec(text)
  const [, kind, name = ''] = match ?? []
  const isGlobal = kind === 'global'
  const similar = didYouMean(name, isGlobal ? knownGlobals : knownMembers)
  return { similar, withheld: isGlobal && withheldGlobals.includes(name) ? name : '' }
}

/** An argument of the call where one is named and there, else the line of the script. */
function placeOf(line: number, argument: number | undefined, origin: Origin) {
  if (argument !== undefined && origin.call !== undefined) {
    const span = origin.call.arguments[argument - 1]?.span
    if (span !== undefined && textOf(span) !== '') return span
    return origin.call.span
  }
  return lineSpan(origin.file, line)
}
