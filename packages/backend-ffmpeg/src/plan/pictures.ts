import type { ProcessTask, ReviewTask, TaskId } from '@vodflow/core'
import { frameOfIndex, type FrameAt } from '../frame-times.ts'
import { stampOfFrame } from '../packets/stamps.ts'
import type { Arrangement, ExpectedImages, ExpectedSprite, FfmpegCommand } from '../work.ts'
import { decimal } from './decimal.ts'
import type { PictureShape } from './fill.ts'
import type { VideoStream } from './scene.ts'

/** The still pictures of one task: which frames, in what shape, under what names. */
export interface PictureOrder {
  readonly task: ProcessTask | ReviewTask
  readonly shape: PictureShape
  readonly shots: readonly Shot[]
  readonly expected: ExpectedImages | ExpectedSprite
  /** What is made from the pictures: the sheets of a sprite. Its own `arrange` is filled with the pictures. */
  readonly after?: FfmpegCommand
  readonly write?: { readonly path: string; readonly text: string }
  /** How the sheets of a sprite are put together. */
  readonly sheet?: SheetShape
}

export interface SheetShape {
  readonly columns: number
  readonly rows: number
  /** `sprite.f10_%03d.jpg`. */
  readonly pattern: string
  /** A line for each tile is written here while they come. */
  readonly tally: string
}

export interface Shot {
  readonly frame: FrameAt
  readonly path: string
}

/** Pictures of one shape, each frame once, whichever tasks want it. */
export interface PictureGroup {
  readonly shape: PictureShape
  /** Ascending, distinct. */
  readonly frames: readonly FrameAt[]
  /** Numbered from 0 in the order of `frames`, inside the work folder. */
  readonly pattern: string
  readonly label: string
  /** Numbered by the frame's place in the film instead: pictures that come from a stream of packets. */
  readonly stamped?: boolean
  /** They become sheets as they come, in place of pictures of their own. */
  readonly sheet?: SheetShape
  /** The only task that it is made for; absent: every one that wants such pictures. */
  readonly of?: TaskId
}

export const maxPicturesOfTask = 10_000
/** Terms of one `select`: each is evaluated for each frame. */
const maxFramesOfGroup = 400

/** Tiles that come one after the other, each its own frame, can be put together where they are made; else they wait as pictures. */
export function sheetGroup(order: PictureOrder, label: string, filters: readonly string[]): PictureGroup | undefined {
  const { sheet, shape, shots } = order
  const frames = shots.map(({ frame }) => frame)
  const inOrder = frames.every(({ index }, at) => at === 0 || index > (frames[at - 1]?.index ?? index))
  if (sheet === undefined || !inOrder || frames.length > maxFramesOfGroup || !filters.includes('metadata')) return undefined
  return { shape, frames, pattern: sheet.pattern, label, sheet, of: order.task.id }
}

/** `once`: a frame that several orders want in one shape is made once; else each order has groups of its own. */
export function groupPictures(orders: readonly PictureOrder[], once: boolean): readonly PictureGroup[] {
  const sets = once ? [{ of: undefined, orders }] : orders.map((order) => ({ of: order.task.id, orders: [order] }))
  return sets.flatMap((set) => shapesOf(set.orders).map((each) => ({ ...each, ...(set.of !== undefined && { of: set.of }) })))
    .map((group, at) => ({ ...group, label: `p${at}`, pattern: `picture${at}_%05d.${group.shape.format}` }))
}

function shapesOf(orders: readonly PictureOrder[]): readonly Pick<PictureGroup, 'shape' | 'frames'>[] {
  const byShape = new Map<string, { readonly shape: PictureShape; readonly frames: Map<number, FrameAt> }>()
  for (const { shape, shots } of orders) {
    const entry = byShape.get(shapeKey(shape)) ?? { shape, frames: new Map<number, FrameAt>() }
    byShape.set(shapeKey(shape), entry)
    for (const { frame } of shots) entry.frames.set(frame.index, frame)
  }
  return [...byShape.values()].flatMap(({ shape, frames }) => chunks(ascending(frames)).map((chunk) => ({ shape, frames: chunk })))
}

function ascending(frames: ReadonlyMap<number, FrameAt>): readonly FrameAt[] {
  return [...frames.values()].toSorted((a, b) => a.index - b.index)
}

export function distinctFrames(orders: readonly PictureOrder[]): readonly FrameAt[] {
  return ascending(new Map(orders.flatMap(({ shots }) => shots.map(({ frame }) => [frame.index, frame] as const))))
}

export function distinctFramesOfGroups(groups: readonly PictureGroup[]): readonly FrameAt[] {
  return ascending(new Map(groups.flatMap(({ frames }) => frames.map((frame) => [frame.index, frame] as const))))
}

function chunks(frames: readonly FrameAt[]): readonly (readonly FrameAt[])[] {
  return Array.from({ length: Math.ceil(frames.length / maxFramesOfGroup) }, (_, at) => frames.slice(at * maxFramesOfGroup, (at + 1) * maxFramesOfGroup))
}

export function shapeKey(shape: PictureShape): string {
  return `${shape.width}x${shape.height}/${shape.fill}/${shape.format}`
}

export function pictureName(group: PictureGroup, at: number): string {
  const number = group.stamped ? stampOfFrame(group.frames[at]?.index ?? 0) : at
  return group.pattern.replace('%05d', String(number).padStart(5, '0'))
}

/** Each wanted name from the picture of its frame; a frame that was wanted twice is copied twice. */
export function arrangePictures(order: PictureOrder, groups: readonly PictureGroup[]): readonly Arrangement[] {
  const made = new Map<number, string>()
  for (const group of groups) {
    if (shapeKey(group.shape) !== shapeKey(order.shape) || (group.of ?? order.task.id) !== order.task.id) continue
    for (const [at, frame] of group.frames.entries()) made.set(frame.index, pictureName(group, at))
  }
  return order.shots.map(({ frame, path }) => ({ from: made.get(frame.index) ?? '', to: path }))
}

/** Of the films' frames only these: half a frame either side of each, so that no rounding of a time stamp matters. */
export function selectFrames(frames: readonly FrameAt[], video: VideoStream): string {
  const windows = frames.map((frame) => {
    const before = frame.index === 0 ? frame.seconds - (frame.nextSeconds - frame.seconds) : frameOfIndex(video.frames, frame.index - 1).seconds
    return `between(t,${decimal((before + frame.seconds) / 2)},${decimal((frame.seconds + frame.nextSeconds) / 2)})`
  })
  return selectAny(windows)
}

/** ffmpeg reads at most a hundred terms in a row, so they stand in brackets. */
export function selectAny(terms: readonly string[]): string {
  const groups = Array.from({ length: Math.ceil(terms.length / termsInBrackets) }, (_, at) => terms.slice(at * termsInBrackets, (at + 1) * termsInBrackets).join('+'))
  return `select='${groups.length > 1 ? groups.map((group) => `(${group})`).join('+') : groups.join('')}'`
}

const termsInBrackets = 50
