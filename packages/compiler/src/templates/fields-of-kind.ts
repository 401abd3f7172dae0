import type { TemplateKind } from '@vodflow/core'
import { commonAudio, commonVideo } from './built-in-transcode.ts'
import type { Field, Fields, NumberField } from './fields.ts'

/** Pixels, as templates.md §10 and §5.4 bound them. */
function size(description: string, more: Partial<NumberField> = {}): NumberField {
  return { type: 'number', integer: true, min: 128, max: 4096, zero: true, fallback: 0, description, ...more }
}

const fillType: Field = {
  type: 'choice',
  values: ['stretch', 'black', 'white', 'gauss'],
  fallback: 'stretch',
  description: 'How a picture of another shape fills the frame: stretched, between black or white bars, or over a blurred copy.',
}

const pictures: Fields = {
  format: { type: 'choice', values: ['jpg', 'png'], fallback: 'jpg', description: 'Format of the pictures.' },
  width: size('Width in pixels; 0 with a height keeps the shape, both 0 keep the size.'),
  height: size('Height in pixels; 0 with a width keeps the shape, both 0 keep the size.'),
  fillType,
}

const gop: Omit<NumberField, 'description'> = { type: 'number', integer: true, min: 1, max: 10 }

/**
 * templates.md §10. Its rule that H.265 stays within 640×480 is not kept: the service's own H.265 presets go up to 2160 lines,
 * and a project's H.265 template would be of no use.
 */
const video: Fields = {
  codec: { type: 'choice', values: ['libx264', 'libx265'], required: true, description: 'H.264 or H.265.' },
  fps: { type: 'number', min: 1, max: 60, zero: true, negative: true, required: true, description: 'Frames a second.' },
  bitrate: { type: 'number', integer: true, min: 128, max: 35_000, zero: true, negative: true, required: true, description: 'Video bit rate in kbps.' },
  width: size('Pixels: the long side where resolutionSelfAdapting is open, else the width. 0 follows the height.', { negative: true }),
  height: size('Pixels: the short side where resolutionSelfAdapting is open, else the height. 0 follows the width.', { negative: true }),
  resolutionSelfAdapting: {
    type: 'choice',
    values: ['open', 'close'],
    fallback: commonVideo.resolutionSelfAdapting,
    description: 'With open, width is the long side and height the short one, whichever way the film is held.',
  },
  minGop: { ...gop, description: 'Least seconds between key frames.' },
  maxGop: { ...gop, description: 'Most seconds between key frames; without it a key frame comes every 240 frames.' },
  videoProfile: { type: 'choice', values: ['baseline', 'main', 'high'], description: 'Profile of H.264, high unless given; H.265 is always main.' },
  colorSpace: { type: 'choice', values: ['yuv420p', 'yuv420p10le'], fallback: commonVideo.colorSpace, description: 'Pixel format; the 10-bit one only in H.265.' },
  deinterlaced: { type: 'choice', values: [0, 1], fallback: commonVideo.deinterlaced, description: '1 removes interlacing.' },
  videoRateControl: { type: 'choice', values: [0, 1], fallback: commonVideo.videoRateControl, description: '0 one pass, 1 two passes.' },
}

const audio: Fields = {
  codec: { type: 'choice', values: ['libfdk_aac', 'libmp3lame', 'mp2'], required: true, description: 'AAC, MP3 or MP2.' },
  bitrate: { type: 'number', integer: true, min: 26, max: 256, zero: true, negative: true, required: true, description: 'Audio bit rate in kbps.' },
  sampleRate: {
    type: 'number',
    integer: true,
    min: 32_000,
    max: 48_000,
    only: [32_000, 44_100, 48_000],
    zero: true,
    negative: true,
    required: true,
    description: 'Samples a second.',
  },
  soundSystem: { type: 'choice', values: [1, 2, 6], fallback: commonAudio.soundSystem, description: 'Channels: mono, stereo or 5.1.' },
  audioProfile: { type: 'choice', values: ['aac_lc', 'aac_he', 'aac_he_v2'], fallback: commonAudio.audioProfile, description: 'Profile of AAC; other codecs have none.' },
  loudness: { type: 'number', min: -40, max: -5, description: 'Loudness in LUFS (EBU R 128) that the sound is brought to; without it loudness is left alone.' },
}

