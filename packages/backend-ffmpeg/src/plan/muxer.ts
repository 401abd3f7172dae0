import { muxerOf, type TranscodeTask, type TranscodeTemplate } from '@vodflow/core'
import { hlsSegmentSeconds } from './encoder-args.ts'

type Container = TranscodeTemplate['container']

/** A file that one muxer writes; HLS writes segments beside its playlist. */
export interface MuxTarget {
  readonly container: Container
  /** `v.f20`. */
  readonly stem: string
  /** The file that says how its segments are encrypted, which is made when it is run; only of HLS. */
  readonly keyInfo?: string
}

export function muxTarget(task: TranscodeTask, stem: string): MuxTarget {
  return { container: task.template.container, stem, ...(task.drm && { keyInfo: `${stem}.keyinfo` }) }
}

export function outputPath(target: MuxTarget): string {
  return `${target.stem}.${target.container === 'hls' ? 'm3u8' : target.container}`
}

/** As options of an output. */
export function muxerArgs(target: MuxTarget): readonly string[] {
  return [...muxerOptions(target).flatMap(([name, value]) => [`-${name}`, value]), outputPath(target)]
}

/** As one slave of the tee muxer. The names and values are ours: none needs escaping beyond the quotes of `select`. */
export function teeSlave(target: MuxTarget, select: string): string {
  const options = muxerOptions(target).map(([name, value]) => `${name}=${value}`)
  return `[${[`select=\\'${select}\\'`, ...options].join(':')}]${outputPath(target)}`
}

function muxerOptions(target: MuxTarget): readonly (readonly [string, string])[] {
  const format = ['f', muxerOf(target.container)] as const
  switch (target.container) {
    case 'mp4':
    case 'm4a': return [format, ['movflags', '+faststart']]
    case 'hls': return [
      format, ['hls_time', String(hlsSegmentSeconds)], ['hls_playlist_type', 'vod'], ['hls_list_size', '0'],
      ['hls_segment_filename', `${target.stem}_%05d.ts`], ...(target.keyInfo === undefined ? [] : [['hls_key_info_file', target.keyInfo] as const]),
    ]
    case 'flv':
    case 'mp3': return [format]
  }
}
