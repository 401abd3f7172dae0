import { rationalValue, type VideoFacts } from '@vodflow/core'
import type { Arrangement, ExpectedImages, ExpectedMedia, ExpectedOutput, ExpectedSprite, FfmpegCommand } from '../work.ts'
import { muxerArgs, type MuxTarget } from '../plan/muxer.ts'
import { stubRate } from './rate.ts'

/** What makes a stand-in of an output: `why` instead where nothing known here can. */
export type StubParts = { readonly commands: readonly FfmpegCommand[]; readonly arrange: readonly Arrangement[] } | { readonly why: string }

/** As long as an HLS segment: each repetition begins with a key frame. */
const chunkSeconds = 10
/** A list of all repetitions is one argument, which may have 128 KiB. */
const mostRepetitions = 8000

export function stubParts(output: ExpectedOutput, source: VideoFacts | undefined): StubParts {
  switch (output.kind) {
    case 'images': return pictures(output, output.files.map(({ path }) => path))
    case 'sprite': return pictures(output, output.sheets)
    case 'media': return output.container === 'gif' || output.container === 'webp' ? animation(output, source) : film(output, source)
  }
}

function bars(width: number, height: number, rate: string): readonly string[] {
  return ['-f', 'lavfi', '-i', `smptebars=size=${width}x${height}:rate=${rate}`]
}

/** Noise over the bars, since a tile that lies within one of them would be of one colour, and so taken for blank. */
function pictures({ width, height, ...output }: ExpectedImages | ExpectedSprite, paths: readonly string[]): StubParts {
  const png = output.kind === 'images' && output.format === 'png'
  const name = png ? 'stub.png' : 'stub.jpg'
  const encoder = png ? ['-c:v', 'png', '-pix_fmt', 'rgb24'] : ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '8']
  const args = [...bars(width, height, '1'), '-vf', 'noise=alls=12', '-frames:v', '1', ...encoder, '-f', 'image2', '-update', '1', name]
  return { commands: [{ args, mediaSeconds: 1 }], arrange: paths.map((to) => ({ from: name, to })) }
}

function animation({ video, path, container }: ExpectedMedia, source: VideoFacts | undefined): StubParts {
  if (video === undefined) return { why: 'an animation without a picture' }
  const rate = stubRate(video, source)
  const frames = Math.max(1, Math.round(video.durationSeconds * rationalValue(rate)))
  const input = bars(video.width, video.height, `${rate.num}/${rate.den}`)
  // One picture is what the encoder makes of any number of equal ones.
  if (container === 'webp') return { commands: [{ args: [...input, '-frames:v', '1', '-c:v', 'libwebp_anim', '-pix_fmt', 'yuv420p', '-f', 'webp', path], mediaSeconds: 1 }], arrange: [] }
  const few = Math.min(frames, 10)
  return {
    commands: [
      { args: [...input, '-frames:v', String(few), '-f', 'gif', 'stub.gif'], mediaSeconds: 1 },
      { args: ['-stream_loop', '-1', '-i', 'stub.gif', '-c', 'copy', '-frames:v', String(frames), '-f', 'gif', path], mediaSeconds: video.durationSeconds },
    ],
    arrange: [],
  }
}

/** A few seconds of each stream are encoded; copied end to end they are as long as the film, and then they are put together. */
function film(output: ExpectedMedia, source: VideoFacts | undefined): StubParts {
  const { container, keyInfo, path } = output
  if (container === 'gif' || container === 'webp') return { why: 'an animation is no film' }
  const shown = output.video && videoCommands(output.video, source)
  const heard = output.audio && audioCommands(output.audio)
  if (shown !== undefined && 'why' in shown) return shown
  if (heard !== undefined && 'why' in heard) return heard
  const target: MuxTarget = { container, stem: path.replace(/\.[^.]+$/, ''), ...(keyInfo !== undefined && { keyInfo }) }
  const args = [
    ...(shown ? ['-i', 'stub-video.mp4'] : []), ...(heard?.input ?? []),
    ...(shown ? ['-map', '0:v'] : []), ...(heard ? ['-map', shown ? '1:a' : '0:a'] : []), '-c', 'copy',
    ...(output.video?.codec === 'hevc' && container === 'mp4' ? ['-tag:v', 'hvc1'] : []), ...muxerArgs(target),
  ]
  const mediaSeconds = Math.max(output.video?.durationSeconds ?? 0, output.audio?.durationSeconds ?? 0)
  return { commands: [...(shown?.commands ?? []), ...(heard?.commands ?? []), { args, mediaSeconds }], arrange: [] }
}

interface Stream {
  readonly commands: readonly FfmpegCommand[]
}

