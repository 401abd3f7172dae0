import type { AnimatedGraphicsTask, ProcessTask, TranscodeTask } from '@vodflow/core'
import { lowerTranscode } from '../plan/operations/transcode.ts'
import type { OwnWork } from '../plan/own-work.ts'
import { isDoom, type Scene } from '../plan/scene.ts'
import type { ExpectedMedia } from '../work.ts'
import { amount, type Amount } from './amounts.ts'
import { codedMegapixels, decoding, toneMapping } from './decoding.ts'
import { encoding } from './encoding.ts'
import { copiedBytes, renditionBytes } from './media-bytes.ts'

export interface OwnEstimate {
  readonly amounts: readonly Amount[]
  readonly bytes: number
}

/** A task with commands of its own: a copy, an animation. */
export function ownEstimate(work: OwnWork, scene: Scene): OwnEstimate {
  const [expected] = work.outputs
  if (expected?.kind !== 'media') return { amounts: [], bytes: 0 }
  if (isTranscode(work.task)) return work.task.template.remux ? copying(work.task, expected, scene) : encrypting(work.task, scene)
  return work.task.kind === 'animatedGraphics' ? animating(work.task, expected, scene) : { amounts: [], bytes: 0 }
}

function isTranscode(task: ProcessTask): task is TranscodeTask {
  return task.kind === 'transcode'
}

function copying(task: TranscodeTask, expected: ExpectedMedia, scene: Scene): OwnEstimate {
  const bytes = copiedBytes(expected, scene)
  return { amounts: [amount('process', 1, [task.id]), amount('copiedMegabyte', bytes / 1e6, [task.id])], bytes }
}

function encrypting(task: TranscodeTask, scene: Scene): OwnEstimate {
  const rendition = lowerTranscode(task, scene)
  return isDoom(rendition) ? { amounts: [], bytes: 0 } : { amounts: encoding({ renditions: [{ rendition }], pictures: [], twoPass: false }, scene), bytes: renditionBytes(rendition, scene) }
}

/** Bytes of a pixel of an animation, of films: palettes and dithering leave little to squeeze out. */
const gifBytesPerPixel = 0.2
const webpBytesPerPixel = 0.016

/** A GIF reads its part of the film twice: for the palette, and for the frames. */
function animating(task: AnimatedGraphicsTask, expected: ExpectedMedia, scene: Scene): OwnEstimate {
  const { video } = scene
  if (video === undefined || expected.video === undefined) return { amounts: [], bytes: 0 }
  const ids = [task.id]
  const { width, height, durationSeconds } = expected.video
  const frames = Math.max(1, durationSeconds * task.template.fps)
  const pixels = (frames * width * height) / 1e6
  const pass = [
    amount('process', 1, ids), ...decoding(video, durationSeconds, scene, ids), ...toneMapping(video, frames, ids),
    amount('scaledFromMegapixel', frames * codedMegapixels(video), ids), amount('scaledToMegapixel', pixels, ids),
  ]
  return task.template.format === 'gif'
    ? { amounts: [...pass, ...pass, amount('paletteMegapixel', pixels, ids), amount('gifMegapixel', pixels, ids)], bytes: 500 + pixels * 1e6 * gifBytesPerPixel }
    : { amounts: [...pass, amount('webpMegapixel', pixels, ids)], bytes: 500 + pixels * 1e6 * webpBytesPerPixel }
}
