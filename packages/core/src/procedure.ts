import type { SourceSpan } from './source.ts'

/** A value with the place it was written at. */
export interface Located<T> {
  readonly value: T
  readonly span: SourceSpan
}

/** Nothing is left to decide in it: no parameter and no condition. Templates are still numbers. */
export interface Procedure {
  readonly name: string
  readonly actions: readonly Action[]
  /** [-10, 10]. */
  readonly priority: number
  /** Absent: `Finish`. */
  readonly notifyMode?: NotifyMode
}

/** One event at the end, one at each change of a task, or none (presets.md §5). */
export const notifyModes = ['Finish', 'Change', 'None'] as const
export type NotifyMode = (typeof notifyModes)[number]

/** One member per operation. The stage follows from the kind (design.md §1). */
export type Action =
  | ReviewAction
  | TranscodeAction
  | AnimatedGraphicsAction
  | SnapshotByTimeOffsetAction
  | CoverBySnapshotAction
  | SampleSnapshotAction
  | ImageSpriteAction

interface ActionBase<K extends string> {
  readonly kind: K
  readonly span: SourceSpan
}

export interface ReviewAction extends ActionBase<'review'> {
  readonly definition: Located<number>
}

export interface TranscodeAction extends ActionBase<'transcode'> {
  /** One task each. The definition 1 stands for the project's defaults (presets.md §3.1). */
  readonly definitions: readonly Located<number>[]
  /** The definition 1 stands for the project's default watermark. */
  readonly watermarks: readonly Located<number>[]
  readonly disableHigherBitrate: boolean
  readonly hlsMasterPlaylist: boolean
  readonly idrAlignment: boolean
  readonly drm?: Located<number>
  /** Template fields replaced for these tasks alone, in the wire's nested names; checked like a template. */
  readonly override?: LocatedOverride
  /** What the outputs are held against before they count. */
  readonly verify?: Located<QualityCheck>
}

/** How near to the source an output must come. */
export interface QualityCheck {
  /** Mean structural similarity to the source at the output's own size and rate, above 0 and up to 1. */
  readonly ssim: number
}

export interface LocatedOverride extends Located<TemplateOverride> {
  /** Its members and theirs, one by one; absent where the language has no place for them. */
  readonly places?: readonly MemberPlace[]
}

export interface MemberPlace {
  readonly path: readonly string[]
  readonly key: SourceSpan
  readonly value: SourceSpan
}

export type TemplateOverride = { readonly [key: string]: unknown }

export interface AnimatedGraphicsAction extends ActionBase<'animatedGraphics'> {
  readonly definition: Located<number>
  /** Seconds; absent means the source's start or end. */
  readonly startTime?: Located<number>
  readonly endTime?: Located<number>
}

export interface SnapshotByTimeOffsetAction extends ActionBase<'snapshotByTimeOffset'> {
  readonly definition: Located<number>
  /** Milliseconds. */
  readonly timeOffset: readonly Located<number>[]
  /** The text names the unit, or its front end has looked at it: no rule need guess. */
  readonly unitIsSaid?: true
}

export interface CoverBySnapshotAction extends ActionBase<'coverBySnapshot'> {
  readonly definition: Located<number>
  readonly positionType: Located<PositionType>
  /** Seconds for `Time`, percent for `Percent`. */
  readonly position: Located<number>
}

export type PositionType = 'Time' | 'Percent'

export interface SampleSnapshotAction extends ActionBase<'sampleSnapshot'> {
  readonly definition: Located<number>
}

export interface ImageSpriteAction extends ActionBase<'imageSprite'> {
  readonly definition: Located<number>
}

/** For a `switch` over a union: a new member does not compile until every switch knows it. */
export function assertNever(value: never): never {
  throw new Error(`unforeseen: ${JSON.stringify(value)}`)
}
