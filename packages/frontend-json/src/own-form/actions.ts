import type { Action, Located, LocatedOverride, MemberPlace, TemplateOverride } from '@vodflow/core'
import type { Cursor } from '../document/index.ts'
import { memberOrSlip } from '../slips.ts'
import type { Reader } from './reader.ts'
import { definitionsSlot, drmSlot, flagSlot, positionTypeSlot, ssimSlot, timeSlot, timesSlot, watermarksSlot } from './slots.ts'

/** Turns one element of a list into its actions: none where every definition is 0 or a parameter's empty list. */
export type Lower = (element: Cursor, reader: Reader) => readonly Action[]

export const processLowerings: { readonly [list: string]: Lower } = {
  transcode: lowerTranscode,
  animatedGraphics: lowerAnimatedGraphics,
  snapshotByTimeOffset: lowerSnapshotByTimeOffset,
  coverBySnapshot: lowerCoverBySnapshot,
  sampleSnapshot: (element, reader) =>
    definitionsOf(element, reader).map((definition) => ({ kind: 'sampleSnapshot', span: element.span, definition })),
  imageSprite: (element, reader) =>
    definitionsOf(element, reader).map((definition) => ({ kind: 'imageSprite', span: element.span, definition })),
}

export const lowerReview: Lower = (element, reader) =>
  definitionsOf(element, reader).map((definition) => ({ kind: 'review', span: element.span, definition }))

function definitionsOf(element: Cursor, reader: Reader): readonly Located<number>[] {
  return reader.values(element.get('definition'), definitionsSlot)
}

function lowerTranscode(element: Cursor, reader: Reader): readonly Action[] {
  const definitions = definitionsOf(element, reader)
  const watermarks = reader.values(element.get('watermark'), watermarksSlot)
  const [drm] = reader.values(element.get('drm'), drmSlot)
  const flag = (name: string) => reader.values(element.get(name), flagSlot)[0]?.value ?? false
  const overrideAt = element.get('override')
  const override = overrideAt && overrideOf(overrideAt, reader)
  const [ssim] = reader.values(element.get('verify')?.get('ssim'), ssimSlot)
  const verify = ssim && { value: { ssim: ssim.value }, span: ssim.span }
  const flags = {
    disableHigherBitrate: flag('disableHigherBitrate'), hlsMasterPlaylist: flag('hlsMasterPlaylist'), idrAlignment: flag('idrAlignment'),
  }
  // With a watermark it is handed on, to be told that nothing is drawn.
  if (definitions.length === 0 && watermarks.length === 0) return []
  return [{ kind: 'transcode', span: element.span, definitions, watermarks, ...flags, ...(drm && { drm }), ...(override && { override }), ...(verify && { verify }) }]
}

function overrideOf(at: Cursor, reader: Reader): LocatedOverride {
  return { value: filledMembers(at, reader), span: at.span, places: placesIn(at, []) }
}

/** A template's members are no deeper than two. */
function placesIn(object: Cursor, path: readonly string[]): readonly MemberPlace[] {
  return object.members().slice(0, 100).flatMap(([key, member]) => {
    const below = [...path, key]
    return [{ path: below, key: member.keySpan, value: member.span }, ...(path.length === 0 ? placesIn(member, below) : [])]
  })
}

function filledMembers(object: Cursor, reader: Reader): TemplateOverride {
  return Object.fromEntries(object.members().map(([key, member]) => [key, reader.filled(member)]))
}

function lowerAnimatedGraphics(element: Cursor, reader: Reader): readonly Action[] {
  const [startTime] = reader.values(memberOrSlip(element, 'startTime'), timeSlot)
  const [endTime] = reader.values(memberOrSlip(element, 'endTime'), timeSlot)
  return definitionsOf(element, reader).map((definition) => ({
    kind: 'animatedGraphics', span: element.span, definition, ...(startTime && { startTime }), ...(endTime && { endTime }),
  }))
}

function lowerSnapshotByTimeOffset(element: Cursor, reader: Reader): readonly Action[] {
  const timeOffset = reader.values(element.get('timeOffset'), timesSlot)
  const definitions = definitionsOf(element, reader)
  if (timeOffset.length === 0) return []
  return definitions.map((definition) => ({ kind: 'snapshotByTimeOffset', span: element.span, definition, timeOffset }))
}

function lowerCoverBySnapshot(element: Cursor, reader: Reader): readonly Action[] {
  const [positionType = { value: 'Time' as const, span: element.span }] = reader.values(element.get('positionType'), positionTypeSlot)
  const [position = { value: 0, span: element.span }] = reader.values(element.get('position'), timeSlot)
  return definitionsOf(element, reader).map((definition) => ({
    kind: 'coverBySnapshot', span: element.span, definition, positionType, position,
  }))
}
