import { fail, settle, spanOf, type Action, type Diagnostic, type InstantiateRequest, type Located, type Procedure, type Result, type SourceFacts } from '@vodflow/core'
import { jsonDiagnostics } from '../diagnostics.ts'
import { cursor, type Cursor, type JsonDocument } from '../document/index.ts'
import { bindArguments } from '../own-form/parameters.ts'
import type { Instantiate } from '../own-form/own-form.ts'
import { inDocumentedCase, memberOrSlip } from '../slips.ts'
import { unsupportedTasks } from './unsupported.ts'

/** A document of the later API's ProcedureTemplate shape (api-2018.md §1, §2). It takes no arguments and decides nothing. */
export function readTemplateShape(document: JsonDocument, name: string): Result<Instantiate> {
  const root = cursor(document)
  const refused = unsupportedTasks(root)
  return settle((request) => instantiate(root, name, request), [...refused, ...readAsMilliseconds(root), ...(refused.length > 0 ? [] : empty(root))])
}

function empty(root: Cursor): readonly Diagnostic[] {
  const isAsked = root.members().some(([name, { value }]) => name.endsWith('Task') && name !== 'MediaProcessTask' && value !== null)
  const tasks = root.get('MediaProcessTask')?.members().flatMap(([, set]) => set.items()) ?? []
  if (isAsked || tasks.length > 0) return []
  const { span } = root.get('MediaProcessTask') ?? root
  return [jsonDiagnostics.create('empty-procedure', spanOf(span.file, span.start, span.start + 1), undefined)]
}

function instantiate(root: Cursor, name: string, request: InstantiateRequest): Result<Procedure> {
  const bound = bindArguments([], request, request.call.name.text)
  if (!bound.ok) return fail(...bound.diagnostics)
  const diagnostics: Diagnostic[] = []
  const media = root.get('MediaProcessTask')
  const set = (key: string) => media?.get(key)?.items() ?? []
  const actions: readonly Action[] = [
    ...['AiContentReviewTask', 'ReviewAudioVideoTask'].flatMap((key) => reviewIn(root.get(key))),
    ...set('TranscodeTaskSet').map(transcode),
    ...set('AnimatedGraphicTaskSet').map(animatedGraphics),
    ...set('SnapshotByTimeOffsetTaskSet').flatMap((task) => snapshotByTimeOffset(task, request.facts, diagnostics)),
    ...set('CoverBySnapshotTaskSet').map(coverBySnapshot),
    ...set('SampleSnapshotTaskSet').map((task): Action => ({ kind: 'sampleSnapshot', span: task.span, definition: definitionOf(task) })),
    ...set('ImageSpriteTaskSet').map((task): Action => ({ kind: 'imageSprite', span: task.span, definition: definitionOf(task) })),
  ]
  return settle({ name, actions, priority: 0 }, diagnostics)
}

function reviewIn(task: Cursor | undefined): readonly Action[] {
  return task ? [{ kind: 'review', span: task.span, definition: definitionOf(task) }] : []
}

function transcode(task: Cursor): Action {
  return {
    kind: 'transcode', span: task.span, definitions: [definitionOf(task)],
    watermarks: (task.get('WatermarkSet')?.items() ?? []).map(definitionOf),
    disableHigherBitrate: false, hlsMasterPlaylist: false, idrAlignment: false,
  }
}

function animatedGraphics(task: Cursor): Action {
  const startTime = numberOf(memberOrSlip(task, 'StartTimeOffset'))
  const endTime = numberOf(memberOrSlip(task, 'EndTimeOffset'))
  return { kind: 'animatedGraphics', span: task.span, definition: definitionOf(task), ...(startTime && { startTime }), ...(endTime && { endTime }) }
}

function coverBySnapshot(task: Cursor): Action {
  const type = task.get('PositionType')
  return {
    kind: 'coverBySnapshot', span: task.span, definition: definitionOf(task),
    positionType: { value: inDocumentedCase(type?.value, ['Percent']) === 'Percent' ? 'Percent' : 'Time', span: (type ?? task).span },
    position: numberOf(task.get('PositionValue')) ?? { value: 0, span: task.span },
  }
}

/** ExtTimeOffsetSet takes the place of TimeOffsetSet where it is given; the later documents call the other one old. */
function snapshotByTimeOffset(task: Cursor, facts: SourceFacts | 'unknown', diagnostics: Diagnostic[]): readonly Action[] {
  const extended = task.get('ExtTimeOffsetSet')?.items() ?? []
  const plain = task.get('TimeOffsetSet')?.items() ?? []
  const timeOffset = extended.length > 0
    ? extended.flatMap((element) => extendedTime(element, facts, diagnostics))
    : plain.map((element) => ({ value: Number(element.value), span: element.span }))
  if (timeOffset.length === 0) return []
  return [{ kind: 'snapshotByTimeOffset', span: task.span, definition: definitionOf(task), timeOffset, unitIsSaid: true }]
}

/** `3.5s` or `10%`, in milliseconds. */
function extendedTime(element: Cursor, facts: SourceFacts | 'unknown', diagnostics: Diagnostic[]): readonly Located<number>[] {
  const text = String(element.value)
  const amount = Number(text.slice(0, -1))
  if (text.endsWith('s')) return [{ value: Math.round(amount * 1000), span: element.span }]
  if (facts === 'unknown') {
    diagnostics.push(jsonDiagnostics.create('needs-facts', element.span, { what: `'${text}' of the duration` }))
    return []
  }
  return [{ value: Math.round(facts.durationSeconds * amount * 10), span: element.span }]
}

/** Early documents counted seconds, late ones milliseconds; several small numbers look like the early ones. */
function readAsMilliseconds(root: Cursor): readonly Diagnostic[] {
  const tasks = root.get('MediaProcessTask')?.get('SnapshotByTimeOffsetTaskSet')?.items() ?? []
  return tasks.flatMap((task) => {
    const set = task.get('TimeOffsetSet')
    const values = set?.items().map(({ value }) => Number(value)) ?? []
    const looksLikeSeconds = values.some((value) => value > 0) && values.every((value) => value < 1000)
    if (!set || !looksLikeSeconds || task.get('ExtTimeOffsetSet')?.items().length) return []
    return [jsonDiagnostics.create('seconds-or-milliseconds', set.span, { found: values.slice(0, 5).join(', ') })]
  })
}

function definitionOf(task: Cursor): Located<number> {
  return numberOf(task.get('Definition')) ?? { value: 0, span: task.span }
}

function numberOf(at: Cursor | undefined): Located<number> | undefined {
  return at && { value: Number(at.value), span: at.span }
}
