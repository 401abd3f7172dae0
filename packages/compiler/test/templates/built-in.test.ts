import { expect, test } from 'vitest'
import { builtInTemplates } from '../../src/index.ts'

/** Typed from templates.md §1, word for word as its table has it, and independent of the source. */
const videoTable = `
10    MP4 320×scale  256  24 H.264 AAC
510   MP4 scale×240  250  15 H.265 AAC
210   HLS 320×scale  256  24 H.264 AAC
610   HLS scale×240  250  15 H.265 AAC
10046 FLV 320×scale  256  24 H.264 MP3
710   FLV scale×240  250  15 H.265 AAC
20    MP4 640×scale  512  24 H.264 AAC
520   MP4 scale×480  600  24 H.265 AAC
220   HLS 640×scale  512  24 H.264 AAC
620   HLS scale×480  600  24 H.265 AAC
10047 FLV 640×scale  512  24 H.264 MP3
720   FLV scale×480  600  24 H.265 AAC
30    MP4 1280×scale 1024 24 H.264 AAC
530   MP4 scale×720  800  25 H.265 AAC
230   HLS 1280×scale 1024 24 H.264 AAC
630   HLS scale×720  800  25 H.265 AAC
10048 FLV 1280×scale 1024 24 H.264 MP3
730   FLV scale×720  800  25 H.265 AAC
40    MP4 1920×scale 2500 24 H.264 AAC
540   MP4 scale×1080 1400 30 H.265 AAC
240   HLS 1920×scale 2500 24 H.264 AAC
640   HLS scale×1080 1400 30 H.265 AAC
10049 FLV 1920×scale 2500 24 H.264 MP3
740   FLV scale×1080 1400 30 H.265 AAC
70    MP4 scale×1440 3072 30 H.264 AAC
570   MP4 scale×1440 2048 30 H.265 AAC
270   HLS scale×1440 3072 30 H.264 AAC
670   HLS scale×1440 2048 30 H.265 AAC
370   FLV scale×1440 3072 30 H.264 MP3
770   FLV scale×1440 2048 30 H.265 AAC
80    MP4 scale×2160 6144 30 H.264 AAC
580   MP4 scale×2160 4096 30 H.265 AAC
280   HLS scale×2160 6144 30 H.264 AAC
680   HLS scale×2160 4096 30 H.265 AAC
380   FLV scale×2160 6144 30 H.264 MP3
780   FLV scale×2160 4096 30 H.265 AAC`

/** templates.md §2. */
const audioTable = `
1100 M4A 24  AAC stereo 44100
1110 M4A 48  AAC stereo 44100
1120 M4A 96  AAC stereo 44100
1130 M4A 192 AAC stereo 44100
1140 M4A 256 AAC stereo 44100
1010 MP3 128 MP3 stereo 44100
1020 MP3 320 MP3 stereo 44100`

const rows = (table: string) => table.trim().split('\n').map((line) => line.trim().split(/\s+/))
const scaled = (side = '') => (side === 'scale' ? 0 : Number(side))
const audioCodec = (name = '') => ({ AAC: 'libfdk_aac', MP3: 'libmp3lame' })[name]
const bodyOf = (kind: string, definition: number) =>
  builtInTemplates.find((template) => template.kind === kind && template.definition === definition)?.body

const videoRows = rows(videoTable)
const audioRows = rows(audioTable)

test('the tables have the 36 and the 7 rows of the documents', () => {
  expect([videoRows.length, audioRows.length]).toEqual([36, 7])
})

test.each(videoRows)('video preset %s', (definition, container = '', size = '', bitrate, fps, codec, audio) => {
  const [width, height] = size.split('×')
  const isH265 = codec === 'H.265'
  expect(bodyOf('transcode', Number(definition))).toStrictEqual({
    container: container.toLowerCase(),
    video: {
      codec: isH265 ? 'libx265' : 'libx264', fps: Number(fps), width: scaled(width), height: scaled(height), bitrate: Number(bitrate),
      resolutionSelfAdapting: 'open', videoProfile: isH265 ? 'main' : 'high', colorSpace: 'yuv420p', gop: 240, deinterlaced: 0, videoRateControl: 0,
    },
    audio: { codec: audioCodec(audio), bitrate: 48, sampleRate: 44_100, soundSystem: 2, audioProfile: 'aac_lc' },
  })
})

test.each(audioRows)('audio preset %s', (definition, container = '', bitrate, codec) => {
  expect(bodyOf('transcode', Number(definition))).toStrictEqual({
    container: container.toLowerCase(),
    audio: { codec: audioCodec(codec), bitrate: Number(bitrate), sampleRate: 44_100, soundSystem: 2, audioProfile: 'aac_lc' },
  })
})

test.each([
  ['transcode', 6, { container: 'hls', remux: true }],
  ['transcode', 9, { container: 'mp4', remux: true }],
  ['animatedGraphics', 20_000, { format: 'gif', width: 0, height: 0, fps: 2 }],
  ['animatedGraphics', 20_001, { format: 'webp', width: 0, height: 0, fps: 2 }],
  ['snapshot', 10, { format: 'jpg', width: 0, height: 0, fillType: 'stretch' }],
  ['sampleSnapshot', 10, { format: 'jpg', width: 0, height: 0, fillType: 'stretch', sampleType: 'Percent', interval: 10 }],
  ['imageSprite', 10, { format: 'jpg', width: 142, height: 80, rows: 10, columns: 10, interval: 10, fillType: 'black' }],
  ['review', 10, { reviewConfidence: 50, blockConfidence: 90, stops: true }],
  ['review', 20, { reviewConfidence: 50, blockConfidence: 90, stops: false }],
])('%s preset %i', (kind, definition, body) => {
  expect(bodyOf(kind, definition)).toStrictEqual(body)
})

test('there is no other preset, and each key stands once', () => {
  const expected = videoRows.length + audioRows.length + 9
  expect(builtInTemplates).toHaveLength(expected)
  expect(new Set(builtInTemplates.map(({ kind, definition }) => `${kind}/${definition}`)).size).toBe(expected)
})
