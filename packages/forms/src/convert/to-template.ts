import type { Action, Diagnostic, Procedure, SourceSpan } from '@vodflow/core'
import { convertDiagnostics } from './diagnostics.ts'
import type { Json, JsonObject } from './own-form.ts'

const target = 'procedure-template'

export interface Written<T> {
  readonly value: T
  /** All that could not be said. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The later API's ProcedureTemplate shape: one definition for each task, and none of what VOD 4.0 alone has. */
export function toTemplate(procedure: Procedure, comment: string, whole: WholePlace): Written<JsonObject> {
  const { name, actions } = procedure
  const diagnostics: Diagnostic[] = []
  const sets = new Map<string, Json[]>()
  const put = (set: string, task: JsonObject) => sets.set(set, [...(sets.get(set) ?? []), task])
  const cannot = (field: string, found: string, span: SourceSpan) => diagnostics.push(convertDiagnostics.create('field', span, { field, found, target }))
  const reviews: JsonObject[] = []
  for (const action of actions) {
    if (action.kind === 'transcode') {
      for (const [field, found, span] of ownFields(action)) cannot(field, found, span)
      const watermarks = action.watermarks.map(({ value }) => ({ Definition: value }))
      for (const { value } of action.definitions) put('TranscodeTaskSet', { Definition: value, ...(watermarks.length > 0 && { WatermarkSet: watermarks }) })
    } else if (action.kind === 'review') {
      // Of two names for one task both are done.
      if (reviews.length === 2) diagnostics.push(convertDiagnostics.create('action', action.span, { kind: action.kind, target }))
      else reviews.push({ Definition: action.definition.value })
    } else put(setNames[action.kind], task(action))
  }
  for (const [field, found] of ownSettings(procedure)) cannot(field, found, whole(field))
  const [review, second] = reviews
  const value: JsonObject = {
    Name: name.slice(0, 64), Comment: comment,
    ...(sets.size > 0 && { MediaProcessTask: Object.fromEntries(sets) }),
    ...(review && { AiContentReviewTask: review }), ...(second && { ReviewAudioVideoTask: second }),
  }
  return { value, diagnostics }
}

const setNames = {
  animatedGraphics: 'AnimatedGraphicTaskSet', snapshotByTimeOffset: 'SnapshotByTimeOffsetTaskSet', coverBySnapshot: 'CoverBySnapshotTaskSet',
  sampleSnapshot: 'SampleSnapshotTaskSet', imageSprite: 'ImageSpriteTaskSet',
} as const

type Transcode = Extract<Action, { readonly kind: 'transcode' }>

type Setting = 'priority' | 'notifyMode'

/** Where something is said of the procedure as a whole. */
export type WholePlace = (setting: Setting) => SourceSpan

/** What only a procedure of VOD 4.0 can be told as a whole, in words; what is said by default is as good as not said. */
export function ownSettings({ priority, notifyMode = 'Finish' }: Procedure): readonly (readonly [Setting, string])[] {
  return [...(priority !== 0 ? [['priority', String(priority)] as const] : []), ...(notifyMode !== 'Finish' ? [['notifyMode', `'${notifyMode}'`] as const] : [])]
}

/** What only a transcode of VOD 4.0 can be told, in words. */
export function ownFields(action: Transcode): readonly (readonly [string, string, SourceSpan])[] {
  const flags = (['hlsMasterPlaylist', 'idrAlignment', 'disableHigherBitrate'] as const).filter((flag) => action[flag])
  return [
    ...flags.map((flag) => [flag, 'true', action.span] as const),
    ...(action.drm ? [['drm', String(action.drm.value), action.drm.span] as const] : []),
    ...(action.verify ? [['verify', 'given', action.verify.span] as const] : []),
    ...(action.override ? [['override', 'given', action.override.span] as const] : []),
  ]
}

function task(action: Exclude<Action, { readonly kind: 'transcode' | 'review' }>): JsonObject {
  const Definition = action.definition.value
  switch (action.kind) {
    case 'animatedGraphics':
      return { Definition, ...(action.startTime && { StartTimeOffset: action.startTime.value }), ...(action.endTime && { EndTimeOffset: action.endTime.value }) }
    case 'snapshotByTimeOffset':
      return { Definition, TimeOffsetSet: action.timeOffset.map(({ value }) => value) }
    case 'coverBySnapshot':
      return { Definition, PositionType: action.positionType.value, PositionValue: action.position.value }
    default:
      return { Definition }
  }
}