const transcode: Fields = {
  container: { type: 'choice', values: ['mp4', 'hls', 'flv', 'm4a', 'mp3'], required: true, description: 'What the streams are put into; m4a and mp3 hold audio alone.' },
  isFiltrateVideo: { type: 'choice', values: [0, 1], fallback: 0, description: '1 leaves the video out.' },
  isFiltrateAudio: { type: 'choice', values: [0, 1], fallback: 0, description: '1 leaves the audio out.' },
  video: { type: 'group', members: video, description: 'The video of the output; required unless isFiltrateVideo is 1.' },
  audio: { type: 'group', members: audio, description: 'The audio of the output; required unless isFiltrateAudio is 1.' },
}

const placement = { pattern: /^(?:\d{1,3}(?:\.\d{1,4})?%|\d{1,5}px)$/, shape: "a percentage such as '10%' or pixels such as '100px'", maxLength: 16 }

export const fieldsOfKind: { readonly [K in TemplateKind]: Fields } = {
  transcode,
  animatedGraphics: {
    format: { type: 'choice', values: ['gif', 'webp'], required: true, description: 'Format of the moving picture.' },
    width: size('Width in pixels; 0 with a height keeps the shape, both 0 keep the size.'),
    height: size('Height in pixels; 0 with a width keeps the shape, both 0 keep the size.'),
    fps: { type: 'number', min: 1, max: 60, required: true, description: 'Frames a second.' },
  },
  snapshot: pictures,
  sampleSnapshot: {
    ...pictures,
    sampleType: { type: 'choice', values: ['Percent', 'Time'], required: true, description: 'Whether interval counts percent of the film or seconds.' },
    interval: { type: 'number', min: 0.1, max: 86_400, required: true, description: 'From one picture to the next: percent up to 100, or seconds.' },
  },
  imageSprite: {
    format: { type: 'choice', values: ['jpg'], fallback: 'jpg', description: 'Format of the sheets.' },
    width: { type: 'number', integer: true, min: 1, max: 4096, required: true, description: 'Width of one small picture in pixels; width × columns is 128 to 4096.' },
    height: { type: 'number', integer: true, min: 1, max: 4096, required: true, description: 'Height of one small picture in pixels; height × rows is 128 to 4096.' },
    rows: { type: 'number', integer: true, min: 1, max: 100, required: true, description: 'Rows of a sheet; rows × columns is at most 100.' },
    columns: { type: 'number', integer: true, min: 1, max: 100, required: true, description: 'Columns of a sheet; rows × columns is at most 100.' },
    interval: { type: 'number', min: 0.1, max: 86_400, required: true, description: 'Seconds from one small picture to the next.' },
    fillType: { ...fillType, fallback: 'black' },
  },
  watermark: {
    type: { type: 'choice', values: ['image'], fallback: 'image', description: 'Always image.' },
    image: { type: 'image', required: true, description: 'PNG or JPG file, as a path relative to this file; `url` is another name for it.' },
    left: { type: 'text', ...placement, fallback: '0px', description: "From the video's left edge: percent of its width, or pixels." },
    top: { type: 'text', ...placement, fallback: '0px', description: "From the video's upper edge: percent of its height, or pixels." },
    width: { type: 'text', ...placement, fallback: '10%', description: "Width of the mark: percent of the video's width, or pixels." },
    height: { type: 'text', ...placement, fallback: '0px', description: "Height of the mark: percent of the video's height, or pixels; 0px keeps the picture's shape." },
  },
  drm: {
    keySource: { type: 'choice', values: ['VodBuildInKMS', 'QCloudKMS', 'PrivateKMS'], required: true, description: 'Who manages the keys.' },
    getKeyUrl: {
      type: 'text',
      pattern: /^https?:\/\/[^\s"\\<>]+$/,
      shape: 'an http or https address without spaces and quotes, of at most 1024 characters',
      maxLength: 1024,
      required: true,
      description: 'Where players ask for the key; fileId, keySource and edk are added to it.',
    },
  },
  review: {
    reviewConfidence: { type: 'number', min: 0, max: 100, required: true, description: 'Confidence from which a segment is for review.' },
    blockConfidence: { type: 'number', min: 0, max: 100, required: true, description: 'Confidence from which a segment is blocked.' },
    stops: { type: 'flag', fallback: true, description: 'Whether a verdict of block keeps the later stages from running.' },
  },
}
