import { frameCodeFilter } from './frame-code.ts'
import { runTestFfmpeg } from './test-ffmpeg.ts'

export interface TestFilmOptions {
  readonly seconds?: number
  readonly width?: number
  readonly height?: number
  /** Frames a second, also as a fraction: `30000/1001`. */
  readonly fps?: number | string
  /** Frames between key frames. */
  readonly gop?: number
  /** Hz; false for a silent film without an audio stream. */
  readonly tone?: number | false
  /** More output options, the codecs among them, in front of the path. */
  readonly output?: readonly string[]
}

/** A film of moving pictures, each with its number in it (`readFrameNumber`), and a tone. The container is the path's extension. */
export async function makeTestFilm(path: string, options: TestFilmOptions = {}): Promise<void> {
  const { seconds = 2, width = 320, height = 180, fps = 25, gop = 12, tone = 440, output = [] } = options
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds},${frameCodeFilter()}`]
  const sound = tone === false ? [] : ['-f', 'lavfi', '-i', `sine=frequency=${tone}:sample_rate=48000:duration=${seconds}`]
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-g', String(gop)]
  const audio = tone === false ? ['-an'] : ['-c:a', 'aac', '-b:a', '96k', '-ac', '2']
  await runTestFfmpeg([...picture, ...sound, ...video, ...audio, '-t', String(seconds), ...output, path])
}
