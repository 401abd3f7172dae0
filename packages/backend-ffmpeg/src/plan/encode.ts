import type { Reason } from '@vodflow/engine'
import type { FfmpegCommand } from '../work.ts'
import { inputPath } from '../input-guard.ts'
import { audioArgs, audioKey } from './audio-target.ts'
import { renditionNodes, type VideoBranch } from './cascade.ts'
import { toneMapFilters } from './colour.ts'
import { videoEncoderArgs } from './encoder-args.ts'
import { pictureEncoderArgs, pictureFilters } from './fill.ts'
import { writeFilterTree, type FilterNode } from './filter-tree.ts'
import { muxerArgs, teeSlave } from './muxer.ts'
import type { Rendition } from './operations/transcode.ts'
import { cleanOutputArgs, frameModeArgs, keepZeroArgs, sourceTimeBaseArgs } from './output-args.ts'
import { selectFrames, type PictureGroup } from './pictures.ts'
import { inputArgs, type Scene, type VideoStream } from './scene.ts'

export interface EncodeCommand {
  readonly command: FfmpegCommand
  readonly reasons: readonly Reason[]
}

/** All encodes of the source, and pictures beside them, from one decode. */
export function encodeCommand(renditions: readonly Rendition[], pictures: readonly PictureGroup[], scene: Scene): EncodeCommand {
  const images = watermarkInputs(renditions)
  const graph = filterGraph(renditions, pictures, images, scene)
  const packages = packagesOf(renditions, scene)
  const args = [
    ...inputArgs(scene),
    ...images.flatMap(({ format, path }) => ['-f', format === 'png' ? 'png_pipe' : 'jpeg_pipe', '-i', inputPath(path)]),
    ...(graph.chains.length > 0 ? ['-filter_complex', graph.chains.join(';')] : []),
    ...packages.flatMap((each) => packageArgs(each, renditions, scene)),
    ...pictures.flatMap((group) => pictureOutputArgs(group, scene)),
    ...(pictures.length > 0 ? keepZeroArgs(scene) : []),
  ]
  return {
    command: { args, mediaSeconds: scene.inspection.facts.durationSeconds },
    reasons: [...graph.reasons, ...shareReasons(packages)],
  }
}

interface ImageInput {
  readonly path: string
  readonly format: 'png' | 'jpg'
}

/** Each picture file is read once. As a pipe, since the sequence reader takes a `%` in a path for a number. */
function watermarkInputs(renditions: readonly Rendition[]): readonly ImageInput[] {
  const byPath = new Map<string, ImageInput>()
  for (const { video } of renditions) {
    for (const { imagePath, format } of video?.overlays ?? []) byPath.set(imagePath, { path: imagePath, format })
  }
  return [...byPath.values()]
}

interface Graph {
  readonly chains: readonly string[]
  readonly reasons: readonly Reason[]
}

function filterGraph(renditions: readonly Rendition[], pictures: readonly PictureGroup[], images: readonly ImageInput[], scene: Scene): Graph {
  const { video } = scene
  const drawn = renditions.flatMap((rendition) => (rendition.video ? [{ rendition, video: rendition.video }] : []))
  if (video === undefined || (drawn.length === 0 && pictures.length === 0)) return { chains: [], reasons: [] }
  const scaled: string[] = []
  const branches = drawn.map(({ rendition, video: target }): VideoBranch => ({
    rendition, video: target, output: videoLabel(rendition, renditions),
    watermarks: target.overlays.map((overlay) => {
      const label = `w${scaled.length}`
      const input = images.findIndex(({ path }) => path === overlay.imagePath) + 1
      scaled.push(`[${input}:v]scale=${overlay.width}:${overlay.height}:flags=bicubic[${label}]`)
      return label
    }),
  }))
  const { nodes, reasons } = renditionNodes(branches, video)
  const root: FilterNode = { filters: toneMapFilters(video), children: [...nodes, ...pictures.map((group) => pictureNode(group, video))] }
  return { chains: [...scaled, ...writeFilterTree(root, `0:${video.facts.index}`)], reasons: [...toneMapReasons(video), ...reasons] }
}

