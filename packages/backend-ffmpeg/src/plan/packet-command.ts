import type { PacketAccess } from '../inspection.ts'
import { stampOfFrame } from '../packets/stamps.ts'
import type { Arrangement, FfmpegCommand, PacketFeed } from '../work.ts'
import { pictureEncoderArgs, pictureFilters } from './fill.ts'
import { writeFilterTree, type FilterNode } from './filter-tree.ts'
import { frameModeArgs } from './output-args.ts'
import { distinctFramesOfGroups, pictureName, selectAny, type PictureGroup } from './pictures.ts'
import type { Scene, VideoStream } from './scene.ts'

/**
 * One decoder for all frames. It reads packets whose time stamps are the frames' places in the film, and names the pictures by them.
 * @param otherwise what makes the same pictures, numbered in their order
 */
export function packetCommand(groups: readonly PictureGroup[], otherwise: readonly FfmpegCommand[], scene: Scene, video: VideoStream): FfmpegCommand {
  return {
    args: [
      '-protocol_whitelist', 'pipe', '-format_whitelist', 'matroska,webm', '-copyts', '-f', 'matroska', '-i', 'pipe:0',
      ...groups.flatMap((group) => ['-filter_complex', writeFilterTree(nodeOf(group, video), '0:0').join(';')]),
      ...groups.flatMap((group) => [
        '-map', `[${group.label}]`, ...frameModeArgs(scene.capabilities), '-enc_time_base:v', '1:1000', ...pictureEncoderArgs(group.shape),
        '-f', 'image2', '-frame_pts', '1', group.pattern,
      ]),
    ],
    mediaSeconds: 1,
    packets: feedOf(groups, otherwise, scene, video),
  }
}

/** An elementary stream carries no display matrix, so the picture is turned here. */
function nodeOf(group: PictureGroup, video: VideoStream): FilterNode {
  const wanted = group.frames.map(({ index }) => `eq(pts,${stampOfFrame(index)})`)
  return { filters: [selectAny(wanted), ...turns(video.facts.rotation), ...pictureFilters(group.shape, video, group.label, false)], output: group.label }
}

/** @param rotation clockwise degrees */
function turns(rotation: number): readonly string[] {
  if (rotation === 90) return ['transpose=clock']
  if (rotation === 270) return ['transpose=cclock']
  return rotation === 180 ? ['hflip', 'vflip'] : []
}

function feedOf(groups: readonly PictureGroup[], otherwise: readonly FfmpegCommand[], scene: Scene, video: VideoStream): PacketFeed {
  const access = packetAccessOf(scene)
  const { timeBase } = video.frames
  return {
    container: 'container' in access ? access.container : 'movie', stream: video.facts.index, startSeconds: scene.inspection.facts.startSeconds,
    frames: distinctFramesOfGroups(groups).map(({ index, seconds }) => ({ index, tick: Math.round((seconds * timeBase.den) / timeBase.num) })),
    otherwise: {
      commands: otherwise,
      arrange: groups.flatMap((group) => group.frames.map((_, at): Arrangement => ({ from: pictureName({ ...group, stamped: false }, at), to: pictureName(group, at) }))),
    },
  }
}

/** Of a whole file: in a clip or a join, frames have other numbers. */
export function packetAccessOf({ inspection, capabilities }: Scene): PacketAccess {
  const [part] = inspection.parts
  if (part === undefined || inspection.parts.length > 1 || !('facts' in part) || part.clip !== undefined) return { why: 'the source is no whole file' }
  if (!capabilities.demuxers.includes('matroska') && !capabilities.demuxers.includes('matroska,webm')) return { why: 'the ffmpeg at hand reads no Matroska' }
  return part.packets ?? { why: 'nobody looked into its packets' }
}
