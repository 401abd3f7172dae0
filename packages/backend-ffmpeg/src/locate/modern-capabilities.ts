import type { Capabilities } from '../inspection.ts'

/** A complete build of a recent ffmpeg, for plans on a machine without any; only the names that plans ask about. */
export const modernCapabilities: Capabilities = {
  program: 'ffmpeg',
  version: '7.1',
  encoders: ['aac', 'gif', 'libmp3lame', 'libwebp', 'libwebp_anim', 'libx264', 'libx265', 'mjpeg', 'mp2', 'png'],
  decoders: [
    'aac', 'ac3', 'av1', 'eac3', 'flac', 'flv', 'gif', 'h263', 'h264', 'hevc', 'libdav1d', 'mjpeg', 'mp2', 'mp3', 'mp3float', 'mpeg1video',
    'mpeg2video', 'mpeg4', 'opus', 'pcm_s16le', 'png', 'prores', 'vorbis', 'vp6f', 'vp8', 'vp9', 'wmav2', 'wmv3',
  ],
  muxers: ['flv', 'gif', 'hls', 'image2', 'ipod', 'matroska', 'mov', 'mp3', 'mp4', 'mpegts', 'null', 'segment', 'tee', 'webp'],
  demuxers: ['aac', 'avi', 'flv', 'hls', 'image2', 'matroska', 'mov', 'mp3', 'mpegts', 'ogg', 'wav', 'webm'],
  filters: [
    'aformat', 'anull', 'aresample', 'asplit', 'boxblur', 'bwdif', 'color', 'crop', 'format', 'fps', 'gblur', 'movie', 'null', 'overlay',
    'loudnorm', 'metadata', 'pad', 'palettegen', 'paletteuse', 'scale', 'select', 'setparams', 'setpts', 'setsar', 'split', 'tile', 'tonemap', 'tpad', 'trim', 'yadif', 'zscale',
  ],
  options: { fpsMode: true, statsPeriod: true },
  hevcInFlv: true,
}