function toneMapReasons(video: VideoStream): readonly Reason[] {
  if (!video.hdr) return []
  return [{ choice: 'tone-map', because: `the source is HDR (${video.facts.colour.transfer}) and outputs are 8-bit BT.709` }]
}

function pictureNode(group: PictureGroup, video: VideoStream): FilterNode {
  return { filters: [selectFrames(group.frames, video), ...pictureFilters(group.shape, video, group.label, true)], output: group.label }
}

export function pictureOutputArgs(group: PictureGroup, scene: Scene): readonly string[] {
  return [
    '-map', `[${group.label}]`, ...frameModeArgs(scene.capabilities), ...(scene.video ? sourceTimeBaseArgs(scene.video, ':v') : []),
    ...pictureEncoderArgs(group.shape),
    '-f', 'image2', '-start_number', '0', group.pattern,
  ]
}

function videoLabel(rendition: Rendition, renditions: readonly Rendition[]): string {
  return `v${renditions.indexOf(rendition)}`
}

/** Renditions with equal sound go through one tee, which encodes it once. */
function packagesOf(renditions: readonly Rendition[], scene: Scene): readonly (readonly Rendition[])[] {
  const groups = new Map<string, Rendition[]>()
  for (const [at, rendition] of renditions.entries()) {
    const key = rendition.audio && canTee(scene) ? audioKey(rendition.audio) : `alone ${at}`
    groups.set(key, [...(groups.get(key) ?? []), rendition])
  }
  return [...groups.values()]
}

/** The tee of builds before -fps_mode moves every stream by the encoder's delay, so they encode each sound by itself. */
function canTee(scene: Scene): boolean {
  return scene.capabilities.muxers.includes('tee') && scene.capabilities.options.fpsMode
}

function shareReasons(packages: readonly (readonly Rendition[])[]): readonly Reason[] {
  return packages.filter((each) => each.length > 1).map((each) => {
    const audio = each[0]?.audio
    return { choice: 'share', because: `${each.length} outputs ask for the same sound (${audio?.codec} ${audio?.bitrateKbps} kbps, ${audio?.samplingRate} Hz, ${audio?.channels} channels): it is encoded once`, tasks: each.map(({ task }) => task.id) }
  })
}

function packageArgs(renditions: readonly Rendition[], all: readonly Rendition[], scene: Scene): readonly string[] {
  const shown = renditions.filter(({ video }) => video !== undefined)
  const audio = renditions[0]?.audio
  return [
    ...shown.flatMap((rendition) => ['-map', `[${videoLabel(rendition, all)}]`]),
    ...(audio && scene.audio ? ['-map', `0:${scene.audio.index}`] : []),
    ...(shown.length > 0 ? frameModeArgs(scene.capabilities) : []),
    ...shown.flatMap((rendition, at) => encoderArgs(rendition, shown.length > 1 ? `:v:${at}` : ':v', scene)),
    ...(audio ? audioArgs(audio) : []),
    ...cleanOutputArgs,
    ...destinationArgs(renditions, shown),
  ]
}

function encoderArgs(rendition: Rendition, at: string, scene: Scene): readonly string[] {
  const { video: target, mux, task } = rendition
  if (target === undefined || scene.video === undefined) return []
  const container = mux.container === 'hls' || mux.container === 'flv' ? mux.container : 'mp4'
  return videoEncoderArgs({ target, container, aligned: task.idrAlignment }, at, scene.speed, scene.video)
}

function destinationArgs(renditions: readonly Rendition[], shown: readonly Rendition[]): readonly string[] {
  const [only] = renditions
  if (renditions.length === 1 && only) return muxerArgs(only.mux)
  const slaves = renditions.map((rendition) => teeSlave(rendition.mux, rendition.video ? `v:${shown.indexOf(rendition)},a` : 'a'))
  return ['-flags', '+global_header', '-f', 'tee', slaves.join('|')]
}
