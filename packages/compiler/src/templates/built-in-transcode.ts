import type { TranscodeTemplate, VideoTemplate } from '@vodflow/core'

/** [definition, container, codec, width, height, video kbps, fps, audio codec]; a size of 0 keeps the aspect ratio (templates.md §1). */
type VideoRow = readonly [number, 'mp4' | 'hls' | 'flv', 'h264' | 'h265', number, number, number, number, 'aac' | 'mp3']

const videoRows: readonly VideoRow[] = [
  [10, 'mp4', 'h264', 320, 0, 256, 24, 'aac'],
  [510, 'mp4', 'h265', 0, 240, 250, 15, 'aac'],
  [210, 'hls', 'h264', 320, 0, 256, 24, 'aac'],
  [610, 'hls', 'h265', 0, 240, 250, 15, 'aac'],
  [10046, 'flv', 'h264', 320, 0, 256, 24, 'mp3'],
  [710, 'flv', 'h265', 0, 240, 250, 15, 'aac'],
  [20, 'mp4', 'h264', 640, 0, 512, 24, 'aac'],
  [520, 'mp4', 'h265', 0, 480, 600, 24, 'aac'],
  [220, 'hls', 'h264', 640, 0, 512, 24, 'aac'],
  [620, 'hls', 'h265', 0, 480, 600, 24, 'aac'],
  [10047, 'flv', 'h264', 640, 0, 512, 24, 'mp3'],
  [720, 'flv', 'h265', 0, 480, 600, 24, 'aac'],
  [30, 'mp4', 'h264', 1280, 0, 1024, 24, 'aac'],
  [530, 'mp4', 'h265', 0, 720, 800, 25, 'aac'],
  [230, 'hls', 'h264', 1280, 0, 1024, 24, 'aac'],
  [630, 'hls', 'h265', 0, 720, 800, 25, 'aac'],
  [10048, 'flv', 'h264', 1280, 0, 1024, 24, 'mp3'],
  [730, 'flv', 'h265', 0, 720, 800, 25, 'aac'],
  [40, 'mp4', 'h264', 1920, 0, 2500, 24, 'aac'],
  [540, 'mp4', 'h265', 0, 1080, 1400, 30, 'aac'],
  [240, 'hls', 'h264', 1920, 0, 2500, 24, 'aac'],
  [640, 'hls', 'h265', 0, 1080, 1400, 30, 'aac'],
  [10049, 'flv', 'h264', 1920, 0, 2500, 24, 'mp3'],
  [740, 'flv', 'h265', 0, 1080, 1400, 30, 'aac'],
  [70, 'mp4', 'h264', 0, 1440, 3072, 30, 'aac'],
  [570, 'mp4', 'h265', 0, 1440, 2048, 30, 'aac'],
  [270, 'hls', 'h264', 0, 1440, 3072, 30, 'aac'],
  [670, 'hls', 'h265', 0, 1440, 2048, 30, 'aac'],
  [370, 'flv', 'h264', 0, 1440, 3072, 30, 'mp3'],
  [770, 'flv', 'h265', 0, 1440, 2048, 30, 'aac'],
  [80, 'mp4', 'h264', 0, 2160, 6144, 30, 'aac'],
  [580, 'mp4', 'h265', 0, 2160, 4096, 30, 'aac'],
  [280, 'hls', 'h264', 0, 2160, 6144, 30, 'aac'],
  [680, 'hls', 'h265', 0, 2160, 4096, 30, 'aac'],
  [380, 'flv', 'h264', 0, 2160, 6144, 30, 'mp3'],
  [780, 'flv', 'h265', 0, 2160, 4096, 30, 'aac'],
]

/** [definition, container, audio kbps] (templates.md §2). */
const audioRows: readonly (readonly [number, 'm4a' | 'mp3', number])[] = [
  [1100, 'm4a', 24],
  [1110, 'm4a', 48],
  [1120, 'm4a', 96],
  [1130, 'm4a', 192],
  [1140, 'm4a', 256],
  [1010, 'mp3', 128],
  [1020, 'mp3', 320],
]

/** [definition, container]: streams are copied (templates.md §3). */
const remuxRows: readonly (readonly [number, 'mp4' | 'hls'])[] = [
  [6, 'hls'],
  [9, 'mp4'],
]

/** What templates.md §1 gives below its table, the same for every row; also what a project template leaves out. */
export const commonVideo = {
  resolutionSelfAdapting: 'open',
  colorSpace: 'yuv420p',
  gop: 240,
  deinterlaced: 0,
  videoRateControl: 0,
} as const

export const commonAudio = { bitrate: 48, sampleRate: 44100, soundSystem: 2, audioProfile: 'aac_lc' } as const

const codecMembers = {
  h264: { codec: 'libx264', videoProfile: 'high' },
  h265: { codec: 'libx265', videoProfile: 'main' },
} as const
const audioCodecs = { aac: 'libfdk_aac', mp3: 'libmp3lame' } as const

export const builtInTranscodes: readonly (readonly [number, TranscodeTemplate])[] = [
  ...videoRows.map(([definition, container, codec, width, height, bitrate, fps, audio]) => {
    const video: VideoTemplate = { ...commonVideo, ...codecMembers[codec], width, height, bitrate, fps }
    return [definition, { container, video, audio: { ...commonAudio, codec: audioCodecs[audio] } }] as const
  }),
  ...audioRows.map(([definition, container, bitrate]) => {
    const codec = container === 'mp3' ? audioCodecs.mp3 : audioCodecs.aac
    return [definition, { container, audio: { ...commonAudio, codec, bitrate } }] as const
  }),
  ...remuxRows.map(([definition, container]) => [definition, { container, remux: true }] as const),
]
