import {
  taskId, type AnimatedGraphicsTask, type AudioFacts, type AudioTemplate, type Compiled, type CoverBySnapshotTask, type ImageSpriteTask, type OptimiserPass, type ProcessTask,
  type SampleSnapshotTask, type SnapshotByTimeOffsetTask, type SnapshotTemplate, type SourceFacts, type Task, type TranscodeTask, type VideoFacts, type VideoTemplate,
} from '@vodflow/core'
import type { Plan, PlanStep } from '@vodflow/engine'
import { constantFrames } from '../../src/frame-times.ts'
import type { Capabilities, FfmpegInspection } from '../../src/inspection.ts'
import { modernCapabilities } from '../../src/locate/index.ts'
import { planFfmpeg } from '../../src/plan/index.ts'
import type { CommandWork, ExpectedSprite, FfmpegWork } from '../../src/work.ts'

export const modern: Capabilities = { ...modernCapabilities, version: '5.1.9', hevcInFlv: false }

/** What the build inside the registry's installer package lacks. */
export const build2018: Capabilities = {
  ...modern, version: 'N-92722-gf22fcd4483', decoders: modern.decoders.filter((name) => name !== 'libdav1d'), options: { fpsMode: false, statsPeriod: false },
}

export const video1080: VideoFacts = {
  index: 0, codec: 'h264', profile: 'High', pixelFormat: 'yuv420p', codedWidth: 1920, codedHeight: 1080, width: 1920, height: 1080, rotation: 0,
  sampleAspectRatio: { num: 1, den: 1 }, frameRate: { num: 25, den: 1 }, variableFrameRate: false, bitrateKbps: 4700, startSeconds: 0, durationSeconds: 60,
  interlaced: false, colour: { range: 'tv', space: 'bt709', primaries: 'bt709', transfer: 'bt709' },
}

export const stereo: AudioFacts = { index: 1, codec: 'aac', profile: 'LC', samplingRate: 48_000, channels: 2, bitrateKbps: 128, startSeconds: 0, durationSeconds: 60 }

export interface Film {
  readonly video?: Partial<VideoFacts> | 'none'
  readonly audio?: Partial<AudioFacts> | 'none'
  readonly facts?: Partial<SourceFacts>
  readonly inspection?: Partial<FfmpegInspection>
}

/** A minute of 1080p25 with a key frame every two seconds, unless told otherwise. */
export function film(change: Film = {}): FfmpegInspection {
  const video = change.video === 'none' ? undefined : { ...video1080, ...change.video }
  const audio = change.audio === 'none' ? undefined : { ...stereo, ...change.audio }
  const facts: SourceFacts = {
    container: 'mp4', sizeBytes: 36_000_000, durationSeconds: 60, bitrateKbps: 4828, startSeconds: 0, videoStreams: video ? [video] : [], audioStreams: audio ? [audio] : [],
    md5: '', sourceType: '', sourceContext: '', ...change.facts,
  }
  const known = {
    facts,
    ...(video && { frames: constantFrames(video.frameRate, video.durationSeconds) }),
    keyFrames: video ? Array.from({ length: Math.ceil(video.durationSeconds / 2) }, (_, at) => at * 2) : [],
    seekable: true,
  }
  const file = { path: '/films/film.mp4', identity: { sizeBytes: 36_000_000, mtimeMs: 0, sha256OfEnds: '' } }
  return { ...known, parts: [{ ...known, file }], capabilities: modern, ...change.inspection }
}

export const videoTemplate: VideoTemplate = {
  codec: 'libx264', fps: 24, width: 640, height: 0, bitrate: 512, resolutionSelfAdapting: 'open', videoProfile: 'high', colorSpace: 'yuv420p', gop: 240,
  deinterlaced: 0, videoRateControl: 0,
}
export const audioTemplate: AudioTemplate = { codec: 'libfdk_aac', bitrate: 48, sampleRate: 44_100, soundSystem: 2, audioProfile: 'aac_lc' }
export const likeSource: SnapshotTemplate = { format: 'jpg', width: 0, height: 0, fillType: 'stretch' }

