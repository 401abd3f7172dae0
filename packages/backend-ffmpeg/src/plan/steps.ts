import { rationalValue, type TaskId } from '@vodflow/core'
import type { PlanStep, Reason } from '@vodflow/engine'
import type { CommandWork, FfmpegCommand, FfmpegWork } from '../work.ts'
import { encodeCommand } from './encode.ts'
import type { Lowered } from './lower.ts'
import type { Rendition } from './operations/transcode.ts'
import type { OwnWork } from './own-work.ts'
import { exactPictureCommands, keyPictureCommands, type PictureCommands } from './picture-commands.ts'
import { arrangePictures, groupPictures, shapeKey, type PictureGroup, type PictureOrder } from './pictures.ts'
import { filmSentence, type Scene, type VideoStream } from './scene.ts'

type Step = PlanStep<FfmpegWork>

/** Frames that a fused command picks beside its encodes; more of them are made apart. */
const maxFusedPictures = 1000
/** Sum of the pictures' areas that one command encodes: about 150 MB of memory a million pixels (performance.md §A). */
const maxFusedPixels = 28_000_000

/** The steps of tasks that run under the same condition. `suffix` keeps the ids of several such sets apart. */
export function stepsOf(lowered: readonly Lowered[], scene: Scene, suffix: string): readonly Step[] {
  const renditions = lowered.flatMap((each) => (each.kind === 'encode' ? [each.rendition] : []))
  const orders = lowered.flatMap((each) => (each.kind === 'pictures' ? [each.order] : []))
  const sprites = lowered.flatMap((each) => (each.kind === 'sprite' ? [each] : []))
  const batches = batchesOf(renditions)
  const exact = [...orders, ...sprites.map((each) => each.exact)]
  const beside = whyNotBeside(batches[0] ?? [], exact)
  const fused = beside === undefined ? exact : []
  return [
    ...batches.map((batch, at) => encodeStep(batch, at === 0 ? fused : [], scene, `encode${at === 0 ? '' : `-part${at + 1}`}${suffix}`, batches.length)),
    ...(beside !== undefined && orders.length > 0 ? [pictureStep(orders, exactPictureCommands, scene, `pictures${suffix}`, beside)] : []),
    ...(beside === undefined ? [] : sprites.map(({ byKey }) => pictureStep([byKey], keyPictureCommands, scene, byKey.task.id, beside))),
    ...lowered.flatMap((each) => (each.kind === 'own' ? [ownStep(each.work, scene)] : [])),
  ]
}

/** No reason at all where the pictures can come from the encodes' decode; an empty one where there is no such decode. */
function whyNotBeside(batch: readonly Rendition[], orders: readonly PictureOrder[]): readonly Reason[] | undefined {
  if (!batch.some(({ video }) => video !== undefined)) return []
  const drawn = batch.filter(({ video }) => video !== undefined && video.overlays.length > 0).length
  if (drawn > 0) return [{ choice: 'separate', because: `${drawn} outputs have a watermark, beside which few pictures would hold every frame in memory (3 MB a frame at 1080p)` }]
  const frames = groupPictures(orders).reduce((sum, group) => sum + group.frames.length, 0)
  if (frames > maxFusedPictures) return [{ choice: 'separate', because: `${frames} pictures are more than the ${maxFusedPictures} that are picked beside encodes` }]
  return undefined
}

function batchesOf(renditions: readonly Rendition[]): readonly (readonly Rendition[])[] {
  const batches: Rendition[][] = []
  let pixels = 0
  for (const rendition of renditions) {
    const area = rendition.video ? rendition.video.width * rendition.video.height : 0
    const open = batches.at(-1)
    if (open !== undefined && pixels + area <= maxFusedPixels) open.push(rendition)
    else {
      batches.push([rendition])
      pixels = 0
    }
    pixels += area
  }
  return batches
}

function encodeStep(renditions: readonly Rendition[], orders: readonly PictureOrder[], scene: Scene, id: string, batches: number): Step {
  const groups = groupPictures(orders)
  const { command, reasons } = encodeCommand(renditions, groups, scene)
  const parts: Reason[] = batches > 1 ? [{ choice: 'separate', because: `the encodes are ${batches} commands of at most ${maxFusedPixels / 1e6} million pixels a frame each, for memory` }] : []
  return {
    id, covers: [...renditions.map(({ task }) => task.id), ...orders.map(({ task }) => task.id)], needs: [],
    reasons: [...streamReasons(scene), ...fuseReasons(renditions, groups, orders.map(({ task }) => task.id), scene), ...parts, ...reasons, ...reuseReasons(orders)],
    work: commandWork(scene, {
      commands: [command, ...afterCommands(orders, groups)],
      ...pictureFiles(orders, groups),
      outputs: [...renditions.map(({ expected }) => expected), ...orders.map(({ expected }) => expected)],
    }),
  }
}

