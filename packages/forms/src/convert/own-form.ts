import type { Action, Procedure, SourceSpan } from '@vodflow/core'

/** A value of a JSON document. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [member: string]: Json }
export type Path = readonly (string | number)[]

/** A procedure as a document of vodflow's own JSON form, with the place that each part of it comes from. */
export interface OwnForm {
  readonly value: JsonObject
  readonly spanAt: (path: Path) => SourceSpan | undefined
}

export const processLists = ['transcode', 'animatedGraphics', 'snapshotByTimeOffset', 'coverBySnapshot', 'sampleSnapshot', 'imageSprite'] as const

/** The longest name that a document may have. */
const nameLength = 64

/** Everything in it is decided: a procedure has no parameter and no condition. */
export function ownFormOf(procedure: Procedure, description: string): OwnForm {
  const of = (kind: Action['kind']) => procedure.actions.filter((action) => action.kind === kind)
  const lists = processLists.flatMap((kind) => (of(kind).length > 0 ? [[kind, of(kind).map(element)] as const] : []))
  const reviews = of('review')
  const value: JsonObject = {
    name: procedure.name.slice(0, nameLength),
    description,
    ...(reviews.length > 0 && { review: reviews.map(element) }),
    process: Object.fromEntries(lists),
    ...(procedure.priority !== 0 && { priority: procedure.priority }),
    ...(procedure.notifyMode && { notifyMode: procedure.notifyMode }),
  }
  const spanAt = ([first, second, third]: Path): SourceSpan | undefined => {
    if (first === 'review') return reviews[Number(second)]?.span
    const kind = processLists.find((name) => name === second)
    return kind && of(kind)[Number(third)]?.span
  }
  return { value, spanAt }
}

function element(action: Action): JsonObject {
  switch (action.kind) {
    case 'transcode':
      return {
        definition: oneOrAll(action.definitions.map(({ value }) => value)),
        ...(action.watermarks.length > 0 && { watermark: oneOrAll(action.watermarks.map(({ value }) => value)) }),
        ...(action.drm && { drm: action.drm.value }),
        ...(action.hlsMasterPlaylist && { hlsMasterPlaylist: true }),
        ...(action.idrAlignment && { idrAlignment: true }),
        ...(action.disableHigherBitrate && { disableHigherBitrate: true }),
        // The front ends have read it as plain data.
        ...(action.override && { override: action.override.value as JsonObject }),
        ...(action.verify && { verify: { ssim: action.verify.value.ssim } }),
      }
    case 'animatedGraphics':
      return {
        definition: action.definition.value,
        ...(action.startTime && { startTime: action.startTime.value }), ...(action.endTime && { endTime: action.endTime.value }),
      }
    case 'snapshotByTimeOffset':
      return { definition: action.definition.value, timeOffset: action.timeOffset.map(({ value }) => value) }
    case 'coverBySnapshot':
      return { definition: action.definition.value, positionType: action.positionType.value, position: action.position.value }
    default:
      return { definition: action.definition.value }
  }
}

function oneOrAll(values: readonly number[]): Json {
  const [only] = values
  return values.length === 1 && only !== undefined ? only : values
}
