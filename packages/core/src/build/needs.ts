import type { AnimatedGraphicsTemplate, AudioTemplate, FillType, SnapshotTemplate, TranscodeTemplate } from '../template.ts'

/** What an ffmpeg build says of itself, as far as templates depend on it. */
export interface ToolBuild {
  /** Absolute path of the program, or `ffmpeg` in a fixture. */
  readonly program: string
  /** As printed: `5.1.9-0+deb12u1`. */
  readonly version: string
  readonly encoders: readonly string[]
  readonly muxers: readonly string[]
  readonly filters: readonly string[]
  /** HEVC in FLV can be written and read back: no list tells. */
  readonly hevcInFlv: boolean
}

/** One part of a build without which a template cannot be made. */
export interface BuildNeed {
  readonly part: 'encoder' | 'muxer' | 'filter' | 'hevc-in-flv'
  /** ffmpeg's word for it. */
  readonly name: string
  /** The member of the template that asks for it. */
  readonly member: readonly string[]
}

/** What of a transcode is made from a source. */
export interface Wanted {
  readonly video: boolean
  readonly audio: boolean
  /** Every frame keeps its own time, so that none is added or left out. */
  readonly ownTimes: boolean
}

const muxers: Readonly<Record<TranscodeTemplate['container'], string>> = { mp4: 'mp4', hls: 'hls', flv: 'flv', m4a: 'ipod', mp3: 'mp3' }

export function muxerOf(container: TranscodeTemplate['container']): string {
  return muxers[container]
}

/** A build without the better encoder of AAC has its own. */
export function audioEncoderOf(codec: AudioTemplate['codec'], { encoders }: Pick<ToolBuild, 'encoders'>): AudioTemplate['codec'] | 'aac' {
  return codec === 'libfdk_aac' && !encoders.includes(codec) ? 'aac' : codec
}

/** libwebp makes the muxer join still pictures, which any build with only that encoder can do. */
export function webpEncoderOf({ encoders }: Pick<ToolBuild, 'encoders'>): string {
  return encoders.includes('libwebp_anim') ? 'libwebp_anim' : 'libwebp'
}

/** A remux only writes what it has read. */
export function transcodeNeeds({ container, remux, video, audio }: TranscodeTemplate, wanted: Wanted, build: ToolBuild): readonly BuildNeed[] {
  const muxer = [{ part: 'muxer', name: muxerOf(container), member: ['container'] }] as const
  if (remux) return muxer
  const shown = wanted.video ? video : undefined
  const heard = wanted.audio ? audio : undefined
  const hevcInFlv = container === 'flv' && video?.codec === 'libx265'
  return [
    ...(shown ? encoders(['video', 'codec'], shown.codec) : []),
    ...(heard ? encoders(['audio', 'codec'], audioEncoderOf(heard.codec, build)) : []),
    ...muxer,
    ...(shown ? filters(['video'], 'scale', 'setsar', 'format', 'split') : []),
    ...(shown && !wanted.ownTimes ? filters(['video', 'fps'], 'fps') : []),
    ...(shown?.deinterlaced === 1 ? filters(['video', 'deinterlaced'], 'yadif') : []),
    ...(heard ? filters(['audio'], 'aresample') : []),
    ...(heard?.loudness === undefined ? [] : filters(['audio', 'loudness'], 'loudnorm')),
    ...(hevcInFlv ? [{ part: 'hevc-in-flv', name: video.codec, member: ['container'] } as const] : []),
  ]
}

export function watermarkNeeds(): readonly BuildNeed[] {
  return filters(['image'], 'overlay')
}

export function animatedGraphicsNeeds({ format }: Pick<AnimatedGraphicsTemplate, 'format'>, build: ToolBuild): readonly BuildNeed[] {
  const at = ['format']
  return format === 'gif'
    ? [...encoders(at, 'gif', 'png'), ...muxersOf(at, 'gif', 'image2'), ...filters(at, 'fps', 'scale', 'setsar', 'format', 'palettegen', 'paletteuse')]
    : [...encoders(at, webpEncoderOf(build)), ...muxersOf(at, 'webp'), ...filters(at, 'fps', 'scale', 'setsar', 'format')]
}

export function pictureNeeds({ format, fillType }: Pick<SnapshotTemplate, 'format' | 'fillType'>): readonly BuildNeed[] {
  return [...encoders(['format'], format === 'jpg' ? 'mjpeg' : 'png'), ...muxersOf(['format'], 'image2'), ...fillNeeds(fillType)]
}

/** Tiles are kept without loss until they stand in their sheet. */
export function spriteNeeds({ fillType }: { readonly fillType: FillType }): readonly BuildNeed[] {
  return [...encoders(['format'], 'png', 'mjpeg'), ...muxersOf(['format'], 'image2'), ...fillNeeds(fillType), ...filters(['rows'], 'tile')]
}

function fillNeeds(fill: FillType): readonly BuildNeed[] {
  const bars = fill === 'black' || fill === 'white'
  return filters(['fillType'], 'select', 'scale', 'format', 'setsar', ...(bars ? ['pad'] : []), ...(fill === 'gauss' ? ['split', 'crop', 'boxblur', 'overlay'] : []))
}

function encoders(member: readonly string[], ...names: readonly string[]): readonly BuildNeed[] {
  return names.map((name) => ({ part: 'encoder', name, member }))
}

function muxersOf(member: readonly string[], ...names: readonly string[]): readonly BuildNeed[] {
  return names.map((name) => ({ part: 'muxer', name, member }))
}

function filters(member: readonly string[], ...names: readonly string[]): readonly BuildNeed[] {
  return names.map((name) => ({ part: 'filter', name, member }))
}
