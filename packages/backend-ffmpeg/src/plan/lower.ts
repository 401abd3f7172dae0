import {
  animatedGraphicsNeeds, pictureNeeds, spriteNeeds, type Diagnostic, type ImageSpriteTask, type ProcessTask, type SnapshotTemplate,
  type SourceSpan, type TranscodeTask,
} from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import { toneMapNeeds } from './colour.ts'
import { ffmpegDiagnostics } from './diagnostics.ts'
import type { DraftPictures, Job } from './draft.ts'
import { missingParts, needsNothing, type Needs } from './needs.ts'
import { lowerAnimatedGraphics } from './operations/animated-graphics.ts'
import { lowerCover } from './operations/cover.ts'
import { lowerKeptSource } from './operations/kept-source.ts'
import { lowerRemux, remuxNeeds } from './operations/remux.ts'
import { lowerSample } from './operations/sample.ts'
import { hasKeyFrameInTime, keyFrameAt, lowerSprite } from './operations/sprite.ts'
import { lowerTimeOffset } from './operations/time-offset.ts'
import { lowerTranscode, needsOfRendition, type Rendition } from './operations/transcode.ts'
import type { OwnWork } from './own-work.ts'
import type { PictureOrder } from './pictures.ts'
import { isDoom, type Doom, type Scene } from './scene.ts'
import { missingImage } from './watermark.ts'

/** A task with everything decided but the company it is done in. */
export type Lowered =
  | { readonly kind: 'encode'; readonly rendition: Rendition; readonly reasons?: readonly Reason[] }
  | { readonly kind: 'pictures'; readonly pictures: DraftPictures }
  | { readonly kind: 'own'; readonly work: OwnWork }

export interface Lowering {
  readonly result: Lowered | Doom
  readonly needs: Needs
}

export type WorkTask = Exclude<ProcessTask, { readonly kind: 'hlsMasterPlaylist' }>

export function lowerTask(task: WorkTask, scene: Scene): Lowering {
  if (task.kind === 'transcode' && task.id === 'source') return keptSource(task, scene)
  switch (task.kind) {
    case 'transcode': return task.template.remux ? own(lowerRemux(task, scene), remuxNeeds(task, scene)) : transcode(task, scene)
    case 'animatedGraphics': return own(lowerAnimatedGraphics(task, scene), decoding(animatedGraphicsNeeds(task.template, scene.capabilities)))
    case 'coverBySnapshot': return pictures(lowerCover(task, scene), task.template, scene)
    case 'snapshotByTimeOffset': return pictures(lowerTimeOffset(task, scene), task.template, scene)
    case 'sampleSnapshot': return pictures(lowerSample(task, scene), task.template, scene)
    case 'imageSprite': return sprite(task, scene)
  }
}

function keptSource(task: TranscodeTask, scene: Scene): Lowering {
  const result = lowerKeptSource(task, scene)
  if (isDoom(result) || result.kind === 'own') return { result, needs: needsNothing }
  return { result, needs: needsOfRendition(result.rendition, scene) }
}

function own(work: OwnWork | Doom, needs: Needs): Lowering {
  return { result: isDoom(work) ? work : { kind: 'own', work }, needs }
}

function transcode(task: TranscodeTask, scene: Scene): Lowering {
  const rendition = lowerTranscode(task, scene)
  if (isDoom(rendition)) return { result: rendition, needs: needsNothing }
  const needs = needsOfRendition(rendition, scene)
  return { result: { kind: 'encode', rendition }, needs }
}

function pictures(order: PictureOrder | Doom, template: SnapshotTemplate, scene: Scene): Lowering {
  return isDoom(order) ? { result: order, needs: needsNothing } : { result: { kind: 'pictures', pictures: { exact: order, ...(scene.imageAccuracy === 'key' && { byKey: fromKeyFrames(order, scene) }) } }, needs: decoding(pictureNeeds(template)) }
}

/** The same pictures of the key frames at or before the frames that are asked for. */
function fromKeyFrames(order: PictureOrder, scene: Scene): PictureOrder {
  const { video } = scene
  return video === undefined ? order : { ...order, shots: order.shots.map((shot) => ({ ...shot, frame: keyFrameAt(scene, video, shot.frame.seconds) })) }
}

function sprite(task: ImageSpriteTask, scene: Scene): Lowering {
  const byKey = lowerSprite(task, scene, 'key')
  const exact = lowerSprite(task, scene, 'exact')
  if (isDoom(byKey)) return { result: byKey, needs: needsNothing }
  if (isDoom(exact)) return { result: exact, needs: needsNothing }
  const pictures = { exact, ...(scene.imageAccuracy !== 'exact' && hasKeyFrameInTime(task, scene) && { byKey }) }
  return { result: { kind: 'pictures', pictures }, needs: decoding(spriteNeeds(task.template)) }
}

function decoding(parts: Needs['parts']): Needs {
  return { parts, decodes: { video: true, audio: false } }
}

/** A build without the filters for HDR dooms what the source's HDR would spoil; everything else it lacks is an error of the plan. */
export function withoutToneMapping(needs: Needs, scene: Scene): Doom | undefined {
  if (!scene.video?.hdr || !needs.decodes?.video) return undefined
  const lacking = toneMapNeeds.filter((name) => !scene.capabilities.filters.includes(name))
  if (lacking.length === 0) return undefined
  const { program, version } = scene.capabilities
  return { doom: { reason: 'tool-incapable', detail: `the source is HDR (${scene.video.facts.colour.transfer}), and the ffmpeg at hand (${program} ${version}) lacks ${lacking.map((name) => `'${name}'`).join(' and ')} to bring it to SDR` } }
}

export function taskDiagnostics(task: WorkTask, needs: Needs, scene: Scene, span: SourceSpan | undefined): readonly Diagnostic[] {
  return [...missingParts(task, needs, scene, span), ...(task.kind === 'transcode' ? transcodeDiagnostics(task, scene, span) : [])]
}

function transcodeDiagnostics(task: TranscodeTask, scene: Scene, span: SourceSpan | undefined): readonly Diagnostic[] {
  const definition = missingImage(task, scene.images)
  return definition === undefined ? [] : [ffmpegDiagnostics.create('missing-image', span, { task: task.id, definition })]
}

/** The task by itself: one process that does all of it, as if it were alone. */
export function jobOf(lowered: Lowered, condition: string, needs: readonly string[]): Job {
  switch (lowered.kind) {
    case 'own': return { kind: 'own', id: lowered.work.task.id, condition, needs, reasons: lowered.work.reasons, work: lowered.work }
    case 'pictures': return { kind: 'pictures', id: lowered.pictures.exact.task.id, condition, needs, reasons: [], pictures: [lowered.pictures], frames: 'exact', by: 'scan', once: false }
    case 'encode': return encodeJobOf(lowered, condition, needs)
  }
}

function encodeJobOf({ rendition, reasons: given = [] }: Extract<Lowered, { readonly kind: 'encode' }>, condition: string, needs: readonly string[]): Job {
  const twoPass = rendition.video?.twoPass === true
  const reasons: readonly Reason[] = twoPass ? [{ choice: 'separate', because: `two passes read the source twice, so ${rendition.mux.stem} shares no decode` }] : given
  return { kind: 'encode', id: rendition.task.id, condition, needs, reasons, renditions: [{ rendition }], pictures: [], once: false, twoPass }
}
