import type { FfmpegCommand, StagedFile } from '../work.ts'
import { audioArgs, loudnessFilters, type AudioTarget } from './audio-target.ts'
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
import type { Scene, VideoStream } from './scene.ts'
import { isClipped, wholeInput, type SourceInput } from './source-input.ts'
import { drawnOf, groupBy } from './stages.ts'
import type { Overlay } from './watermark.ts'

/** All encodes of the source, and pictures beside them, from one decode. */
export function encodeCommand(renditions: readonly DraftRendition[], pictures: readonly PictureGroup[], scene: Scene): FfmpegCommand {
  const packages = packagesOf(renditions)
  const heard = packages.filter(([first]) => first?.rendition.audio !== undefined && scene.audio !== undefined)
  const { inputs, chains, sound } = sourceGraph(renditions, pictures, scene, heard.flatMap(([first]) => first?.rendition.audio ?? []))
  return {
    args: [
      ...inputs,
      ...(chains.length > 0 ? ['-filter_complex', chains.join(';')] : []),
      ...packages.flatMap((each) => packageArgs(each, renditions, sound[heard.indexOf(each)], scene)),
      ...pictures.flatMap((group) => pictureOutputArgs(group, scene)),
      ...(pictures.length > 0 || isClipped(scene) ? keepZeroArgs(scene) : []),
    ],
    mediaSeconds: scene.inspection.facts.durationSeconds,
  }
}

export interface SourceGraph {
  readonly inputs: readonly string[]
  /** How many inputs these are: the number of the next. */
  readonly inputCount: number
  /** From the inputs to `[v0]`, `[v1]`, … in the order of the renditions, and the pictures' labels. */
  readonly chains: readonly string[]
  /** For `-map`: the sound, so often as it is wanted. */
  readonly sound: readonly string[]
}

/** @param heard what each output that takes the sound wants of it */
export function sourceGraph(renditions: readonly DraftRendition[], pictures: readonly PictureGroup[], scene: Scene, heard: readonly AudioTarget[] = []): SourceGraph {
  const source = wholeInput(scene, { sound: heard.length > 0, pictures: pictures.length > 0 || drawnOf(renditions).length > 0 })
  const sound = soundOf(source, heard, scene)
  return {
    inputs: source.args,
    inputCount: source.count,
    chains: [...source.chains, ...filterGraph(renditions, pictures, source, scene), ...sound.chains],
    sound: sound.maps,
  }
}

/** A stream can be mapped often; what a graph gives, once. */
function soundOf({ audio }: SourceInput, heard: readonly AudioTarget[], { join }: Scene): { readonly chains: readonly string[]; readonly maps: readonly string[] } {
  if (join === undefined || heard.length === 0) return { chains: [], maps: heard.map(() => audio) }
  const shares = heard.map((_, at) => (heard.length === 1 ? `[${audio}]` : `[${audio}${at}o]`))
  const louder = heard.map((target) => loudnessFilters(target).join(','))
  return {
    chains: [
      ...(heard.length > 1 ? [`[${audio}]asplit=${heard.length}${shares.join('')}`] : []),
      ...louder.flatMap((filter, at) => (filter === '' ? [] : [`${shares[at] ?? ''}${filter}[${audio}${at}l]`])),
    ],
    maps: shares.map((share, at) => (louder[at] === '' ? share : `[${audio}${at}l]`)),
  }
}

/** Each watermark's picture once, under a name that a filter can hold: no text of anybody's gets into a graph. */
export function stageOf(renditions: readonly DraftRendition[]): readonly StagedFile[] {
  const byPath = new Map<string, StagedFile>()
  for (const { imagePath: from, sha256, format } of renditions.flatMap(({ rendition }) => rendition.video?.overlays ?? [])) {
    if (!byPath.has(from)) byPath.set(from, { from, to: `watermark${byPath.size}.${format}`, sha256 })
  }
  return [...byPath.values()]
}

function filterGraph(renditions: readonly DraftRendition[], pictures: readonly PictureGroup[], source: SourceInput, scene: Scene): readonly string[] {
  const { video } = scene
  const drawn = drawnOf(renditions)
  if (video === undefined || (drawn.length === 0 && pictures.length === 0)) return []
  const marks: string[] = []
  const staged = stageOf(renditions)
  const branches = drawn.map((each): VideoBranch => ({
    ...each, output: videoLabel(each, renditions),
    watermarks: each.markedBy !== undefined && each.markedBy !== each.rendition.task.id ? [] : each.rendition.video.overlays.map((overlay) => {
      const label = `w${marks.length}`
      marks.push(`${markSource(overlay, staged)},scale=${overlay.width}:${overlay.height}:flags=bicubic[${label}]`)
      return label
    }),
  }))
  const root: FilterNode = { filters: [...source.videoFilters, ...toneMapFilters(video)], children: [...renditionNodes(branches, video, scene.capabilities), ...pictures.map((group) => pictureNode(group, video))] }
  return [...marks, ...writeFilterTree(root, source.video)]
}

