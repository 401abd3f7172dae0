import type { SourceFacts } from '@vodflow/core'

/** A film of ten seconds with sound. */
export function fakeFacts(changes: Partial<SourceFacts> = {}): SourceFacts {
  return {
    container: 'mp4',
    sizeBytes: 1_000_000,
    durationSeconds: 10,
    bitrateKbps: 800,
    startSeconds: 0,
    videoStreams: [
      {
        index: 0, codec: 'h264', profile: 'High', pixelFormat: 'yuv420p', codedWidth: 1280, codedHeight: 720, width: 1280, height: 720,
        rotation: 0, sampleAspectRatio: { num: 1, den: 1 }, frameRate: { num: 25, den: 1 }, variableFrameRate: false, bitrateKbps: 672,
        startSeconds: 0, durationSeconds: 10, interlaced: false,
        colour: { range: 'tv', space: 'bt709', primaries: 'bt709', transfer: 'bt709' },
      },
    ],
    audioStreams: [
      { index: 1, codec: 'aac', profile: 'LC', samplingRate: 48_000, channels: 2, bitrateKbps: 128, startSeconds: 0, durationSeconds: 10 },
    ],
    md5: '',
    sourceType: '',
    sourceContext: '',
    ...changes,
  }
}
