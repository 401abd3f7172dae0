import { assertNever, type Action, type Diagnostic, type Located, type SourceFile } from '@vodflow/core'
import { FieldReader, numberRange, wholeRange } from './field-reader.ts'
import type { ActionClassName } from './host-api.ts'
import type { WireAction } from './protocol.ts'

/** A week, as the compiler has it: longer than any film. */
const longestSeconds = 604_800

/** One object of a script becomes the actions it stands for: a list of definitions makes one each, except in a transcode. */
export function toActions(
  className: ActionClassName, wire: WireAction, file: SourceFile, report: (diagnostic: Diagnostic) => void,
): readonly Action[] {
  const fields = new FieldReader(wire, file, report)
  fields.checkNames()
  switch (className) {
    case 'TranscodeAction':
      return transcode(fields)
    case 'SampleSnapshotAction':
      return each(fields, (definition) => ({ kind: 'sampleSnapshot', span: fields.span, definition }))
    case 'ImageSpriteAction':
      return each(fields, (definition) => ({ kind: 'imageSprite', span: fields.span, definition }))
    case 'ReviewAction':
      return each(fields, (definition) => ({ kind: 'review', span: fields.span, definition }))
    case 'CoverBySnapshotAction':
      return cover(fields)
    case 'SnapshotByTimeOffsetAction':
      return timeOffsets(fields)
    case 'AnimatedGraphicsAction':
      return animatedGraphics(fields)
    default:
      return assertNever(className)
  }
}

function each(fields: FieldReader, make: (definition: Located<number>) => Action): readonly Action[] {
  return fields.requiredDefinitions().map(make)
}

function transcode(fields: FieldReader): readonly Action[] {
  const definitions = fields.definitions('transcodeDefinition', { zeroIsNone: true })
  const watermarks = fields.definitions('watermarkDefinition', { zeroIsNone: true })
  const drm = fields.drm()
  const override = fields.override()
  const verify = fields.verify()
  const flags = {
    disableHigherBitrate: fields.boolean('disableHigherBitrate'),
    hlsMasterPlaylist: fields.boolean('hlsMasterPlaylist'),
    idrAlignment: fields.boolean('idrAlignment'),
  }
  // An empty list is a documented way to say that there is nothing to transcode (presets.md §4.1).
  // With a watermark it is handed on, to be told that nothing is drawn.
  if (definitions.length === 0 && watermarks.length === 0) return []
  return [{ kind: 'transcode', span: fields.span, definitions, watermarks, ...flags, ...(drm && { drm }), ...(override && { override }), ...(verify && { verify }) }]
}

/** The first frame where nothing is said, as the presets take it (presets.md §5). */
function cover(fields: FieldReader): readonly Action[] {
  const positionType = fields.positionType() ?? { value: 'Time' as const, span: fields.span }
  const most = positionType.value === 'Percent' ? 100 : longestSeconds
  const position = fields.number('position', numberRange(0, most)) ?? { value: 0, span: fields.span }
  return each(fields, (definition) => ({ kind: 'coverBySnapshot', span: fields.span, definition, positionType, position }))
}

function timeOffsets(fields: FieldReader): readonly Action[] {
  const timeOffset = fields.requiredNumbers('timeOffset', wholeRange(0, 1000 * longestSeconds))
  return each(fields, (definition) => ({ kind: 'snapshotByTimeOffset', span: fields.span, definition, timeOffset }))
}

function animatedGraphics(fields: FieldReader): readonly Action[] {
  const startTime = fields.number('startTime', numberRange(0, longestSeconds))
  const endTime = fields.number('endTime', numberRange(0, longestSeconds))
  return each(fields, (definition) => ({
    kind: 'animatedGraphics', span: fields.span, definition, ...(startTime && { startTime }), ...(endTime && { endTime }),
  }))
}
