import type { Timeline } from '../join/index.ts'
import type { FfmpegCommand } from '../work.ts'
import { pictureOutputArgs } from './encode.ts'
import { framesFeed, sliceFeed, type Feed } from './feed.ts'
import { pictureEncoderArgs, pictureFilters } from './fill.ts'
import { writeFilterTree, type FilterNode } from './filter-tree.ts'
import { frameModeArgs, sourceTimeBaseArgs } from './output-args.ts'
import { distinctFramesOfGroups, pictureName, selectFrames, type PictureGroup } from './pictures.ts'
import type { Scene, VideoStream } from './scene.ts'

/** Frames that one command fetches: each opens a file and holds a decoder. */
const seeksAtOnce = 8

/** One pass over the joined film, up to the last picture. */
export function joinScan(groups: readonly PictureGroup[], scene: Scene, join: Timeline, video: VideoStream): FfmpegCommand {
  const last = groups.flatMap(({ frames }) => frames.at(-1) ?? []).reduce((most, frame) => (frame.index > most.index ? frame : most), { index: 0, nextSeconds: 0 })
  const feed = sliceFeed(join, 0, last.index + 1)
  const nodes = groups.map((group): FilterNode => ({ filters: [selectFrames(group.frames, video), ...pictureFilters(group.shape, video, group.label, false)], output: group.label }))
  return { args: [...graphArgs(feed, { filters: [], children: nodes }), ...groups.flatMap((group) => pictureOutputArgs(group, scene))], mediaSeconds: last.nextSeconds }
}

/** A seek for each frame, into the part that shows it; several in one command, as a film of these frames alone. */
export function joinSeeks(groups: readonly PictureGroup[], scene: Scene, join: Timeline, video: VideoStream): readonly FfmpegCommand[] {
  const frames = distinctFramesOfGroups(groups)
  const chunks = Array.from({ length: Math.ceil(frames.length / seeksAtOnce) }, (_, at) => frames.slice(at * seeksAtOnce, (at + 1) * seeksAtOnce))
  return chunks.map((chunk): FfmpegCommand => {
    const wanted = chunk.flatMap((frame, at) => groups.flatMap((group) => {
      const place = group.frames.findIndex(({ index }) => index === frame.index)
      return place < 0 ? [] : [{ group, at, path: pictureName(group, place), label: `${group.label}f${at}` }]
    }))
    const nodes = wanted.map(({ group, at, label }): FilterNode => ({ filters: [`select='eq(n,${at})'`, ...pictureFilters(group.shape, video, label, false)], output: label }))
    return {
      args: [
        ...graphArgs(framesFeed(join, chunk.map(({ index }) => index)), { filters: [], children: nodes }),
        ...wanted.flatMap(({ group, path, label }) => [
          '-map', `[${label}]`, ...frameModeArgs(scene.capabilities), ...sourceTimeBaseArgs(video, ':v'), '-frames:v', '1', ...pictureEncoderArgs(group.shape), '-f', 'image2', '-update', '1', path,
        ]),
      ],
      mediaSeconds: chunk.length,
    }
  })
}

function graphArgs(feed: Feed, root: FilterNode): readonly string[] {
  return [...feed.inputs, '-filter_complex', [...feed.chains, ...writeFilterTree(root, feed.video)].join(';')]
}