/**
 * Read inside the graph: as a second input, frames of the film would wait for as long as a picture beside it is not due
 * (performance.md §F). As a pipe, since the sequence reader takes what looks like a number for one.
 */
function markSource({ imagePath, format }: Overlay, staged: readonly StagedFile[]): string {
  const name = staged.find(({ from }) => from === imagePath)?.to ?? ''
  return `movie=filename=${name}:format_name=${format === 'png' ? 'png_pipe' : 'jpeg_pipe'}`
}

function pictureNode(group: PictureGroup, video: VideoStream): FilterNode {
  return { filters: [selectFrames(group.frames, video), ...pictureFilters(group.shape, video, group.label, true), ...sheetFilters(group)], output: group.label }
}

/** Each tile leaves a line before it is put into its sheet: a sheet that lacks one looks as whole as any. */
function sheetFilters({ sheet }: PictureGroup): readonly string[] {
  if (sheet === undefined) return []
  const tally = ['metadata=mode=add:key=tile:value=1', `metadata=mode=print:file=${sheet.tally}`]
  return [...tally, `tile=${sheet.columns}x${sheet.rows}`, 'scale=out_color_matrix=bt601:out_range=pc', 'format=yuvj420p']
}

export function pictureOutputArgs(group: PictureGroup, scene: Scene): readonly string[] {
  return [
    '-map', `[${group.label}]`, ...frameModeArgs(scene.capabilities), ...(scene.video ? sourceTimeBaseArgs(scene.video, ':v') : []),
    ...pictureEncoderArgs(group.sheet ? { ...group.shape, format: 'jpg' } : group.shape),
    '-f', 'image2', '-start_number', '0', group.pattern,
  ]
}

function videoLabel(rendition: DraftRendition, renditions: readonly DraftRendition[]): string {
  return `v${renditions.indexOf(rendition)}`
}

/** Renditions with one encode of their sound go through one tee. */
function packagesOf(renditions: readonly DraftRendition[]): readonly (readonly DraftRendition[])[] {
  return groupBy(renditions.filter(({ sameAs }) => sameAs === undefined), ({ rendition, soundFrom }) => soundFrom ?? rendition.task.id)
}

function packageArgs(renditions: readonly DraftRendition[], all: readonly DraftRendition[], sound: string | undefined, scene: Scene): readonly string[] {
  const [first] = renditions
  if (first?.copied) return copyArgs(first.rendition, first.copied, scene)
  const shown = renditions.filter(({ rendition }) => rendition.video !== undefined)
  const audio = renditions[0]?.rendition.audio
  return [
    ...shown.flatMap((rendition) => ['-map', `[${videoLabel(rendition, all)}]`]),
    ...(audio && sound !== undefined ? ['-map', sound] : []),
    ...(shown.length > 0 ? frameModeArgs(scene.capabilities) : []),
    ...shown.flatMap(({ rendition }, at) => encoderArgs(rendition, shown.length > 1 ? `:v:${at}` : ':v', scene)),
    ...(audio ? audioArgs(audio, scene.join === undefined ? wholeInput(scene).audioFilters : [], scene.join !== undefined) : []),
    ...cleanOutputArgs,
    ...destinationArgs(renditions.map(({ rendition }) => rendition), shown.map(({ rendition }) => rendition)),
  ]
}

/** What they hold beside the streams is left behind like that of any output. */
function copyArgs({ video, audio, mux }: Rendition, copied: NonNullable<DraftRendition['copied']>, scene: Scene): readonly string[] {
  const source = wholeInput(scene)
  return [
    ...(video && scene.video ? ['-map', `0:${scene.video.facts.index}`, '-c:v', 'copy', ...(video.encoder === 'libx265' && mux.container === 'mp4' ? ['-tag:v', 'hvc1'] : [])] : []),
    ...(audio && scene.audio ? ['-map', source.audio, ...(copied.sound ? ['-c:a', 'copy'] : audioArgs(audio, source.audioFilters))] : []),
    ...cleanOutputArgs, ...muxerArgs(mux),
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
