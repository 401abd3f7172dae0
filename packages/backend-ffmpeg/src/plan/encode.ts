import type { FfmpegCommand } from '../work.ts'
import { inputPath } from '../input-guard.ts'
import { audioArgs } from './audio-target.ts'
import { renditionNodes, type VideoBranch } from './rendition-nodes.ts'
import { toneMapFilters } from './colour.ts'
import type { DraftRendition } from './draft.ts'
import { videoEncoderArgs } from './encoder-args.ts'
import { pictureEncoderArgs, pictureFilters } from './fill.ts'
import { writeFilterTree, type FilterNode } from './filter-tree.ts'
import { muxerArgs, teeSlave } from './muxer.ts'
import type { Rendition } from './operations/transcode.ts'
import { cleanOutputArgs, frameModeArgs, keepZeroArgs, sourceTimeBaseArgs } from './output-args.ts'
import { selectFrames, type PictureGroup } from './pictures.ts'
import { inputArgs, type Scene, type VideoStream } from './scene.ts'
import { drawnOf, groupBy } from './stages.ts'

/** All encodes of the source, and pictures beside them, from one decode. */
export function encodeCommand(renditions: readonly DraftRendition[], pictures: readonly PictureGroup[], scene: Scene): FfmpegCommand {
  const { inputs, chains } = sourceGraph(renditions, pictures, scene)
  return {
    args: [
      ...inputs,
      ...(chains.length > 0 ? ['-filter_complex', chains.join(';')] : []),
      ...packagesOf(renditions).flatMap((each) => packageArgs(each, renditions, scene)),
      ...pictures.flatMap((group) => pictureOutputArgs(group, scene)),
      ...(pictures.length > 0 ? keepZeroArgs(scene) : []),
    ],
    mediaSeconds: scene.inspection.facts.durationSeconds,
  }
}

export interface SourceGraph {
  readonly inputs: readonly string[]
  readonly inputCount: number
  /** From the inputs to `[v0]`, `[v1]`, … in the order of the renditions, and the pictures' labels. */
  readonly chains: readonly string[]
}

export function sourceGraph(renditions: readonly DraftRendition[], pictures: readonly PictureGroup[], scene: Scene): SourceGraph {
  const images = watermarkInputs(renditions)
  return {
    inputs: [...inputArgs(scene), ...images.flatMap(({ format, path }) => ['-f', format === 'png' ? 'png_pipe' : 'jpeg_pipe', '-i', inputPath(path)])],
    inputCount: 1 + images.length,
    chains: filterGraph(renditions, pictures, images, scene),
  }
}

interface ImageInput {
  readonly path: string
  readonly format: 'png' | 'jpg'
}

/** Each picture file is read once. As a pipe, since the sequence reader takes a `%` in a path for a number. */
function watermarkInputs(renditions: readonly DraftRendition[]): readonly ImageInput[] {
  const byPath = new Map<string, ImageInput>()
  for (const { rendition } of renditions) {
    for (const { imagePath, format } of rendition.video?.overlays ?? []) byPath.set(imagePath, { path: imagePath, format })
  }
  return [...byPath.values()]
}

function filterGraph(renditions: readonly DraftRendition[], pictures: readonly PictureGroup[], images: readonly ImageInput[], scene: Scene): readonly string[] {
  const { video } = scene
  const drawn = drawnOf(renditions)
  if (video === undefined || (drawn.length === 0 && pictures.length === 0)) return []
  const scaled: string[] = []
  const branches = drawn.map((each): VideoBranch => ({
    ...each, output: videoLabel(each, renditions),
    watermarks: each.rendition.video.overlays.map((overlay) => {
      const label = `w${scaled.length}`
      const input = images.findIndex(({ path }) => path === overlay.imagePath) + 1
      scaled.push(`[${input}:v]scale=${overlay.width}:${overlay.height}:flags=bicubic[${label}]`)
      return label
    }),
  }))
  const root: FilterNode = { filters: toneMapFilters(video), children: [...renditionNodes(branches, video), ...pictures.map((group) => pictureNode(group, video))] }
  return [...scaled, ...writeFilterTree(root, `0:${video.facts.index}`)]
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

function videoLabel(rendition: DraftRendition, renditions: readonly DraftRendition[]): string {
  return `v${renditions.indexOf(rendition)}`
}

/** Renditions with one encode of their sound go through one tee. */
function packagesOf(renditions: readonly DraftRendition[]): readonly (readonly DraftRendition[])[] {
  return groupBy(renditions, ({ rendition, soundFrom }) => soundFrom ?? rendition.task.id)
}

function packageArgs(renditions: readonly DraftRendition[], all: readonly DraftRendition[], scene: Scene): readonly string[] {
  const shown = renditions.filter(({ rendition }) => rendition.video !== undefined)
  const audio = renditions[0]?.rendition.audio
  return [
    ...shown.flatMap((rendition) => ['-map', `[${videoLabel(rendition, all)}]`]),
    ...(audio && scene.audio ? ['-map', `0:${scene.audio.index}`] : []),
    ...(shown.length > 0 ? frameModeArgs(scene.capabilities) : []),
    ...shown.flatMap(({ rendition }, at) => encoderArgs(rendition, shown.length > 1 ? `:v:${at}` : ':v', scene)),
    ...(audio ? audioArgs(audio) : []),
    ...cleanOutputArgs,
    ...destinationArgs(renditions.map(({ rendition }) => rendition), shown.map(({ rendition }) => rendition)),
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
