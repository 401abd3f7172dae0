import type { FrameAt } from '../frame-times.ts'
import type { FfmpegCommand } from '../work.ts'
import { decimal } from './decimal.ts'
import type { PictureJob } from './draft.ts'
import { pictureOutputArgs } from './encode.ts'
import { pictureEncoderArgs, pictureFilters } from './fill.ts'
import { writeFilterTree, type FilterNode } from './filter-tree.ts'
import { frameModeArgs, keepZeroArgs, sourceTimeBaseArgs } from './output-args.ts'
import { distinctFramesOfGroups, pictureName, seekPoint, selectFrames, type PictureGroup } from './pictures.ts'
import { inputArgs, type Scene, type VideoStream } from './scene.ts'

/** By one pass, or a seek for each frame: as the job says. */
export function pictureCommands(job: PictureJob, groups: readonly PictureGroup[], scene: Scene, video: VideoStream): readonly FfmpegCommand[] {
  const key = job.frames === 'key'
  return job.by === 'seek' ? seekCommands(groups, scene, video, key ? keySeek : exactSeek) : [scanCommand(groups, scene, video, key ? ['-skip_frame', 'nokey'] : [])]
}

/** One pass; the pictures are found by their time stamps. Each group has a graph of its own, since one argument has a longest length. */
function scanCommand(groups: readonly PictureGroup[], scene: Scene, video: VideoStream, before: readonly string[]): FfmpegCommand {
  const graph = (group: PictureGroup): string => {
    const node: FilterNode = { filters: [selectFrames(group.frames, video), ...pictureFilters(group.shape, video, group.label, false)], output: group.label }
    return writeFilterTree(node, `0:${video.facts.index}`).join(';')
  }
  const last = Math.max(...groups.map((group) => group.frames.at(-1)?.nextSeconds ?? 0))
  return {
    args: [
      // Nothing after the last picture needs reading.
      ...inputArgs(scene, [...before, ...(last < video.endSeconds - 1 ? ['-t', decimal(last)] : [])]),
      ...groups.flatMap((group) => ['-filter_complex', graph(group)]),
      ...groups.flatMap((group) => pictureOutputArgs(group, scene)),
      ...keepZeroArgs(scene),
    ],
    mediaSeconds: last,
  }
}

/** One command a frame; what several groups want of it is made from one decode. */
function seekCommands(groups: readonly PictureGroup[], scene: Scene, video: VideoStream, seek: Seek): readonly FfmpegCommand[] {
  return distinctFramesOfGroups(groups).map((frame): FfmpegCommand => {
    const wanting = groups.flatMap((group) => {
      const at = group.frames.findIndex(({ index }) => index === frame.index)
      return at < 0 ? [] : [{ group, path: pictureName(group, at) }]
    })
    const root: FilterNode = { filters: [], children: wanting.map(({ group }) => ({ filters: pictureFilters(group.shape, video, group.label, false), output: group.label })) }
    return {
      args: [
        ...inputArgs(scene, seek(frame, video)), '-filter_complex', writeFilterTree(root, `0:${video.facts.index}`).join(';'),
        ...wanting.flatMap(({ group, path }) => [
          '-map', `[${group.label}]`, ...frameModeArgs(scene.capabilities), ...sourceTimeBaseArgs(video, ':v'), '-frames:v', '1', ...pictureEncoderArgs(group.shape), '-f', 'image2', '-update', '1', path,
        ]),
      ],
      mediaSeconds: 1,
    }
  })
}

type Seek = (frame: FrameAt, video: VideoStream) => readonly string[]

const exactSeek: Seek = (frame, video) => {
  const point = seekPoint(frame, video)
  return point === undefined ? [] : ['-ss', decimal(point)]
}

/**
 * Lands on the key frame itself. Some demuxers step back 3/23 s for the reordering of frames, so the point stands a
 * little after it; without accurate seeking nothing up to the point is thrown away.
 */
const keySeek: Seek = (frame) => (frame.index === 0 ? [] : ['-noaccurate_seek', '-ss', decimal(frame.seconds + 0.135)])
