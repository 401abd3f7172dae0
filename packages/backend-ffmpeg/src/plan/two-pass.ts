import type { FfmpegCommand } from '../work.ts'
import type { EncodeJob } from './draft.ts'
import { encodeCommand } from './encode.ts'
import type { Rendition } from './operations/transcode.ts'
import { keepZeroArgs } from './output-args.ts'
import type { Scene } from './scene.ts'

const log = 'two-pass'

/** The first pass only measures: the same filters and encoder, no sound, no file. */
export function twoPassCommands({ renditions }: EncodeJob, scene: Scene): readonly FfmpegCommand[] {
  return renditions.flatMap(({ rendition, sameAs }) => (sameAs === undefined ? bothPasses(rendition, scene) : []))
}

function bothPasses(rendition: Rendition, scene: Scene): readonly FfmpegCommand[] {
  const { task, mux, video, expected } = rendition
  const silent: Rendition = { task, mux, expected, ...(video && { video }) }
  const measured = encodeCommand([{ rendition: silent }], [], scene)
  const made = encodeCommand([{ rendition }], [], scene)
  // Muxer options come last and begin with their format.
  const muxing = measured.args.lastIndexOf('-f')
  return [
    // Without the sound the zero of a transport stream would be another one, and so would the number of frames.
    { ...measured, args: [...passArgs(measured.args.slice(0, muxing), rendition, 1), '-f', 'null', '-', ...keepZeroArgs(scene)] },
    { ...made, args: [...insertPass(made.args, rendition), ...keepZeroArgs(scene)] },
  ]
}

/** x265 takes its pass through its own parameters, x264 through ffmpeg's. */
function passArgs(args: readonly string[], rendition: Rendition, pass: 1 | 2): readonly string[] {
  if (rendition.video?.encoder !== 'libx265') return [...args, '-pass', String(pass), '-passlogfile', log]
  return args.map((value, at) => (args[at - 1] === '-x265-params:v' ? `${value}:pass=${pass}:stats=${log}.log` : value))
}

function insertPass(args: readonly string[], rendition: Rendition): readonly string[] {
  return [...passArgs(args.slice(0, -1), rendition, 2), ...args.slice(-1)]
}