function fuseReasons(renditions: readonly Rendition[], groups: readonly PictureGroup[], orders: readonly TaskId[], scene: Scene): readonly Reason[] {
  const encodes = renditions.filter(({ video }) => video !== undefined).length
  const pictures = groups.reduce((sum, group) => sum + group.frames.length, 0)
  if (scene.video === undefined || encodes + groups.length < 2) return []
  const feeds = [`${encodes} ${encodes === 1 ? 'encode' : 'encodes'}`, ...(pictures > 0 ? [`${pictures} ${pictures === 1 ? 'picture' : 'pictures'}`] : [])].join(' and ')
  return [{ choice: 'fuse', because: `one decode of ${filmSentence(scene.video)} feeds ${feeds}`, tasks: [...renditions.filter(({ video }) => video !== undefined).map(({ task }) => task.id), ...orders] }]
}

/** Pictures that several tasks want are made for the first of them; the others take copies. */
function reuseReasons(orders: readonly PictureOrder[]): readonly Reason[] {
  return orders.flatMap((order, at): readonly Reason[] => {
    const earlier = orders.slice(0, at).filter(({ shape }) => shapeKey(shape) === shapeKey(order.shape))
    const made = new Set(earlier.flatMap(({ shots }) => shots.map(({ frame }) => frame.index)))
    const again = new Set(order.shots.map(({ frame }) => frame.index).filter((index) => made.has(index))).size
    const whose = earlier.filter(({ shots }) => shots.some(({ frame }) => order.shots.some((shot) => shot.frame.index === frame.index))).map(({ task }) => task.id)
    return again === 0 ? [] : [{ choice: 'reuse', because: `${again} of its ${order.shots.length} pictures ${again === 1 ? 'is' : 'are'} made for ${whose.join(' and ')} already, and copied`, tasks: [order.task.id] }]
  })
}

/** Of several streams: which was taken. */
function streamReasons(scene: Scene): readonly Reason[] {
  const { videoStreams, audioStreams } = scene.inspection.facts
  const [video] = videoStreams
  const [audio] = audioStreams
  return [
    ...(video && videoStreams.length > 1 ? [{ choice: 'stream', because: `of ${videoStreams.length} video streams 0:${video.index} (${video.width}x${video.height}, ${rationalValue(video.frameRate).toFixed(2)} fps) is taken` }] : []),
    ...(audio && audioStreams.length > 1 ? [{ choice: 'stream', because: `of ${audioStreams.length} audio streams 0:${audio.index} (${audio.codec}, ${audio.channels} channels) is taken` }] : []),
  ]
}

type Commands = (groups: readonly PictureGroup[], scene: Scene, video: VideoStream) => PictureCommands

function pictureStep(orders: readonly PictureOrder[], make: Commands, scene: Scene, id: string, apart: readonly Reason[]): Step {
  const groups = groupPictures(orders)
  const made = scene.video ? make(groups, scene, scene.video) : { commands: [], reasons: [] }
  return {
    id, covers: orders.map(({ task }) => task.id), needs: [], reasons: [...apart, ...made.reasons, ...reuseReasons(orders)],
    work: commandWork(scene, {
      commands: [...made.commands, ...afterCommands(orders, groups)],
      ...pictureFiles(orders, groups),
      outputs: orders.map(({ expected }) => expected),
    }),
  }
}

/** A sprite's sheets are made from its tiles, which must have their names by then. */
function afterCommands(orders: readonly PictureOrder[], groups: readonly PictureGroup[]): readonly FfmpegCommand[] {
  return orders.flatMap((order) => (order.after ? [{ ...order.after, arrange: arrangePictures(order, groups) }] : []))
}

function pictureFiles(orders: readonly PictureOrder[], groups: readonly PictureGroup[]): Pick<CommandWork, 'arrange' | 'write'> {
  return {
    arrange: orders.flatMap((order) => (order.after ? [] : arrangePictures(order, groups))),
    write: orders.flatMap((order) => (order.write ? [order.write] : [])),
  }
}

function ownStep(work: OwnWork, scene: Scene): Step {
  return {
    id: work.task.id, covers: [work.task.id], needs: [], reasons: work.reasons, ...(work.unavailable !== undefined && { unavailable: work.unavailable }),
    work: commandWork(scene, { commands: work.commands, arrange: [], write: [], outputs: work.outputs }),
  }
}

function commandWork(scene: Scene, parts: Pick<CommandWork, 'commands' | 'arrange' | 'write' | 'outputs'>): CommandWork {
  return { type: 'ffmpeg', program: scene.capabilities.program, source: scene.input, ...parts }
}

/** Each task of a step by itself: kept in the step, for when the whole of it fails. */
export function withAlone(step: Step, lowered: ReadonlyMap<TaskId, Lowered>, scene: Scene): Step {
  if (step.work.type !== 'ffmpeg' || step.covers.length < 2) return step
  const alone = step.covers.flatMap((task) => {
    const each = lowered.get(task)
    return each ? stepsOf([each], scene, '').map((one) => ({ ...one, id: `${step.id}.${task}`, needs: step.needs })) : []
  })
  return { ...step, work: { ...step.work, alone } }
}
