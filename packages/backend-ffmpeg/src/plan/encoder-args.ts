import type { EncoderSpeed } from '@vodflow/core'
import { colourTagArgs } from './colour.ts'
import { sourceTimeBaseArgs } from './output-args.ts'
import type { VideoStream } from './scene.ts'
import type { VideoTarget } from './video-target.ts'

/** Seconds of an HLS segment; a key frame stands at least at each. */
export const hlsSegmentSeconds = 10

export interface EncoderRequest {
  readonly target: VideoTarget
  readonly container: 'mp4' | 'hls' | 'flv'
  /** All outputs of the call want their key frames at the same places (templates.md §11). */
  readonly aligned: boolean
}

/**
 * One video encoder; `at` is its stream specifier: ':v', or ':v:1' beside others in one output. Bit rate: one-pass VBR
 * with a buffer of two seconds (templates.md §1).
 */
export function videoEncoderArgs(request: EncoderRequest, at: string, speed: EncoderSpeed, video: VideoStream): readonly string[] {
  const { target, container, aligned } = request
  const option = (name: string, value: string | number): readonly string[] => [`-${name}${at}`, String(value)]
  const hevc = target.encoder === 'libx265'
  return [
    ...option('c', target.encoder), ...option('preset', speed), ...(hevc ? [] : option('profile', target.profile)),
    ...option('b', `${target.bitrateKbps}k`), ...option('maxrate', `${target.bitrateKbps}k`), ...option('bufsize', `${2 * target.bitrateKbps}k`),
    ...option('g', target.gop), ...(target.minGop === undefined ? [] : option('keyint_min', target.minGop)),
    ...(aligned && !hevc ? option('sc_threshold', 0) : []),
    ...(hevc ? [...option('x265-params', x265Params(aligned)), ...(container === 'flv' || container === 'hls' ? [] : option('tag', 'hvc1'))] : []),
    ...(container === 'hls' ? [...option('force_key_frames', `expr:gte(t,n_forced*${hlsSegmentSeconds})`), ...option('forced-idr', 1)] : []),
    ...(target.rate === 'source' ? sourceTimeBaseArgs(video, at) : []),
    ...pairs(colourTagArgs(video)).flatMap(([name, value]) => [`${name}${at}`, value]),
  ]
}

/** A segment or a seek must be able to start at any key frame, hence closed groups. */
function x265Params(aligned: boolean): string {
  return `log-level=error:open-gop=0${aligned ? ':scenecut=0' : ''}`
}

function pairs(args: readonly string[]): readonly (readonly [string, string])[] {
  return args.flatMap((name, at) => (at % 2 === 0 ? [[name, args[at + 1] ?? ''] as const] : []))
}
