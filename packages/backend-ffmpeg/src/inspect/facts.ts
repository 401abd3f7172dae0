import type { AudioFacts, SourceFacts, VideoFacts } from '@vodflow/core'
import type { FrameTimes } from '../inspection.ts'
import { finite, rational, type Probed, type ProbedStream } from './probe-lines.ts'
import { streamTimes, videoTimes, type PacketOrder, type VideoTimes } from './stream-times.ts'

/** Muxers round and pad; what is missing beyond this is missing. */
const SHORTFALL_SECONDS = 0.5

export interface ReadFacts {
  readonly facts: SourceFacts
  readonly frames?: FrameTimes
  readonly keyFrames: readonly number[]
  /** Frames of the chosen video that are in the file and not shown. */
  readonly hiddenFrames: number
  readonly order: PacketOrder
  /** Present where a stream ends well before the end that the file announces. */
  readonly shortfall?: Shortfall
}

export interface Shortfall {
  readonly announcedSeconds: number
  readonly foundSeconds: number
  readonly missingSeconds: number
}

/** @param canDecode whether the ffmpeg at hand decodes a codec word */
export function factsOf(probed: Probed, container: string, sizeBytes: number, canDecode: (codec: string) => boolean): ReadFacts {
  const startSeconds = finite(probed.format['start_time']) ?? 0
  const videos = orderVideos(probed.streams).map((stream) => ({ stream, times: videoTimes(stream, startSeconds) }))
  const audios = orderAudios(probed.streams, canDecode).map((stream) => ({ stream, times: streamTimes(stream, startSeconds) }))
  const videoStreams = videos.map(({ stream, times }) => videoFacts(stream, times))
  const audioStreams = audios.map(({ stream, times }) => audioFacts(stream, times))
  const durationSeconds = Math.max(0, ...[...videoStreams, ...audioStreams].map((stream) => stream.durationSeconds))
  const chosen = videos[0]?.times
  const rates = (videoStreams[0]?.bitrateKbps ?? 0) + (audioStreams[0]?.bitrateKbps ?? 0)
  const shortfall = worstShortfall([...videos, ...audios], probed, startSeconds)
  return {
    facts: {
      container,
      sizeBytes,
      durationSeconds,
      bitrateKbps: rates > 0 ? rates : durationSeconds > 0 ? (sizeBytes * 8) / 1000 / durationSeconds : 0,
      startSeconds,
      videoStreams,
      audioStreams,
      md5: '',
      sourceType: '',
      sourceContext: '',
    },
    ...(chosen && { frames: chosen.frames }),
    keyFrames: chosen?.keyFrames ?? [],
    hiddenFrames: chosen?.hidden ?? 0,
    order: chosen?.order ?? {},
    ...(shortfall && { shortfall }),
  }
}

/** Largest first, then the default one; as ffmpeg itself counts, in stored pixels. Cover art is no video. */
function orderVideos(streams: readonly ProbedStream[]): readonly ProbedStream[] {
  const videos = streams.filter((stream) => stream.fields['codec_type'] === 'video' && isOn(stream, 'attached_pic') === 0 && pixels(stream) > 0 && stream.packets.times.length > 0)
  return videos.toSorted((a, b) => pixels(b) - pixels(a) || isOn(b, 'default') - isOn(a, 'default'))
}

function orderAudios(streams: readonly ProbedStream[], canDecode: (codec: string) => boolean): readonly ProbedStream[] {
  return streams.filter((stream) => stream.fields['codec_type'] === 'audio' && stream.packets.times.length > 0 && canDecode(stream.fields['codec_name'] ?? ''))
}

function isOn(stream: ProbedStream, disposition: string): number {
  return finite(stream.fields[`disposition:${disposition}`]) ?? 0
}

function pixels(stream: ProbedStream): number {
  return (finite(stream.fields['width']) ?? 0) * (finite(stream.fields['height']) ?? 0)
}

