/** What the real clips are, typed from their README and a look with ffprobe: not taken from our own inspection. */
export interface Clip {
  readonly name: string
  /** As shown: after rotation and sample aspect ratio. Absent without video. */
  readonly shown?: readonly [width: number, height: number]
  readonly videoSeconds?: number
  readonly audioSeconds?: number
}

export const clips: readonly Clip[] = [
  { name: 'audio-bbb-30s.m4a', audioSeconds: 30 },
  { name: 'audio-bbb-coverart-10s.m4a', audioSeconds: 10.005 },
  { name: 'audio-trex.mp3', audioSeconds: 2.09 },
  { name: 'bbb-1080p24-rot90-2s.mp4', shown: [1080, 1920], videoSeconds: 1.92, audioSeconds: 2.005 },
  { name: 'bbb-1080p60-2s.mp4', shown: [1920, 1080], videoSeconds: 2, audioSeconds: 2 },
  { name: 'bbb-2.5s.ts', shown: [1920, 1080], videoSeconds: 2.5, audioSeconds: 2.513 },
  { name: 'bbb-480p24-10s.mkv', shown: [854, 480], videoSeconds: 10.124, audioSeconds: 10.026 },
  { name: 'bbb-480p24-30s.mp4', shown: [854, 480], videoSeconds: 30, audioSeconds: 30 },
  { name: 'bbb-480p24-6s.flv', shown: [854, 480], videoSeconds: 6.083, audioSeconds: 6.037 },
  { name: 'bbb-480p24-6s.ts', shown: [854, 480], videoSeconds: 6.083, audioSeconds: 6.037 },
  { name: 'bbb-720p25-5s.mp4', shown: [1280, 720], videoSeconds: 5.28, audioSeconds: 5.312 },
  { name: 'bbb-800x640-noaudio-4s.mp4', shown: [1138, 640], videoSeconds: 4 },
  { name: 'bbb-audio-offset2s-6s.mp4', shown: [854, 480], videoSeconds: 6.083, /* starts 1.978 s late */ audioSeconds: 4.032 },
  { name: 'bbb-odd-427x241-3s.webm', shown: [427, 241], videoSeconds: 3, audioSeconds: 3 },
  // The sample aspect ratio of 1281:1280 makes it 640.5 wide.
  { name: 'bbb-vfr-640x360-10s.mp4', shown: [641, 360], videoSeconds: 9.875, audioSeconds: 10.005 },
  { name: 'croatia-1080p25-8s-counter-noaudio.mp4', shown: [1920, 1080], videoSeconds: 8 },
  { name: 'flower-540p30-5s.mp4', shown: [960, 540], videoSeconds: 5.005, audioSeconds: 5.055 },
  { name: 'hdr10-av1-1080p60-1s.mp4', shown: [1920, 1080], videoSeconds: 1.001, audioSeconds: 1.022 },
  { name: 'long-1080p30-363s.mp4', shown: [1920, 1080], videoSeconds: 362.767, audioSeconds: 360 },
  // Its container says 4.07 s, but the last of the 122 frames is shown at 4.137 s.
  { name: 'multi-2video-2audio-4s.mp4', shown: [960, 540], videoSeconds: 4.171, audioSeconds: 4.011 },
  { name: 'phone-hevc-hlg-editlist-datatracks-rot90-2.5s.mp4', shown: [1080, 1920], videoSeconds: 2.548, audioSeconds: 2.548 },
  { name: 'phone-pixel7-vfr-rot180-noaudio-1s.mp4', shown: [1920, 1080], videoSeconds: 1.205 },
  { name: 'sar2x1-640x360-5s.mp4', shown: [1280, 360], videoSeconds: 5 },
  { name: 'screen-vfr-3026x1386-9s.mp4', shown: [3026, 1386], videoSeconds: 8.726 },
  { name: 'tos-1080p30-8s-counter.mp4', shown: [1920, 1080], videoSeconds: 8.008, audioSeconds: 8 },
]

/** Broken clips and the words that must stand in the failure. The flipped bits may also come through whole. */
export const broken: readonly { readonly name: string; readonly says: RegExp; readonly mayBeDone?: true }[] = [
  { name: 'broken-empty.mp4', says: /empty/ },
  { name: 'broken-not-media.mp4', says: /no video or audio file/ },
  { name: 'broken-truncated-moov-missing.mp4', says: /index|damaged|not media/ },
  { name: 'broken-truncated-faststart.mp4', says: /damaged|announces/ },
  { name: 'broken-bitflips.mp4', says: /damaged|decode/, mayBeDone: true },
]
