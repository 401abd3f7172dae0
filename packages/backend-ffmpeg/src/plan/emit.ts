import { rationalValue, type TaskId } from '@vodflow/core'
import type { PlanStep, Reason } from '@vodflow/engine'
import { fileOf } from '../inspection.ts'
import type { Arrangement, CommandWork, ExpectedOutput, FfmpegCommand, FfmpegWork } from '../work.ts'
import { ordersOf, tasksOf, type DraftRendition, type EncodeJob, type Job, type OwnJob, type PictureJob } from './draft.ts'
import { encodeCommand, stageOf } from './encode.ts'
import { pictureCommands } from './picture-commands.ts'
import { joinReasons, withList } from './join-step.ts'
import { arrangePictures, groupPictures, sheetGroup, type PictureGroup, type PictureOrder } from './pictures.ts'
import { qualityCommands } from './quality.ts'
import type { Scene } from './scene.ts'
import { toneMapReasons } from './colour.ts'
import { drawnOf } from './stages.ts'
import { twoPassCommands } from './two-pass.ts'

/** The step that a job says, word for word: nothing is decided here. */
export function stepOf(job: Job, scene: Scene): PlanStep<FfmpegWork> {
  return {
    id: job.id, covers: tasksOf(job).map(({ id }) => id), needs: job.needs, reasons: [...sourceReasons(job, scene), ...job.reasons],
    ...unavailable(job, scene),
    work: { type: 'ffmpeg', program: scene.capabilities.program, source: scene.input, ...moreSources(scene), ...withList(partsOf(job, scene), scene) },
  }
}

function moreSources({ input, inspection }: Scene): Pick<CommandWork, 'moreSources'> {
  const paths = new Set(inspection.parts.flatMap((part) => fileOf(part)?.path ?? []))
  paths.delete(input)
  return paths.size > 0 ? { moreSources: [...paths] } : {}
}

function unavailable(job: Job, { noKeys }: Scene): Pick<PlanStep, 'unavailable'> {
  const encrypted = tasksOf(job).flatMap((task) => (task.kind === 'transcode' && task.drm ? [task.drm.definition] : []))
  if (noKeys === undefined || encrypted.length === 0) return {}
  return { unavailable: `drm ${[...new Set(encrypted)].join(' and ')} encrypts, and ${noKeys}` }
}

type Parts = Pick<CommandWork, 'stage' | 'prepare' | 'commands' | 'arrange' | 'write' | 'outputs'>

function partsOf(job: Job, scene: Scene): Parts {
  switch (job.kind) {
    case 'own': return ownParts(job)
    case 'encode': return encodeParts(job, scene)
    case 'pictures': return pictureParts(job, scene)
  }
}

function ownParts({ work, also = [] }: OwnJob): Parts {
  const copies = also.flatMap((other) => fileCopies(work.outputs[0], other.outputs[0]))
  return { ...(work.prepare && { prepare: work.prepare }), ...(work.stage && work.stage.length > 0 && { stage: work.stage }), commands: work.commands, arrange: copies, write: [], outputs: [work, ...also].flatMap(({ outputs }) => outputs) }
}

function fileCopies(from: ExpectedOutput | undefined, to: ExpectedOutput | undefined): readonly Arrangement[] {
  return from?.kind === 'media' && to?.kind === 'media' ? [{ from: from.path, to: to.path }] : []
}

function encodeParts(job: EncodeJob, scene: Scene): Parts {
  const sheets = sheetsOf(job.pictures, scene)
  const waiting = job.pictures.filter(({ task }) => !sheets.some(({ of }) => of === task.id))
  const groups = groupPictures(waiting, job.once)
  const stage = stageOf(job.renditions)
  const commands = job.twoPass ? twoPassCommands(job, scene) : [encodeCommand(job.renditions, [...groups, ...sheets], scene)]
  return {
    ...(stage.length > 0 && { stage }),
    commands: [...commands, ...afterCommands(waiting, groups), ...job.renditions.flatMap(({ rendition }) => qualityCommands(rendition, scene))],
    ...withCopies(pictureFiles(job.pictures, groups), renditionCopies(job.renditions)),
    outputs: [...job.renditions.map(({ rendition }) => rendition.expected), ...job.pictures.map((order) => expectedOf(order, sheets))],
  }
}

function sheetsOf(pictures: readonly PictureOrder[], { capabilities }: Scene): readonly PictureGroup[] {
  return pictures.flatMap((order, at) => sheetGroup(order, `t${at}`, capabilities.filters) ?? [])
}

function expectedOf({ expected, sheet, task }: PictureOrder, sheets: readonly PictureGroup[]): ExpectedOutput {
  const tiled = sheets.some(({ of }) => of === task.id)
  return tiled && sheet && expected.kind === 'sprite' ? { ...expected, tally: sheet.tally } : expected
}

function withCopies(files: Pick<CommandWork, 'arrange' | 'write'>, copies: readonly Arrangement[]): Pick<CommandWork, 'arrange' | 'write'> {
  return { ...files, arrange: [...copies, ...files.arrange] }
}

function renditionCopies(renditions: readonly DraftRendition[]): readonly Arrangement[] {
  const path = (task: TaskId): string => renditions.find(({ rendition }) => rendition.task.id === task)?.rendition.expected.path ?? ''
  return renditions.flatMap(({ rendition, sameAs }) => (sameAs === undefined ? [] : [{ from: path(sameAs), to: rendition.expected.path }]))
}

function pictureParts(job: PictureJob, scene: Scene): Parts {
  const orders = ordersOf(job)
  const plain = groupPictures(orders, job.once)
  const groups = job.by === 'packets' ? plain.map((group) => ({ ...group, stamped: true })) : plain
  return {
    commands: [...(scene.video ? pictureCommands(job, groups, scene, scene.video) : []), ...afterCommands(orders, groups)], ...pictureFiles(orders, groups),
    outputs: orders.map(({ expected }) => expected),
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

/** What lowering has decided for all: which stream of several, and HDR. */
function sourceReasons(job: Job, scene: Scene): readonly Reason[] {
  if (job.kind === 'pictures') return joinReasons(scene)
  if (job.kind !== 'encode') return []
  const draws = job.pictures.length > 0 || drawnOf(job.renditions).length > 0
  return [...streamReasons(scene), ...joinReasons(scene), ...(draws ? toneMapReasons(scene) : [])]
}

function streamReasons(scene: Scene): readonly Reason[] {
  const { videoStreams, audioStreams } = scene.inspection.facts
  const [video] = videoStreams
  const [audio] = audioStreams
  return [
    ...(video && videoStreams.length > 1 ? [{ choice: 'stream', because: `of ${videoStreams.length} video streams 0:${video.index} (${video.width}x${video.height}, ${rationalValue(video.frameRate).toFixed(2)} fps) is taken` }] : []),
    ...(audio && audioStreams.length > 1 ? [{ choice: 'stream', because: `of ${audioStreams.length} audio streams 0:${audio.index} (${audio.codec}, ${audio.channels} channels) is taken` }] : []),
  ]
}
