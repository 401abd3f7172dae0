import { wholeNumber } from './rounding.ts'

/** `metaData` of GetProcedureInfo: always there; zeros, '' and [] for what is unknown (api.md §5, events.md §2.1.1, without `rotate`). */
export interface MetaData {
  /** Bytes. */
  readonly size: number
  /** One word: mp4, flv, hls, … */
  readonly container: string
  /** kbps: the sum of the average video and audio bit rates. */
  readonly bitrate: number
  /** Pixels: the largest over all video streams. */
  readonly height: number
  readonly width: number
  /** Lower-case hex, or ''. */
  readonly md5: string
  /** Whole seconds, halves upwards. */
  readonly duration: number
  readonly videoStreamList: readonly VideoStreamInfo[]
  readonly audioStreamList: readonly AudioStreamInfo[]
}

/** events.md §2.1.1. */
export interface VideoStreamInfo {
  /** kbps. */
  readonly bitrate: number
  /** Pixels. */
  readonly height: number
  readonly width: number
  readonly codec: string
  /** Frames a second, whole, halves upwards. */
  readonly fps: number
}

/** events.md §2.1.1. */
export interface AudioStreamInfo {
  /** kbps. */
  readonly bitrate: number
  /** Hz. */
  readonly samplingRate: number
  readonly codec: string
}

/** What was measured of a file, exact; the wire's whole numbers are made from it. */
export interface MeasuredMedia {
  readonly sizeBytes: number
  readonly container: string
  readonly bitrateKbps: number
  readonly md5: string
  readonly durationSeconds: number
  readonly videoStreams: readonly MeasuredVideo[]
  readonly audioStreams: readonly MeasuredAudio[]
}

export interface MeasuredVideo {
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly bitrateKbps: number
}

export interface MeasuredAudio {
  readonly codec: string
  readonly samplingRate: number
  readonly bitrateKbps: number
}

export const unknownMedia: MeasuredMedia = {
  sizeBytes: 0,
  container: '',
  bitrateKbps: 0,
  md5: '',
  durationSeconds: 0,
  videoStreams: [],
  audioStreams: [],
}

export function metaData(media: MeasuredMedia): MetaData {
  const largest = (side: 'width' | 'height') => Math.max(0, ...media.videoStreams.map((stream) => wholeNumber(stream[side])))
  return {
    size: wholeNumber(media.sizeBytes),
    container: media.container,
    bitrate: wholeNumber(media.bitrateKbps),
    height: largest('height'),
    width: largest('width'),
    md5: media.md5,
    duration: wholeNumber(media.durationSeconds),
    videoStreamList: media.videoStreams.map(videoStreamInfo),
    audioStreamList: media.audioStreams.map(audioStreamInfo),
  }
}

function videoStreamInfo(stream: MeasuredVideo): VideoStreamInfo {
  return {
    bitrate: wholeNumber(stream.bitrateKbps),
    height: wholeNumber(stream.height),
    width: wholeNumber(stream.width),
    codec: stream.codec,
    fps: wholeNumber(stream.fps),
  }
}

function audioStreamInfo(stream: MeasuredAudio): AudioStreamInfo {
  return { bitrate: wholeNumber(stream.bitrateKbps), samplingRate: wholeNumber(stream.samplingRate), codec: stream.codec }
}
