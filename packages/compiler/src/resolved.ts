import type {
  Action, AnimatedGraphicsAction, AnimatedGraphicsTemplate, CoverBySnapshotAction, DrmTemplate, ImageSpriteAction, ImageSpriteTemplate,
  ReviewAction, ReviewTemplate, SampleSnapshotAction, SampleSnapshotTemplate, SnapshotByTimeOffsetAction, SnapshotTemplate,
  SourceSpan, TranscodeAction, TranscodeTemplate, WatermarkTemplate,
} from '@vodflow/core'

/** A procedure in which every number has become its template: what the rules of meaning look at, and tasks are made from. */
export interface ResolvedProcedure {
  readonly priority: number
  readonly actions: readonly ResolvedAction[]
  /** Actions of the process stage that were asked for, those that could not be resolved included. */
  readonly gated: number
}

/** A template where it is used, and the place that says so. */
export interface Used<T> {
  readonly definition: number
  readonly template: T
  readonly span: SourceSpan
}

interface Resolved<A extends Action, T> {
  readonly kind: A['kind']
  readonly action: A
  readonly used: Used<T>
}

export interface ResolvedTranscode {
  readonly kind: 'transcode'
  readonly action: TranscodeAction
  /** One task each; overrides are in, dropped templates are out. */
  readonly outputs: readonly Used<TranscodeTemplate>[]
  readonly watermarks: readonly Used<WatermarkTemplate>[]
  readonly drm?: Used<DrmTemplate>
  /** A watermark or an encryption of it was refused, so that what is left says less than was asked for. */
  readonly isPartial: boolean
}

export type ResolvedReview = Resolved<ReviewAction, ReviewTemplate> & { readonly kind: 'review' }
export type ResolvedAnimatedGraphics = Resolved<AnimatedGraphicsAction, AnimatedGraphicsTemplate> & { readonly kind: 'animatedGraphics' }
export type ResolvedSnapshots = Resolved<SnapshotByTimeOffsetAction, SnapshotTemplate> & { readonly kind: 'snapshotByTimeOffset' }
export type ResolvedCover = Resolved<CoverBySnapshotAction, SnapshotTemplate> & { readonly kind: 'coverBySnapshot' }
export type ResolvedSamples = Resolved<SampleSnapshotAction, SampleSnapshotTemplate> & { readonly kind: 'sampleSnapshot' }
export type ResolvedSprite = Resolved<ImageSpriteAction, ImageSpriteTemplate> & { readonly kind: 'imageSprite' }

export type ResolvedAction =
  | ResolvedReview
  | ResolvedTranscode
  | ResolvedAnimatedGraphics
  | ResolvedSnapshots
  | ResolvedCover
  | ResolvedSamples
  | ResolvedSprite