function videoCommands(video: NonNullable<ExpectedMedia['video']>, source: VideoFacts | undefined): Stream | { readonly why: string } {
  const rate = stubRate(video, source)
  const frames = Math.max(1, Math.round(video.durationSeconds * rationalValue(rate)))
  const chunk = Math.min(frames, Math.max(1, Math.round(chunkSeconds * rationalValue(rate))))
  const encoder = videoEncoder(video.codec, chunk)
  if (encoder === undefined) return { why: `a stub of ${video.codec} video` }
  return {
    commands: [
      {
        args: [
          ...bars(video.width, video.height, `${rate.num}/${rate.den}`), '-frames:v', String(chunk), ...encoder, '-pix_fmt', video.pixelFormat ?? 'yuv420p',
          // A clock in which every frame's time is whole, so that no repetition is off by anything.
          '-video_track_timescale', String(rate.num * Math.ceil(10_000 / rate.num)), '-f', 'mp4', 'stub-frames.mp4',
        ],
        mediaSeconds: chunkSeconds,
      },
      { args: ['-stream_loop', '-1', '-i', 'stub-frames.mp4', '-c', 'copy', '-frames:v', String(frames), '-f', 'mp4', 'stub-video.mp4'], mediaSeconds: video.durationSeconds },
    ],
  }
}

function videoEncoder(codec: string, gop: number): readonly string[] | undefined {
  switch (codec) {
    case 'h264': return ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '40', '-g', String(gop), '-bf', '0', '-sc_threshold', '0']
    case 'hevc': return ['-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '40', '-x265-params', `log-level=none:keyint=${gop}:bframes=0:scenecut=0`]
    case 'mpeg4': return ['-c:v', 'mpeg4', '-q:v', '20', '-g', String(gop), '-bf', '0']
    case 'mpeg2video': return ['-c:v', 'mpeg2video', '-q:v', '20', '-g', String(gop), '-bf', '0']
    case 'vp9': return ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '0', '-crf', '50', '-g', String(gop), '-auto-alt-ref', '0', '-lag-in-frames', '0']
    default: return undefined
  }
}

interface Sound {
  readonly encoder: readonly string[]
  /** A stream of bare frames, which can be put end to end. */
  readonly format: string
  readonly reader: string
  readonly frameSamples: number
}

function soundOf(codec: string, samplingRate: number): Sound | undefined {
  switch (codec) {
    case 'aac': return { encoder: ['-c:a', 'aac'], format: 'adts', reader: 'aac', frameSamples: 1024 }
    case 'mp3': return { encoder: ['-c:a', 'libmp3lame', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'], format: 'mp3', reader: 'mp3', frameSamples: samplingRate > 24_000 ? 1152 : 576 }
    case 'mp2': return { encoder: ['-c:a', 'mp2'], format: 'mp2', reader: 'mp3', frameSamples: 1152 }
    case 'ac3': return { encoder: ['-c:a', 'ac3'], format: 'ac3', reader: 'ac3', frameSamples: 1536 }
    default: return undefined
  }
}

function audioCommands(audio: NonNullable<ExpectedMedia['audio']>): (Stream & { readonly input: readonly string[] }) | { readonly why: string } {
  const { codec, samplingRate = 44_100, channels = 2, durationSeconds } = audio
  const sound = soundOf(codec, samplingRate)
  if (sound === undefined) return { why: `a stub of ${codec} sound` }
  const frames = Math.max(1, Math.round((durationSeconds * samplingRate) / sound.frameSamples))
  const chunk = Math.min(frames, Math.max(Math.round((chunkSeconds * samplingRate) / sound.frameSamples), Math.ceil(frames / mostRepetitions)))
  // An encoder may make a frame fewer than it was asked for.
  const repetitions = Array.from({ length: Math.ceil(frames / Math.max(1, chunk - 1)) + 1 }, () => 'stub-tone')
  return {
    commands: [
      {
        args: [
          '-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${samplingRate}`, '-af', `atrim=end_sample=${chunk * sound.frameSamples}`,
          '-ac', String(channels), ...sound.encoder, '-b:a', channels > 2 ? '128k' : '48k', '-f', sound.format, 'stub-tone',
        ],
        mediaSeconds: chunkSeconds,
      },
      {
        args: [
          '-protocol_whitelist', 'file,concat', '-f', sound.reader, '-i', `concat:${repetitions.join('|')}`,
          '-c', 'copy', '-frames:a', String(frames), ...(sound.format === 'mp3' ? ['-write_xing', '0', '-id3v2_version', '0'] : []), '-f', sound.format, 'stub-sound',
        ],
        mediaSeconds: durationSeconds,
      },
    ],
    input: ['-f', sound.reader, '-i', 'stub-sound'],
  }
}
