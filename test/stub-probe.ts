import { execFileSync } from 'node:child_process'
import { devNull } from 'node:os'
import { locateFfprobe } from '@vodflow/backend-ffmpeg'
import { runTestFfmpeg } from '@vodflow/testing'

export interface ProbedShape {
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly fps: string
  readonly samplingRate: string
  readonly channels: number
  readonly durationSeconds: number
}

interface Printed {
  readonly streams: readonly { readonly codec_name: string; readonly width?: number; readonly height?: number; readonly r_frame_rate: string; readonly sample_rate?: string; readonly channels?: number; readonly duration?: string }[]
  readonly format: { readonly duration?: string }
}

let ffprobe: string | undefined

/** What each stream of a file is, as ffprobe tells it. */
export async function probeStreams(path: string): Promise<readonly ProbedShape[]> {
  if (ffprobe === undefined) {
    const found = await locateFfprobe({ env: process.env }, undefined)
    ffprobe = found.ok ? found.value.path : ''
  }
  // What ffprobe prints; the expectations look at what is there. GCONV_PATH: a static ffprobe crashes on the system's converters.
  const printed = JSON.parse(execFileSync(ffprobe, ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', path], { encoding: 'utf8', env: { ...process.env, GCONV_PATH: devNull } })) as Printed
  return printed.streams.map((stream) => ({
    codec: stream.codec_name, width: stream.width ?? 0, height: stream.height ?? 0, fps: stream.r_frame_rate, samplingRate: stream.sample_rate ?? '', channels: stream.channels ?? 0,
    durationSeconds: Number(stream.duration ?? printed.format.duration ?? 0),
  }))
}

/** The upper half of the first frame, as so many colours from left to right. */
export async function imageColours(path: string, columns: number): Promise<readonly (readonly number[])[]> {
  const bytes = await runTestFfmpeg(['-i', path, '-frames:v', '1', '-vf', `crop=iw:ih/2:0:0,scale=${columns}:1:flags=area`, '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'])
  return Array.from({ length: columns }, (_, at) => [...bytes.subarray(at * 3, at * 3 + 3)])
}
