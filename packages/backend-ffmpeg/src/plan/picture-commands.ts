import type { FrameAt } from '../frame-times.ts'
import type { FfmpegCommand } from '../work.ts'
import { decodesKeysAlone } from './cost.ts'
import type { PictureJob } from './draft.ts'
import { pictureOutputArgs } from './encode.ts'
import { pictureEncoderArgs, pictureFilters } from './fill.ts'
import { writeFilterTree, type FilterNode } from './filter-tree.ts'
import { frameModeArgs, keepZeroArgs, sourceTimeBaseArgs } from './output-args.ts'
import { normaliseCommand, normalisedFrame, normalisedKeyFrame } from './normalised-source.ts'
import { packetCommand } from './packet-command.ts'
import { distinctFramesOfGroups, pictureName, selectFrames, type PictureGroup } from './pictures.ts'
import type { Scene, VideoStream } from './scene.ts'
import { frameInput, keyFrameInput, wholeInput, type SourceInput } from './source-input.ts'

/** By one pass, or a seek for each frame: as the job says. */
export function pictureCommands(job: PictureJob, groups: readonly PictureGroup[], scene: Scene, video: VideoStream): readonly FfmpegCommand[] {
  if (job.by === 'packets') {
    const otherwise = pictureCommands({ ...job, by: job.otherwise ?? 'scan' }, groups.map((group) => ({ ...group, stamped: false })), scene, video)
    return [packetCommand(groups, otherwise, scene, video)]
  }
  const key = job.frames === 'key'
  if (job.normalised) return [normaliseCommand(scene, video), ...seekCommands(groups, scene, video, key ? normalisedKeyFrame : normalisedFrame)]
  return job.by === 'seek' ? seekCommands(groups, scene, video, key ? keyFrameInput : frameInput) : [scanCommand(groups, scene, video, key && decodesKeysAlone(scene) ? ['-skip_frame', 'nokey'] : [])]
}

/** One pass; the pictures are found by their time stamps. Each group has a graph of its own, since one argument has a longest length. */
function scanCommand(groups: readonly PictureGroup[], scene: Scene, video: VideoStream, before: readonly string[]): FfmpegCommand {
  const last = Math.max(...groups.map((group) => group.frames.at(-1)?.nextSeconds ?? 0))
  // Nothing after the last picture needs reading.
  const source = wholeInput(scene, { before, ...(last < video.endSeconds - 1 && { until: last }) })
  const graph = (group: PictureGroup): string => {
    const filters = [...source.videoFilters, selectFrames(group.frames, video), ...pictureFilters(group.shape, video, group.label, false)]
    return [...source.chains, ...writeFilterTree({ filters, output: group.label }, source.video)].join(';')
  }
  return {
    args: [
      ...source.args,
      ...groups.flatMap((group) => ['-filter_complex', graph(group)]),
      ...groups.flatMap((group) => pictureOutputArgs(group, scene)),
      ...keepZeroArgs(scene),
    ],
    mediaSeconds: last,
  }
}

/** One command a frame; what several groups want of it is made from one decode. */
function seekCommands(groups: readonly PictureGroup[], scene: Scene, video: VideoStream, read: (scene: Scene, frame: FrameAt) => SourceInput): readonly FfmpegCommand[] {
  return distinctFramesOfGroups(groups).map((frame): FfmpegCommand => {
    const wanting = groups.flatMap((group) => {
      const at = group.frames.findIndex(({ index }) => index === frame.index)
      return at < 0 ? [] : [{ group, path: pictureName(group, at) }]
    })
    const root: FilterNode = { filters: [], children: wanting.map(({ group }) => ({ filters: pictureFilters(group.shape, video, group.label, false), output: group.label })) }
    const source = read(scene, frame)
    return {
      args: [
        ...source.args, '-filter_complex', [...source.chains, ...writeFilterTree(root, source.video)].join(';'),
        ...wanting.flatMap(({ group, path }) => [
          '-map', `[${group.label}]`, ...frameModeArgs(scene.capabilities), ...sourceTimeBaseArgs(video, ':v'), '-frames:v', '1', ...pictureEncoderArgs(group.shape), '-f', 'image2', '-update', '1', path,
        ]),
      ],
      mediaSeconds: 1,
    }
  })
}
