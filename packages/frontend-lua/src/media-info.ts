import { rationalValue, type AudioFacts, type SourceFacts, type VideoFacts } from '@vodflow/core'
import type { MediaInfo } from './protocol.ts'

/** What `File.mediaInfo` shows (presets.md §4.3): kbps, whole seconds and frames a second, rounded half up. */
export function mediaInfoOf(facts: SourceFacts): MediaInfo {
  return {
    metaData: {
      size: facts.sizeBytes,
      container: facts.container,
      duration: halfUp(facts.durationSeconds),
      bitrate: halfUp(facts.bitrateKbps),
      height: Math.max(0, ...facts.videoStreams.map((stream) => stream.height)),
      width: Math.max(0, ...facts.videoStreams.map((stream) => stream.width)),
      videoStreamList: facts.videoStreams.map(videoStream),
      audioStreamList: facts.audioStreams.map(audioStream),
    },
    sourceType: facts.sourceType,
    sourceContext: facts.sourceContext,
  }
}

function videoStream(stream: VideoFacts): MediaInfo {
  return {
    bitrate: halfUp(stream.bitrateKbps),
    height: stream.height,
    width: stream.width,
    codec: stream.codec,
    fps: halfUp(rationalValue(stream.frameRate)),
  }
}

function audioStream(stream: AudioFacts): MediaInfo {
  return { codec: stream.codec, samplingRate: stream.samplingRate, bitrate: halfUp(stream.bitrateKbps) }
}

function halfUp(value: number): number {
  return Math.floor(value + 0.5)
}
