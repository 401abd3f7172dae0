import { rationalValue, type ReviewTask } from '@vodflow/core'
import type { PlanStep, Reason } from '@vodflow/engine'
import { frameAt, type FrameAt } from '../../frame-times.ts'
import type { FfmpegInspection } from '../../inspection.ts'
import type { CommandWork, FfmpegWork, ReviewedFilm } from '../../work.ts'
import { rounded } from '../decimal.ts'
import type { DraftPictures } from '../draft.ts'
import { pictureShape } from '../fill.ts'
import type { PictureOrder } from '../pictures.ts'
import { lacks, type Doom, type Scene, type VideoStream } from '../scene.ts'
import { everyStep } from './sample.ts'

/** Below it a sample each second, from it on one each percent (presets.md §3.2). */
const longSeconds = 500
/** A person can tell what a picture of this size shows, and models look at much smaller ones. */
const longestSide = 640

export interface ReviewPictures {
  readonly pictures: DraftPictures
  readonly samples: readonly number[]
  readonly reason: Reason
}

export function lowerReview(task: ReviewTask, scene: Scene): ReviewPictures | Doom {
  const { video } = scene
  if (video === undefined) return lacks('video')
  const samples = reviewTimes(video.endSeconds)
  const { byKey, reason } = keyFramesWillDo(samples, scene, video)
  const exact = orderOf(task, video, samples, samples.map((seconds) => frameAt(video.frames, seconds)))
  return { pictures: { exact, ...(byKey && { byKey: orderOf(task, video, samples, byKey) }) }, samples, reason }
}

/** A source without a known end has its first frame looked at. */
export function reviewTimes(endSeconds: number): readonly number[] {
  if (endSeconds < longSeconds) return everyStep(1, endSeconds) ?? [0]
  return Array.from({ length: 100 }, (_, percent) => (percent * endSeconds) / 100)
}

function orderOf(task: ReviewTask, { facts }: VideoStream, samples: readonly number[], frames: readonly FrameAt[]): PictureOrder {
  const scale = Math.min(1, longestSide / Math.max(facts.width, facts.height, 1))
  const [width, height] = [Math.round(facts.width * scale), Math.round(facts.height * scale)]
  const shape = pictureShape({ format: 'jpg', width, height, fillType: 'stretch' }, facts)
  const shots = frames.map((frame, at) => ({ frame, path: `review.f${task.definition}_${Math.round((samples[at] ?? 0) * 1000)}.jpg` }))
  return { task, shape, shots, expected: { kind: 'images', task: task.id, format: 'jpg', width: shape.width, height: shape.height, files: shots.map(({ path }, at) => ({ path, atMs: Math.round((samples[at] ?? 0) * 1000) })) } }
}

/** Where a key frame stands between any two samples each of them has a picture of its own, and nothing in between needs decoding. */
function keyFramesWillDo(samples: readonly number[], scene: Scene, video: VideoStream): { readonly byKey?: readonly FrameAt[]; readonly reason: Reason } {
  const keys = samples.map((seconds) => scene.inspection.keyFrames.findLast((at) => at <= seconds + 1e-6))
  const apart = samples[1] ?? video.endSeconds
  const early = Math.max(0, ...samples.map((seconds, at) => seconds - (keys[at] ?? Number.NEGATIVE_INFINITY)))
  const sampled = `${samples.length === 1 ? '1 sample' : `${samples.length} samples`}, ${samples.length === 100 ? 'one each percent' : 'one a second'} of ${rounded(video.endSeconds)} s`
  if (early >= apart) {
    return { reason: { choice: 'exact', because: `${sampled}: the frames shown then, since the key frames before them are ${Number.isFinite(early) ? `up to ${rounded(early)} s old` : 'not known'}` } }
  }
  return {
    byKey: keys.map((seconds) => frameAt(video.frames, seconds ?? 0)),
    reason: { choice: 'key', because: `${sampled}: the key frames at or before them will do, at most ${rounded(early)} s old, so no two samples show one picture` },
  }
}

/** Around the step that makes its pictures. */
export function reviewStep(task: ReviewTask, { samples, reason }: ReviewPictures, { reasons }: PlanStep<FfmpegWork>, work: CommandWork, scene: Scene): PlanStep<FfmpegWork> {
  const { review } = scene.inspection
  const reviewer = review?.is === 'found' ? review.reviewer : undefined
  return {
    id: task.id, covers: [task.id], needs: [],
    reasons: [...(reviewer ? [{ choice: 'reviewer', because: reviewerWords(reviewer) }] : []), reason, ...reasons],
    ...(reviewer === undefined && { unavailable: `review ${task.definition} needs somebody to look at pictures: ${whyNobody(review)}` }),
    work: {
      type: 'review', task: task.id, definition: task.definition, template: task.template, pictures: work, samples,
      film: filmOf(scene), ...(reviewer && { reviewer }),
    },
  }
}

function filmOf({ video }: Scene): ReviewedFilm {
  if (video === undefined) return { durationSeconds: 0, width: 0, height: 0, fps: 0 }
  const { width, height, frameRate } = video.facts
  return { durationSeconds: video.endSeconds, width, height, fps: rationalValue(frameRate) }
}

function reviewerWords({ name, model, timeoutSeconds }: { readonly name: string; readonly model?: string; readonly timeoutSeconds: number }): string {
  return `${name} looks at the pictures${model === undefined ? '' : ` with ${model}`}, for ${timeoutSeconds} s at most`
}

function whyNobody(review: FfmpegInspection['review']): string {
  return review?.is === 'missing' ? review.why : "name a program as 'review.command' in vodflow.config.json, or install the package @vodflow/review-nsfwjs"
}