function videoFacts(stream: ProbedStream, times: VideoTimes): VideoFacts {
  const { fields } = stream
  return {
    index: finite(fields['index']) ?? 0,
    codec: word(fields['codec_name'], 'unknown'),
    profile: word(fields['profile'], ''),
    pixelFormat: word(fields['pix_fmt'], 'unknown'),
    ...displaySize(stream),
    frameRate: times.frameRate,
    variableFrameRate: times.variable,
    bitrateKbps: announcedKbps(stream) ?? times.bitrateKbps,
    startSeconds: times.startSeconds,
    durationSeconds: times.endSeconds - times.startSeconds,
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(fields['field_order'] ?? ''),
    colour: {
      range: word(fields['color_range'], 'unknown'),
      space: word(fields['color_space'], 'unknown'),
      primaries: word(fields['color_primaries'], 'unknown'),
      transfer: word(fields['color_transfer'], 'unknown'),
    },
  }
}

/** What a player shows: first the sample aspect ratio widens the picture, then the display matrix turns it. */
export function displaySize(stream: ProbedStream): Pick<VideoFacts, 'codedWidth' | 'codedHeight' | 'width' | 'height' | 'rotation' | 'sampleAspectRatio'> {
  const codedWidth = finite(stream.fields['width']) ?? 0
  const codedHeight = finite(stream.fields['height']) ?? 0
  const sampleAspectRatio = rational(stream.fields['sample_aspect_ratio']) ?? { num: 1, den: 1 }
  const wide = Math.round((codedWidth * sampleAspectRatio.num) / sampleAspectRatio.den)
  const rotation = (((Math.round(-stream.rotation / 90) * 90) % 360) + 360) % 360
  const turned = rotation === 90 || rotation === 270
  return { codedWidth, codedHeight, sampleAspectRatio, rotation, width: turned ? codedHeight : wide, height: turned ? wide : codedHeight }
}

function audioFacts(stream: ProbedStream, times: ReturnType<typeof streamTimes>): AudioFacts {
  const { fields } = stream
  return {
    index: finite(fields['index']) ?? 0,
    codec: word(fields['codec_name'], 'unknown'),
    profile: word(fields['profile'], ''),
    samplingRate: finite(fields['sample_rate']) ?? 0,
    channels: finite(fields['channels']) ?? 0,
    bitrateKbps: announcedKbps(stream) ?? times.bitrateKbps,
    startSeconds: times.startSeconds,
    durationSeconds: times.endSeconds - times.startSeconds,
  }
}

function announcedKbps(stream: ProbedStream): number | undefined {
  const bits = finite(stream.fields['bit_rate'])
  return bits !== undefined && bits > 0 ? bits / 1000 : undefined
}

/** A stream's own announced end where it has one (MP4), else the whole file's against the last of all streams (Matroska, FLV). */
function worstShortfall(streams: readonly { stream: ProbedStream; times: { endSeconds: number } }[], probed: Probed, containerStart: number): Shortfall | undefined {
  const found: Shortfall[] = []
  let announcedAlone = false
  for (const { stream, times } of streams) {
    const duration = finite(stream.fields['duration'])
    const start = finite(stream.fields['start_time']) ?? containerStart
    if (duration === undefined) continue
    announcedAlone = true
    found.push(shortfall(duration + start - containerStart, times.endSeconds))
  }
  const whole = announcedLength(probed, containerStart)
  if (!announcedAlone && whole !== undefined && streams.length > 0) found.push(shortfall(whole, Math.max(...streams.map(({ times }) => times.endSeconds))))
  return found.filter((one) => one.missingSeconds > SHORTFALL_SECONDS).toSorted((a, b) => b.announcedSeconds - a.announcedSeconds)[0]
}

/** Matroska's muxers mostly write when the last stream ends, others how long the whole is: they differ where a film starts late. */
function announcedLength({ format }: Probed, containerStart: number): number | undefined {
  const told = finite(format['duration'])
  const isEnd = (format['format_name'] ?? '').split(',').includes('matroska')
  return told === undefined || !isEnd ? told : told - Math.max(0, containerStart)
}

function shortfall(announcedSeconds: number, foundSeconds: number): Shortfall {
  return { announcedSeconds, foundSeconds, missingSeconds: announcedSeconds - foundSeconds }
}

function word(text: string | undefined, otherwise: string): string {
  return text === undefined || text === '' || text === 'N/A' || text === 'unknown' || text === 'reserved' ? otherwise : text
}
