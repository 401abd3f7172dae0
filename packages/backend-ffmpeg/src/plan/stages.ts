import { ratio } from './decimal.ts'
import type { DraftRendition } from './draft.ts'
import type { Rendition } from './operations/transcode.ts'
import type { Size, VideoTarget } from './video-target.ts'

/** A rendition that has pictures. */
export interface Drawn extends DraftRendition {
  readonly rendition: Rendition & { readonly video: NonNullable<Rendition['video']> }
}

/** Renditions whose frames have the same times, size and format up to their watermarks. */
export interface Stage extends Size {
  readonly pixelFormat: string
  readonly renditions: readonly Drawn[]
}

export function drawnOf(renditions: readonly DraftRendition[]): readonly Drawn[] {
  return renditions.filter((each): each is Drawn => each.rendition.video !== undefined && each.copied === undefined && each.sameAs === undefined)
}

/** For each way to the frames' times: the sizes, largest first. */
export function stagesOf(renditions: readonly DraftRendition[]): readonly (readonly Stage[])[] {
  return groupBy(drawnOf(renditions), ({ rendition: { video } }) => `${video.deinterlace}/${rateFilter(video)}`).map(sizesOf)
}

export function sizesOf(renditions: readonly Drawn[]): readonly Stage[] {
  const bySize = groupBy(renditions, ({ rendition: { video } }) => `${video.width}x${video.height}/${video.pixelFormat}`)
  return bySize.flatMap((same) => (same[0] ? [stageOf(same[0].rendition.video, same)] : [])).toSorted((a, b) => b.width * b.height - a.width * a.height)
}

function stageOf({ width, height, pixelFormat }: VideoTarget, renditions: readonly Drawn[]): Stage {
  return { width, height, pixelFormat, renditions }
}

export function rateFilter(target: VideoTarget): string {
  return target.rate === 'source' ? 'source' : `fps=${ratio(target.rate)}`
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return [...groups.values()]
}
