import { notifyModes, type Diagnostic, type SourceSpan } from '@vodflow/core'
import { jsonDiagnostics } from './diagnostics.ts'
import { cursor, documentDiagnostics, type Cursor, type JsonDocument } from './document/index.ts'

type Names = { readonly [written: string]: string }

/** api.md §3 and §6: the documents themselves mix these up. */
const ownNames: Names = { startTimeOffset: 'startTime', endTimeOffset: 'endTime' }
const templateNames: Names = { StartTime: 'StartTimeOffset', EndTime: 'EndTimeOffset' }
const positionTypes = ['Time', 'Percent']
const flags = ['disableHigherBitrate', 'hlsMasterPlaylist', 'idrAlignment']

/** The member under its own name, or under the one that the documents mix it up with. */
export function memberOrSlip(at: Cursor, name: string): Cursor | undefined {
  const names: Names = { ...ownNames, ...templateNames }
  const slip = Object.keys(names).find((written) => names[written] === name)
  return at.get(name) ?? (slip === undefined ? undefined : at.get(slip))
}

/** `percent` for `Percent`; anything else stays as it is. */
export function inDocumentedCase<T>(value: T, words: readonly string[]): T | string {
  return (typeof value === 'string' && words.find((word) => word.toLowerCase() === value.toLowerCase())) || value
}

/** Everything in a checked document that is read as something else than is written, each with the correction. */
export function slipsIn(document: JsonDocument, isTemplateShape: boolean): readonly Diagnostic[] {
  const root = cursor(document)
  const reporter = new Slips(document)
  if (isTemplateShape) {
    const media = root.get('MediaProcessTask')
    for (const task of media?.get('AnimatedGraphicTaskSet')?.items() ?? []) reporter.names(task, templateNames)
    for (const task of media?.get('CoverBySnapshotTaskSet')?.items() ?? []) reporter.word(task.get('PositionType'), positionTypes)
    return reporter.found
  }
  const process = root.get('process')
  for (const element of process?.get('transcode')?.items() ?? []) for (const flag of flags) reporter.flag(element.get(flag))
  for (const element of process?.get('animatedGraphics')?.items() ?? []) reporter.names(element, ownNames)
  for (const element of process?.get('coverBySnapshot')?.items() ?? []) reporter.word(element.get('positionType'), positionTypes)
  reporter.word(root.get('notifyMode'), notifyModes)
  return reporter.found
}

class Slips {
  readonly found: Diagnostic[] = []
  readonly #document: JsonDocument

  constructor(document: JsonDocument) {
    this.#document = document
  }

  /** A name beside the right one has no meaning left. */
  names(at: Cursor, names: Names): void {
    for (const [written, instead] of Object.entries(names)) {
      if (at.get(written) === undefined) continue
      const span = this.#document.spanAt([...at.path, written], 'key')
      const isBeside = at.get(instead) !== undefined
      this.found.push(isBeside
        ? documentDiagnostics('json').create('unknown-property', span, { name: written, suggestions: [], known: [] })
        : jsonDiagnostics.create('slip-name', span, { found: written, instead }, fix(span, instead)))
    }
  }

  word(at: Cursor | undefined, words: readonly string[]): void {
    const meant = at && inDocumentedCase(at.value, words)
    if (at === undefined || typeof meant !== 'string' || meant === at.value) return
    this.found.push(jsonDiagnostics.create('slip-case', at.span, { found: String(at.value), instead: meant }, fix(at.span, meant)))
  }

  flag(at: Cursor | undefined): void {
    if (at === undefined || (at.value !== 0 && at.value !== 1)) return
    const instead = at.value === 1
    this.found.push(jsonDiagnostics.create('slip-flag', at.span, { found: at.value, instead }, fix(at.span, instead)))
  }
}

function fix(span: SourceSpan, instead: string | boolean) {
  const text = JSON.stringify(instead)
  return { fixes: [{ title: `write ${text}`, edits: [{ span, text }] }] }
}
