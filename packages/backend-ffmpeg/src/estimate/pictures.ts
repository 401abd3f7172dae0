import { rationalValue, type TaskId } from '@vodflow/core'
import type { FrameAt } from '../frame-times.ts'
import { ordersOf, type PictureJob } from '../plan/draft.ts'
import { distinctFrames, groupPictures, type PictureGroup, type PictureOrder } from '../plan/pictures.ts'
import { decodesKeysAlone, packetCost, sinceKeyFrame } from '../plan/cost.ts'
import type { Scene, VideoStream } from '../plan/scene.ts'
import { amount, type Amount } from './amounts.ts'
import { codedMegapixels, decoding, toneMapping } from './decoding.ts'

/** Making the pictures from decoded frames, wherever those come from, and the sheets of sprites from them. */
export function shaping(orders: readonly PictureOrder[], video: VideoStream, decoded: boolean): readonly Amount[] {
  return [
    ...groupPictures(orders, true).flatMap((group) => groupAmounts(group, tasksOf(group, orders), video, decoded)),
    ...orders.flatMap((order) => (order.after ? sheetAmounts(order) : [])),
  ]
}

function tasksOf(group: PictureGroup, orders: readonly PictureOrder[]): readonly TaskId[] {
  const { width, height, fill, format } = group.shape
  return orders.filter(({ shape }) => shape.width === width && shape.height === height && shape.fill === fill && shape.format === format).map(({ task }) => task.id)
}

function groupAmounts({ shape, frames }: PictureGroup, tasks: readonly TaskId[], video: VideoStream, toneMapped: boolean): readonly Amount[] {
  const made = (frames.length * shape.width * shape.height) / 1e6
  return [
    ...(toneMapped ? [] : toneMapping(video, frames.length, tasks)),
    amount('pictureFromMegapixel', frames.length * codedMegapixels(video), tasks),
    amount('pictureToMegapixel', made, tasks),
    amount(shape.format === 'jpg' ? 'jpegMegapixel' : 'pngMegapixel', made, tasks),
  ]
}

function sheetAmounts({ task, expected }: PictureOrder): readonly Amount[] {
  const sheets = expected.kind === 'sprite' ? (expected.sheets.length * expected.width * expected.height) / 1e6 : 0
  return [amount('process', 1, [task.id]), amount('pictureToMegapixel', sheets, [task.id]), amount('jpegMegapixel', sheets, [task.id])]
}

/** Pictures by themselves: by seeks, or by one pass. */
export function picturesApart(job: PictureJob, scene: Scene, video: VideoStream): readonly Amount[] {
  const orders = ordersOf(job)
  const frames = distinctFrames(orders)
  const tasks = orders.map(({ task }) => task.id)
  if (job.by === 'packets') return [...fetching(frames, scene, video, tasks), ...shaping(orders, video, false)]
  const copied = job.normalised ? [amount('process', 1, tasks), amount('copiedMegabyte', scene.inspection.facts.sizeBytes / 1e6, tasks)] : []
  return [...copied, ...(job.by === 'seek' ? seeking(frames, job.frames, scene, video, tasks) : scanning(frames, job.frames, scene, video, tasks)), ...shaping(orders, video, false)]
}

function fetching(frames: readonly FrameAt[], scene: Scene, video: VideoStream, tasks: readonly TaskId[]): readonly Amount[] {
  const { packets } = packetCost(frames, scene, video)
  const groups = new Set(frames.map((frame) => frame.seconds - sinceKeyFrame(frame, scene, video))).size
  const seconds = (packets - groups) / Math.max(1, rationalValue(video.facts.frameRate))
  return [amount('process', 1, tasks), amount('seek', 2, tasks), amount('keyFrameMegapixel', groups * codedMegapixels(video), tasks), ...decodingOften(seconds, scene, video, tasks)]
}

function seeking(frames: readonly FrameAt[], accuracy: 'key' | 'exact', scene: Scene, video: VideoStream, tasks: readonly TaskId[]): readonly Amount[] {
  const seconds = accuracy === 'key' ? 0 : frames.reduce((sum, frame) => sum + sinceKeyFrame(frame, scene, video), 0)
  return [
    amount('process', frames.length, tasks), amount('seek', frames.length, tasks), amount('keyFrameMegapixel', frames.length * codedMegapixels(video), tasks),
    ...decodingOften(seconds, scene, video, tasks),
  ]
}

/** Seconds of film decoded in many pieces may be more than the film has. */
function decodingOften(seconds: number, scene: Scene, video: VideoStream, tasks: readonly TaskId[]): readonly Amount[] {
  if (video.endSeconds <= 0) return []
  return decoding(video, video.endSeconds, scene, tasks).map((each) => ({ ...each, quantity: (each.quantity * seconds) / video.endSeconds }))
}

function scanning(frames: readonly FrameAt[], accuracy: 'key' | 'exact', scene: Scene, video: VideoStream, tasks: readonly TaskId[]): readonly Amount[] {
  const last = frames.at(-1)?.nextSeconds ?? 0
  const keys = scene.inspection.keyFrames.filter((at) => at <= last).length
  const decoded = accuracy === 'key' && decodesKeysAlone(scene) ? [amount('keyFrameMegapixel', keys * codedMegapixels(video), tasks)] : decoding(video, last, scene, tasks)
  return [amount('process', 1, tasks), ...decoded]
}