export interface TranscodeChange {
  readonly container?: TranscodeTask['template']['container']
  readonly video?: Partial<VideoTemplate> | 'none'
  readonly audio?: Partial<AudioTemplate> | 'none'
  readonly task?: Partial<TranscodeTask>
}

export function transcode(definition: number, change: TranscodeChange = {}): TranscodeTask {
  return {
    kind: 'transcode', id: taskId(`transcode.${definition}`), inputs: [], definition, watermarks: [], idrAlignment: false,
    template: {
      container: change.container ?? 'mp4',
      ...(change.video !== 'none' && { video: { ...videoTemplate, ...change.video } }), ...(change.audio !== 'none' && { audio: { ...audioTemplate, ...change.audio } }),
    },
    ...change.task,
  }
}

export function remux(definition: number, container: 'mp4' | 'hls'): TranscodeTask {
  return transcode(definition, { task: { template: { container, remux: true } } })
}

export function cover(positionType: 'Time' | 'Percent', position: number, template: SnapshotTemplate = likeSource): CoverBySnapshotTask {
  return { kind: 'coverBySnapshot', id: taskId('coverBySnapshot.10'), inputs: [], definition: 10, template, positionType, position }
}

export function snapshots(...timeOffset: readonly number[]): SnapshotByTimeOffsetTask {
  return { kind: 'snapshotByTimeOffset', id: taskId('snapshotByTimeOffset.10'), inputs: [], definition: 10, template: likeSource, timeOffset }
}

export function samples(sampleType: 'Percent' | 'Time', interval: number): SampleSnapshotTask {
  return { kind: 'sampleSnapshot', id: taskId('sampleSnapshot.10'), inputs: [], definition: 10, template: { ...likeSource, sampleType, interval } }
}

export function sprite(interval = 10, size: Partial<ImageSpriteTask['template']> = {}): ImageSpriteTask {
  const template = { format: 'jpg', width: 142, height: 80, rows: 10, columns: 10, interval, fillType: 'black', ...size } as const
  return { kind: 'imageSprite', id: taskId('imageSprite.10'), inputs: [], definition: 10, template }
}

export function animation(format: 'gif' | 'webp', change: Partial<AnimatedGraphicsTask> = {}): AnimatedGraphicsTask {
  return { kind: 'animatedGraphics', id: taskId('animatedGraphics.20000'), inputs: [], definition: 20_000, template: { format, width: 0, height: 0, fps: 2 }, ...change }
}

export const markTemplate = { type: 'image', left: '10%', top: '5%', width: '20%', height: '0px', image: { sha256: 'aa', format: 'png', width: 200, height: 100 } } as const
export const mark = { definition: 150, template: markTemplate }

export function compiled(...tasks: readonly Task[]): Compiled {
  return { graph: { format: 'vodflow/task-graph@1', digest: 'digest', priority: 0, tasks }, origins: new Map(), images: new Map([['aa', '/marks/logo%d.png']]) }
}

export function planOf(tasks: readonly ProcessTask[], inspection: FfmpegInspection = film(), without: readonly OptimiserPass[] = [], images: Compiled['images'] = compiled().images): Plan<FfmpegWork> {
  const result = planFfmpeg({ ...compiled(...tasks), images }, inspection, { speed: 'veryfast', without })
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('; '))
  return result.value
}

export function workOf(step: PlanStep<FfmpegWork> | undefined): CommandWork {
  if (step?.work.type !== 'ffmpeg') throw new Error('the step is no command')
  return step.work
}

/** The arguments after the input that every command on the source begins with. */
export function afterInput(args: readonly string[], input = 'file:/films/film.mp4'): readonly string[] {
  return args.slice(args.indexOf(input) + 1)
}

export function choices(step: PlanStep<FfmpegWork> | undefined): readonly string[] {
  return (step?.reasons ?? []).map(({ choice }) => choice)
}

/** As it is expected however its sheets are put together. */
export function untallied(sprite: ExpectedSprite): ExpectedSprite {
  const { tally: _tally, ...rest } = sprite
  return rest
}
